import type { INodeProperties } from 'n8n-workflow';

import { attachmentLocator, locatorValues } from '../pickers/locators';
import { refusal } from '../shared/refusal';
import { isRecord } from '../shared/values';

/** The attachments of one signer. */
export const attachmentsField: INodeProperties = {
	displayName: 'Attachments',
	name: 'attachments',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add attachment',
	default: {},
	description: 'Files that this signer gets with the document',
	options: [
		{
			displayName: 'Attachment',
			name: 'attachment',
			values: [
				{
					...attachmentLocator,
					required: false,
					description:
						'The attachment in Secured Signing. By ID, several can be given at once, separated by commas.',
				},
			],
		},
	],
};

/**
 * The references of 'Attachments', each once, or of a list or a text of references as JSON has them.
 * Undefined when there are none.
 *
 * @param who how to name the field in a message, e.g. "Attachments of Signer 2"
 * @throws UserError for values that are not references
 */
export function readAttachments(parameter: unknown, who: string): string[] | undefined {
	const values = valuesOf(parameter);
	if (!values.every(isReference)) {
		throw refusal(
			`${who} contains values that are not references`,
			'It must be a list of references such as ["154107214180"], or text with commas between the references.',
		);
	}
	const references = [...new Set(values.flatMap(locatorValues))];
	return references.length > 0 ? references : undefined;
}

function valuesOf(parameter: unknown): unknown[] {
	if (!isRecord(parameter)) return [parameter ?? []].flat();
	const names = Object.keys(parameter);
	if (names.length > 1 || (names.length === 1 && names[0] !== 'attachment')) return [parameter];
	return [parameter.attachment ?? []]
		.flat()
		.map((row) => (isRecord(row) && 'attachment' in row ? row.attachment : row));
}

/** Whether a value is a text, a number, or a resource locator as the editor stores it. */
const isReference = (value: unknown): boolean =>
	['string', 'number', 'undefined'].includes(typeof value) ||
	(isRecord(value) && 'value' in value && ['string', 'number'].includes(typeof value.value));
