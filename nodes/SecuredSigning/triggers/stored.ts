import { isRecord, ownValue } from '../shared/values';

/*
 * Reads stored data part by part: somebody may have edited it, or an import may have cut it. Values of the
 * wrong type count as missing.
 */

export const numberIn = (value: unknown): number | undefined =>
	typeof value === 'number' ? value : undefined;

/** The entries of a record that can be read. */
export function entriesIn<Value>(
	record: unknown,
	read: (value: unknown) => Value | undefined,
): Map<string, Value> {
	const entries = new Map<string, Value>();
	for (const [key, value] of Object.entries(isRecord(record) ? record : {})) {
		const found = read(value);
		if (found !== undefined) entries.set(key, found);
	}
	return entries;
}

/** The type of each part of a record. */
export type Types<Parts> = { [Name in keyof Parts]-?: 'string' | 'number' };

/** The parts of a record that have these types. */
export function typedPartsIn<Parts extends object>(
	record: unknown,
	types: Types<Parts>,
): Partial<Parts> {
	const isOne = ([name, value]: [string, unknown]) =>
		ownValue<string>(types, name) === typeof value;
	return Object.fromEntries(
		Object.entries(isRecord(record) ? record : {}).filter(isOne),
	) as Partial<Parts>;
}
