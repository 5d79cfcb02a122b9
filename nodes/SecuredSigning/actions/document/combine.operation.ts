import { change, type Api } from '../../api';
import { simplifyUpload } from '../../api/answers/document';
import { documentListField, readDocumentList } from '../../fields/documentList';
import { clientReferenceField, readClientReference } from '../../fields/files';
import { optionsField } from '../../fields/options';
import { refuseLeftOpen } from '../../send';
import { visibleWords } from '../../shared/characters';
import type { Operation } from '../../shared/operation';
import { refusal } from '../../shared/refusal';
import { omitEmpty } from '../../shared/values';

// API: POST /Document/Combine, docs/api/API.md section 5.2
export const combine: Operation = {
	name: 'Combine',
	value: 'combine',
	action: 'Combine documents',
	description: 'Combine several uploaded documents into one, in the order of the list',
	fields: [
		{ ...documentListField, required: true },
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. contract-with-annexes.pdf',
			description: "The combined document's name in Secured Signing",
		},
		optionsField([
			clientReferenceField,
			{
				displayName: 'Show in InBox',
				name: 'showInInBox',
				type: 'boolean',
				default: false,
				description:
					'Whether to list the combined document in the InBox, where it may count towards your plan. When off, only its reference finds it.',
			},
		]),
	],
	// A second request would make and charge another document.
	repetition: 'harmful',
	async execute(itemIndex) {
		const DocumentReferences = readDocumentList(this, itemIndex);
		if (DocumentReferences.length < 2) {
			throw refusal(
				'There are not two documents to combine',
				"Add at least two documents to 'Document List', or check the expression: it gave too few references.",
			);
		}
		const name = visibleWords(this.getNodeParameter('name', itemIndex), "'Name'");
		if (name === '') {
			throw refusal("'Name' is empty", 'Enter a name for the combined document.');
		}
		const options = this.getNodeParameter('options', itemIndex, {});
		const clientReference = omitEmpty({
			ClientReference: readClientReference(options),
		});
		const request: Api<'CombineRequest'> = {
			DocumentReferences,
			CombinedDocumentName: name,
			...clientReference,
			...(options.showInInBox === true && { Folder: 'InBox' }),
		};
		await refuseLeftOpen(this, itemIndex, DocumentReferences);
		const { Reference } = await change(this, '/Document/Combine', { body: request });
		return [{ json: simplifyUpload(name)({ Reference, ...clientReference }) }];
	},
};
