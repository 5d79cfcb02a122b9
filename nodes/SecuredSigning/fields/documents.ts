import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { InputFile } from '../api';
import { refusal } from '../shared/refusal';
import { firstTwice } from '../shared/values';
import { documentListField, readDocumentList } from './documentList';
import { inputFieldField, inputFiles, namedFields } from './files';

export const documentsFields: INodeProperties[] = [
	{
		displayName: 'Documents',
		name: 'documentsFrom',
		type: 'options',
		options: [
			{
				name: 'Files and Uploaded Documents',
				value: 'both',
				description: 'Files of this item, followed by documents from the InBox of Secured Signing',
			},
			{
				name: 'Files of This Item',
				value: 'files',
				description: 'One or more files from an earlier node, uploaded and sent in one step',
			},
			{
				name: 'Uploaded Documents',
				value: 'documents',
				description: 'Documents that are already in the InBox of Secured Signing',
			},
		],
		default: 'files',
		description: 'What is sent for signing',
	},
	{
		...inputFieldField,
		hint: "The name of the input field with the file. For several files, separate their names with commas: they are sent as one package, unless 'Send As' in Options says otherwise.",
		displayOptions: { show: { documentsFrom: ['files', 'both'] } },
	},
	{
		...documentListField,
		description: 'The documents, in the order in which signers see them',
		displayOptions: { show: { documentsFrom: ['documents', 'both'] } },
	},
];

/** What is to be sent: files that still have to be uploaded, and references of stored documents. */
export interface Documents {
	files: InputFile[];
	references: string[];
}

/** How many documents an item sends; their files are not read. */
export function countDocuments(context: IExecuteFunctions, itemIndex: number): number {
	const from = context.getNodeParameter('documentsFrom', itemIndex, 'files');
	const files = from === 'documents' ? [] : namedFields(context, itemIndex);
	return files.length + storedReferences(context, itemIndex).length;
}

/** The references of the stored documents that an item sends. */
export function storedReferences(context: IExecuteFunctions, itemIndex: number): string[] {
	const from = context.getNodeParameter('documentsFrom', itemIndex, 'files');
	return from === 'files' ? [] : readDocumentList(context, itemIndex);
}

/**
 * Reads and checks what is to be sent; nothing is uploaded yet.
 * @throws UserError when there is nothing to send, a document is in the list twice, or a file is not accepted
 */
export async function readDocuments(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<Documents> {
	const from = context.getNodeParameter('documentsFrom', itemIndex, 'files');
	const files = from === 'documents' ? [] : await inputFiles(context, itemIndex);
	const references = storedReferences(context, itemIndex);
	if (files.length + references.length === 0) {
		throw refusal(
			'There is no document to send',
			"Add a document to 'Document List', or send files of the item.",
		);
	}
	const twice = firstTwice(references);
	if (twice !== undefined) {
		throw refusal(`The document ${twice} is in the list twice`, 'Remove one of the two entries.');
	}
	return { files, references };
}
