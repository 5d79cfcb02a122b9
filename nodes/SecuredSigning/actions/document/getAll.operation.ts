import { readDated, type Raw } from '../../api';
import { simplifyDocument } from '../../api/answers/document';
import { readAgain } from '../../api/answers/documentStatus';
import { FOLDERS, type Folder } from '../../api/folders';
import { documentFilterFields, readDocumentFilters } from '../../fields/documentFilters';
import { chosenView, limited, returnAllFields, simplifyField } from '../../fields/results';
import type { Operation } from '../../shared/operation';
import { text } from '../../shared/values';

const ALL = 'all';

// API: GET /Document/GetActiveDocuments/{Folder}, docs/api/API.md section 5.2
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many documents',
	description: 'List the documents of a folder, or of all of them',
	fields: [
		{
			displayName: 'Folder',
			name: 'folder',
			type: 'options',
			options: [
				{ name: 'All', value: ALL, description: 'Every document that is listed' },
				{ name: 'InBox', value: 'InBox', description: 'Uploaded, not sent yet' },
				{ name: 'Progress', value: 'Progress', description: 'Sent, not signed by everybody yet' },
				{ name: 'Signed', value: 'Signed', description: 'Signed by everybody' },
			],
			default: 'Signed',
			description: 'Where to look: each document is in one of these folders of Secured Signing',
		},
		...returnAllFields,
		...documentFilterFields,
		simplifyField,
	],
	async execute(itemIndex) {
		const choose = readDocumentFilters(this, itemIndex);
		const folder = this.getNodeParameter('folder', itemIndex) as Folder | typeof ALL;
		const documents = new Map<string, Raw<'Document'>>();
		for (const Folder of folder === ALL ? FOLDERS : [folder]) {
			const { answer, look } = await readDated(this, '/Document/GetActiveDocuments/{Folder}', {
				path: { Folder },
			});
			for (const document of answer) {
				// One that moved on between two folders is in both of their lists; one without a reference is by itself.
				const key = text(document.Reference) || `${Folder} ${documents.size}`;
				documents.set(key, readAgain({ Folder, ...document }, look));
			}
		}
		return limited(this, itemIndex, choose([...documents.values()])).map((document) => ({
			json: chosenView(this, itemIndex, document, simplifyDocument),
		}));
	},
};
