import { refusal } from './refusal';

/**
 * The parsed JSON of a text, or the value itself if an expression gave no text; undefined for a text that is
 * not JSON. Of two fields with the same name, JavaScript keeps the last one (RFC 8259, section 4), but it is
 * not known which one was meant.
 *
 * @param place how to name the entry with this index, or the whole, in a message
 * @throws UserError for an object with two fields of one name
 */
export function readJson(value: unknown, place: (entry: number) => string): unknown {
	if (typeof value !== 'string') return value;
	let read: unknown;
	try {
		read = JSON.parse(value);
	} catch {
		return undefined;
	}
	const twice = nameGivenTwice(value);
	if (twice === undefined) return read;
	throw refusal(
		`${place(twice.entry)} has the field "${twice.name}" twice`,
		'It is not clear which of the two counts: remove one of them.',
	);
}

const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:,]/g;

/** @param json a text that is valid JSON */
function nameGivenTwice(json: string): { name: string; entry: number } | undefined {
	// The names in each open object; empty for lists.
	const open: Array<Set<string>> = [];
	let entry = 0;
	let last = '';
	for (const [token] of json.matchAll(TOKENS)) {
		if (token === '{' || token === '[') open.push(new Set());
		if (token === '}' || token === ']') open.pop();
		if (token === ',' && open.length === 1) entry++;
		if (token === ':') {
			const name: string = JSON.parse(last);
			const names = open.at(-1);
			if (names?.has(name)) return { name, entry };
			names?.add(name);
		}
		last = token;
	}
	return undefined;
}
