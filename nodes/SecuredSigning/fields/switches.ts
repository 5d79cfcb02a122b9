import { refusal } from '../shared/refusal';
import { type Given, isNothing, isTrue, text } from '../shared/values';

/**
 * A switch that JSON or an expression may give; undefined where it is left out.
 * @throws UserError for anything but true and false, or the words for them
 */
export function readSwitch(value: unknown, displayName: string): boolean | undefined {
	if (isNothing(value)) return undefined;
	if (isTrue(value)) return true;
	if (value === false || text(value).toLowerCase() === 'false') return false;
	throw refusal(`'${displayName}' is neither true nor false`);
}

/**
 * The switches among values that were read, under the names that the API has for them. One that is left out
 * is left out there too.
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
