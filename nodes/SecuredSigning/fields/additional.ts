/** What forms and templates have in common when several are sent together. */
import type { INodeProperties } from 'n8n-workflow';

import { refusal } from '../shared/refusal';
import { firstTwice } from '../shared/values';

/** How many rows the editor watches: options that depend on them are loaded again when one changes. */
const WATCHED = 9;

/** The parameter paths of the references in a list of additional forms or templates. */
export const pathsOf = (list: string, thing: string): string[] =>
	Array.from({ length: WATCHED }, (_, row) => `${list}.${thing}[${row}].${thing}.value`);

/**
 * A list for further forms or templates that are sent together with the first. While it is empty, the editor
 * shows only a button.
 */
export const additionalField = (
	field: Pick<INodeProperties, 'displayName' | 'name' | 'description'>,
	{ displayName, name }: Record<'displayName' | 'name', string>,
	values: INodeProperties[],
): INodeProperties => ({
	...field,
	type: 'fixedCollection',
	typeOptions: {
		multipleValues: true,
		sortable: true,
		fixedCollection: {
			itemTitle: `={{ $collection.item.value.${name}?.cachedResultName || "${displayName}" }}`,
		},
	},
	placeholder: `Add ${name}`,
	default: {},
	options: [{ displayName, name, values }],
});

/**
 * Refuses the same form or template twice in one send: its two documents could not be distinguished.
 * @throws UserError
 * @param what 'form' or 'template'
 */
export function refuseTwice(references: string[], what: string): void {
	const twice = firstTwice(references);
	if (twice === undefined) return;
	throw refusal(
		`The same ${what} is chosen twice: ${twice}`,
		`Remove it from the additional ${what}s. To send it twice, use a node or an item for each.`,
	);
}
