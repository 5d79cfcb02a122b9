import type { Slices } from '../../shared/slices';
import { isObject, isRecord, objectsIn } from '../../shared/values';

/** The expected kind of answer: an object, a list of objects, or either if the sources disagree. */
export type Shape = 'object' | 'list' | 'either';

// The API nests seven levels (docs/api/API.md section 6); n8n cannot store thousands.
const DEEPEST = 100;
// An object of the API has at most 25 properties.
const MOST_NAMES = 200;
/** The cost of checking one value, in the units of Slices. */
const LOOK = 10;

/**
 * The data of an answer, or undefined when it is not of that shape, such as a web page or a cut answer.
 * Entries of a list that are no objects are left out.
 */
export function validateShape(body: unknown, shape: Shape): object | undefined {
	const isList = Array.isArray(body);
	if (isList ? shape === 'object' : shape === 'list' || !isRecord(body)) return undefined;
	if (!isList) return body as object;
	const entries = objectsIn(body);
	// A list without any object in it is not the same as an empty list.
	return entries.length === 0 && body.length > 0 ? undefined : entries;
}

/**
 * Whether an answer is nested too deeply, or has an object with too many names, to be processed or stored. It
 * works level by level: recursion would overflow the stack.
 */
export async function isUnwieldy(body: unknown, slices: Slices): Promise<boolean> {
	let level = isObject(body) ? [body] : [];
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > DEEPEST) return true;
		const next: object[] = [];
		for (const parts of level) {
			const values: unknown[] = Array.isArray(parts) ? parts : Object.values(parts);
			if (values !== parts && values.length > MOST_NAMES) return true;
			for (const value of values) if (isObject(value)) next.push(value);
			if (slices.work(LOOK * (1 + values.length))) await slices.pause();
		}
		level = next;
	}
	return false;
}
