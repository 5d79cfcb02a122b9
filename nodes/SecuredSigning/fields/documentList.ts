import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { documentLocator, locatorValues } from '../pickers/locators';
import { rowsIn } from '../shared/values';

/** Several documents of the service, in an order. */
export const documentListField: INodeProperties = {
	displayName: 'Document List',
	name: 'documents',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add document',
	default: {},
	description: 'The documents, in this order',
	options: [
		{
			displayName: 'Document',
			name: 'document',
			values: [
				{
					...documentLocator,
					required: false,
					description:
						'The document in Secured Signing. By ID, several can be given at once, separated by commas.',
				},
			],
		},
	],
};

/** The references in 'Document List', in order; rows without one are ignored. */
export function readDocumentList(context: IExecuteFunctions, itemIndex: number): string[] {
	const rows = rowsIn(context.getNodeParameter('documents', itemIndex, {}), 'document');
	return rows.flatMap(({ document }) => locatorValues(document));
}
