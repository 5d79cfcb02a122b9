import { readDated } from '../../api';
import { simplifyDocument } from '../../api/answers/document';
import { readAgain } from '../../api/answers/documentStatus';
import type { Folder } from '../../api/folders';
import { chosenView, limited, returnAllFields, simplifyField } from '../../fields/results';
import type { Operation } from '../../shared/operation';

// API: GET /Document/GetActiveDocuments/{Folder}, docs/api/API.md section 5.2
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many documents',
	description: 'List the documents of a folder',
	fields: [
		{
			displayName: 'Folder',
			name: 'folder',
			type: 'options',
			options: [
				{ name: 'InBox', value: 'InBox', description: 'Uploaded, not sent yet' },
				{ name: 'Progress', value: 'Progress', description: 'Sent, not signed by everybody yet' },
				{ name: 'Signed', value: 'Signed', description: 'Signed by everybody' },
			],
			default: 'Signed',
			description: 'Where to look: each document is in one of these folders of Secured Signing',
		},
		...returnAllFields,
		simplifyField,
	],
	async execute(itemIndex) {
		const folder = this.getNodeParameter('folder', itemIndex) as Folder;
		const { answer, look } = await readDated(this, '/Document/GetActiveDocuments/{Folder}', {
			path: { Folder: folder },
		});
		return limited(this, itemIndex, answer).map((document) => ({
			json: chosenView(this, itemIndex, readAgain(document, look), simplifyDocument),
		}));
	},
};
