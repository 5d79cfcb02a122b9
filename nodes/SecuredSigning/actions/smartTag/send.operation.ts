import { simplifyDocument } from '../../api/answers/document';
import { documentsFields } from '../../fields/documents';
import { dueDateField } from '../../fields/dueDate';
import { inviteesFields } from '../../fields/invitees';
import { optionsField } from '../../fields/options';
import { chosenView, simplifyField } from '../../fields/results';
import { notifyUrlField } from '../../fields/sending';
import { withReferenceKept } from '../../send';
import type { Operation } from '../../shared/operation';
import { sendDocuments } from './sendDocuments';
import { sendOptions } from './sendOptions';

// API: POST /SmartTag/Send and Send2, docs/api/API.md section 5.4
export const send: Operation = {
	name: 'Send',
	value: 'send',
	action: 'Send document with Smart Tags for signing',
	description: 'Send files or uploaded documents to the people who sign them',
	fields: [
		...documentsFields,
		...inviteesFields,
		dueDateField,
		simplifyField,
		optionsField([notifyUrlField, ...sendOptions]),
	],
	async execute(itemIndex) {
		const sent = await sendDocuments(this, itemIndex);
		const documents = await withReferenceKept(this, itemIndex, sent);
		return documents.map((document) => ({
			json: chosenView(this, itemIndex, document, simplifyDocument),
		}));
	},
};
