import { refusal } from '../shared/refusal';
import { type Given, isNothing, isTrue, text } from '../shared/values';

/**
 * The value of a switch that may come from JSON or an expression; undefined if it is missing.
 * @throws UserError for anything but true and false, or the words for them
 */
export function readSwitch(value: unknown, displayName: string): boolean | undefined {
	if (isNothing(value)) return undefined;
	if (isTrue(value)) return true;
	if (value === false || text(value).toLowerCase() === 'false') return false;
	throw refusal(`'${displayName}' is neither true nor false`);
}

/**
 * The switches among the given values, under their names in the API. Missing ones are left out.
 *
 * @param names of the API, by the node's own
 */
export const switchesIn = <Key extends string>(
	values: Given,
	names: Readonly<Record<string, Key>>,
): Partial<Record<Key, boolean>> =>
	Object.fromEntries(
		Object.entries(names)
			.map(([name, key]) => [key, values[name]])
			.filter(([, value]) => typeof value === 'boolean'),
	) as Partial<Record<Key, boolean>>;
