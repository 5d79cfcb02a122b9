/** Turns a good answer into a bad one: some of what is in it becomes something else. */
import fc from 'fast-check';

import { anyJson, anyText } from './texts.cts';

/** What becomes of one place in an answer, wherever that place is. */
export interface Mutation {
	/** Which place: counted through the whole answer, from the start again when there are fewer. */
	place: number;
	value: unknown;
}

/** Values that look like something and are something else to code that trusts them. */
const TREACHEROUS: unknown[] = [
	...[null, true, 0, -1, '', 'text', [], {}, [null], [[]], ['text'], [1, {}], { length: 3 }],
	{ toString: 'text', valueOf: 1 },
	{ trim: 1, toLowerCase: {}, length: -1, then: 1 },
	JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}'),
	{ json: { a: 1 }, binary: { data: {} }, pairedItem: 7, error: 'x' },
	nested(300),
	Array.from({ length: 20_000 }, () => ({})),
	'x'.repeat(200_000),
];

function nested(levels: number): unknown {
	let value: unknown = 'bottom';
	for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { Signers: value };
	return value;
}

const hostileValue = fc.oneof(
	{ weight: 4, arbitrary: fc.constantFrom(...TREACHEROUS) },
	{ weight: 2, arbitrary: anyText },
	{ weight: 2, arbitrary: anyJson },
);

export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
	fc.record({ place: fc.oneof(fc.nat(12), fc.nat(400)), value: hostileValue }),
	{ minLength: 1, maxLength: 4 },
);

/** A copy of the answer with the mutations in it. */
export function mutated(answer: unknown, changes: Mutation[]): unknown {
	const holder = { answer: structuredClone(answer) };
	for (const { place, value } of changes) {
		const places = placesOf(holder);
		const { inside, key } = places[place % places.length];
		// Not by assignment: that would set the prototype where the key is "__proto__".
		Object.defineProperty(inside, key, { value: structuredClone(value), ...OPEN });
	}
	return holder.answer;
}

const OPEN = { enumerable: true, writable: true, configurable: true };
const ENOUGH_PLACES = 1000;

/** Every place of a value, nearest first. */
function placesOf(root: object): Array<{ inside: object; key: string }> {
	const places: Array<{ inside: object; key: string }> = [];
	const open: object[] = [root];
	for (let next = 0; next < open.length && places.length < ENOUGH_PLACES; next++) {
		for (const [key, value] of Object.entries(open[next])) {
			places.push({ inside: open[next], key });
			if (typeof value === 'object' && value !== null) open.push(value as object);
			if (places.length >= ENOUGH_PLACES) break;
		}
	}
	return places;
}
