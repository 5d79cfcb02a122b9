import { documentsFields } from '../../descriptions/documents';
import { dueDateField } from '../../descriptions/dueDate';
import { inviteesFields } from '../../descriptions/invitees';
import { optionsField } from '../../descriptions/options';
import { chosenView, simplifyField } from '../../descriptions/results';
import { notifyUrlField } from '../../descriptions/sending';
import { simplifyDocument } from '../../outputs/document';
import { withReferenceKept } from '../../sending';
import type { Operation } from '../operation';
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
