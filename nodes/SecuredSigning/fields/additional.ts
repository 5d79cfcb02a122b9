/** What forms and templates have in common where more than one goes out in one send. */
import type { INodeProperties } from 'n8n-workflow';

import { refusal } from '../shared/refusal';

/** How many rows the editor watches: what depends on them is asked for again when one of them changes. */
const WATCHED = 9;

/** The references of additional things as the editor names them. */
export const pathsOf = (list: string, thing: string): string[] =>
	Array.from({ length: WATCHED }, (_, row) => `${list}.${thing}[${row}].${thing}.value`);

/** A list under a form or template for those that go out with it; empty, it is one button. */
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
 * Refuses a form or template that would go out twice in one send: nobody could tell its two documents apart.
 * @param what 'form' or 'template'
 */
export function refuseTwice(references: string[], what: string): void {
	const twice = references.find((reference, at) => references.indexOf(reference) !== at);
	if (twice === undefined) return;
	throw refusal(
		`The same ${what} is chosen twice: ${twice}`,
		`Remove it from the additional ${what}s. To send it twice, use a node or an item for each.`,
	);
}
