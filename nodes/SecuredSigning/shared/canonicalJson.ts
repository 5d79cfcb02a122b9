/** Real data is never nested this deeply, but a malicious text may be. */
const DEEPEST = 32;

/**
 * The canonical JSON text of a value: names sorted by their UTF-16 code units, no blanks (RFC 8785).
 * Undefined properties are left out, as in JSON.stringify.
 *
 * @throws RangeError for a value that is nested deeper than DEEPEST
 */
export function canonicalJson(value: unknown, depth = 0): string {
	if (depth > DEEPEST) throw new RangeError('Nested too deep');
	if (Array.isArray(value)) {
		return `[${value.map((entry) => canonicalJson(entry ?? null, depth + 1)).join(',')}]`;
	}
	// RFC 8785 uses JavaScript's own rules for numbers and strings.
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const entries = Object.entries(value)
		.filter(([, own]) => own !== undefined)
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([name, own]) => `${JSON.stringify(name)}:${canonicalJson(own, depth + 1)}`);
	return `{${entries.join(',')}}`;
}
