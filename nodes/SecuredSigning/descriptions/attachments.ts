import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { attachmentLocator, locatorValues } from './locators';

/** What one invitee is given besides the document. */
export const attachmentsField: INodeProperties = {
	displayName: 'Attachments',
	name: 'attachments',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add attachment',
	default: {},
	description: 'Files that this invitee gets with the document',
	options: [
		{
			displayName: 'Attachment',
			name: 'attachment',
			values: [
				{
					...attachmentLocator,
					required: false,
					description:
						'The attachment in Secured Signing. By reference, several can be given at once, separated by commas.',
				},
			],
		},
	],
};

/**
 * The references of 'Attachments', or of a list or a text of references as JSON has them.
 * Undefined when there are none.
 */
export function readAttachments(parameter: unknown): string[] | undefined {
	const references = valuesOf(parameter).flatMap(locatorValues);
	return references.length > 0 ? references : undefined;
}

function valuesOf(parameter: unknown): unknown[] {
	if (Array.isArray(parameter)) return parameter;
	if (typeof parameter !== 'object' || parameter === null) return [parameter];
	const { attachment: rows = [] } = parameter as { attachment?: IDataObject[] };
	return rows.map(({ attachment }) => attachment);
}
