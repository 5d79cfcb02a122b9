import { isRecord, records } from '../values';

/** What an answer has to be: an object, a list of objects, or either where the sources disagree. */
export type Shape = 'object' | 'list' | 'either';

// The API nests seven levels (docs/api/API.md section 6); n8n cannot store thousands.
const DEEPEST = 100;

/**
 * The data of an answer, or undefined when it is not of that shape: a web page, a cut answer, or one
 * that would break what reads or stores it. Entries of a list that are no objects are left out.
 */
export function shaped(body: unknown, shape: Shape): object | undefined {
	const isList = Array.isArray(body);
	if (isList ? shape === 'object' : shape === 'list' || !isRecord(body)) return undefined;
	if (isDeep(body)) return undefined;
	if (!isList) return body as object;
	const entries = records(body);
	// Something else in all places is not an empty list.
	return entries.length === 0 && body.length > 0 ? undefined : entries;
}

/** Level by level: what is nested by the thousands is too deep for a function that calls itself. */
function isDeep(body: unknown): boolean {
	let level = [body as object];
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > DEEPEST) return true;
		const next: object[] = [];
		for (const parts of level) {
			for (const value of Object.values(parts)) {
				if (typeof value === 'object' && value !== null) next.push(value);
			}
		}
		level = next;
	}
	return false;
}
