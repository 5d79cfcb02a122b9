import { readDated, type Raw } from '../../api';
import { simplifyDocument } from '../../api/answers/document';
import { readAgain } from '../../api/answers/documentStatus';
import { FOLDERS, type Folder } from '../../api/folders';
import { documentFilterFields, readDocumentFilters } from '../../fields/documentFilters';
import {
	chosenView,
	limited,
	returnAllFields,
	simplifyField,
	tellIfCached,
} from '../../fields/results';
import type { Operation } from '../../shared/operation';
import { text } from '../../shared/values';

const ALL = 'all';

// API: GET /Document/GetActiveDocuments/{Folder}, docs/api/API.md section 5.2
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many documents',
	description: 'List the documents of one folder or of all folders',
	fields: [
		{
			displayName: 'Folder',
			name: 'folder',
			type: 'options',
			options: [
				{ name: 'All', value: ALL, description: 'The documents of all three folders' },
				{ name: 'InBox', value: 'InBox', description: 'Uploaded, not sent yet' },
				{ name: 'Progress', value: 'Progress', description: 'Sent, not signed by everybody yet' },
				{ name: 'Signed', value: 'Signed', description: 'Signed by everybody' },
			],
			default: 'Signed',
			description:
				"The folder to list. Secured Signing's public pages do not say which folder has declined and expired documents: choose 'All' for all three folders.",
		},
		...returnAllFields,
		...documentFilterFields,
		simplifyField,
	],
	async execute(itemIndex) {
		const choose = readDocumentFilters(this, itemIndex);
		const folder = this.getNodeParameter('folder', itemIndex) as Folder | typeof ALL;
		const lists: Array<Array<Raw<'Document'>>> = [];
		const times: Array<number | undefined> = [];
		for (const Folder of folder === ALL ? FOLDERS : [folder]) {
			const { answer, look } = await readDated(this, '/Document/GetActiveDocuments/{Folder}', {
				path: { Folder },
			});
			times.push(look.at);
			lists.push(answer.map((document) => readAgain({ Folder, ...document }, look)));
		}
		tellIfCached(this, ...times);
		const listed = lists.flatMap((list, at) => withoutMoved(list, lists.slice(at + 1)));
		const documents = await choose(listed);
		return limited(this, itemIndex, documents).map((document) => ({
			json: chosenView(this, itemIndex, document, simplifyDocument),
		}));
	},
};

/**
 * Drops what is also in a later list: a document that moves to another folder while they are read is in both.
 */
function withoutMoved(
	list: Array<Raw<'Document'>>,
	later: Array<Array<Raw<'Document'>>>,
): Array<Raw<'Document'>> {
	const references = new Set(later.flat().map(({ Reference }) => text(Reference)));
	references.delete('');
	return list.filter(({ Reference }) => !references.has(text(Reference)));
}
