/** Nobody's data are nested as deep; a text made to be a burden may be. */
const DEEPEST = 32;

/**
 * The one way to write a value as JSON: names in the order of their UTF-16 code units, no blanks (RFC 8785).
 * What JSON does not know is left out of objects, as in JSON.stringify.
 *
 * @throws RangeError for what is nested deeper than anything that this package writes
 */
export function canonicalJson(value: unknown, depth = 0): string {
	if (depth > DEEPEST) throw new RangeError('Nested too deep');
	if (Array.isArray(value)) {
		return `[${value.map((entry) => canonicalJson(entry ?? null, depth + 1)).join(',')}]`;
	}
	// Numbers and texts are written by the rules that RFC 8785 takes over from JavaScript.
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const entries = Object.entries(value)
		.filter(([, own]) => own !== undefined)
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([name, own]) => `${JSON.stringify(name)}:${canonicalJson(own, depth + 1)}`);
	return `{${entries.join(',')}}`;
}
