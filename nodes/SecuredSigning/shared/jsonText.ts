import { refusal } from './refusal';

/**
 * What a text of JSON holds, or a value that an expression gave in its place; undefined for a text that is no
 * JSON. JavaScript takes the last of two fields with one name (RFC 8259, section 4): which one was meant,
 * nobody can tell.
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
	// The names of each object that is open; a list has none.
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
