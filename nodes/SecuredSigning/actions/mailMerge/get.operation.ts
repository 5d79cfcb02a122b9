import { read } from '../../api';
import { simplifyMailMerge } from '../../api/answers/mailMerge';
import { chosenView, simplifyField } from '../../fields/results';
import { visibleText } from '../../shared/characters';
import type { Operation } from '../../shared/operation';
import { refusal } from '../../shared/refusal';

// API: GET /SmartTag/MailMergeDocuments/{ProcessDocumentReference}, docs/api/API.md section 5.4
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get mail merge',
	description: 'Get the status of a mail merge, with the document of each row',
	fields: [
		{
			displayName: 'Mail Merge Reference',
			name: 'mailMergeReference',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 154107214180236225199245158115055014119106193119',
			description: "The reference returned by 'Send'",
		},
		simplifyField,
	],
	async execute(itemIndex) {
		const reference = visibleText(
			this.getNodeParameter('mailMergeReference', itemIndex),
			"'Mail Merge Reference'",
		);
		if (reference === '') {
			throw refusal(
				"'Mail Merge Reference' is empty",
				"Take mailMergeReference from the result of 'Send'.",
			);
		}
		const merge = await read(this, '/SmartTag/MailMergeDocuments/{ProcessDocumentReference}', {
			path: { ProcessDocumentReference: reference },
		});
		return [{ json: chosenView(this, itemIndex, merge, simplifyMailMerge) }];
	},
};
