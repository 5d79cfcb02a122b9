import { simplifyDocument } from '../../api/answers/document';
import { optionsField } from '../../fields/options';
import { chosenView, simplifyField } from '../../fields/results';
import { notifyUrlField } from '../../fields/sending';
import { withReferenceKept } from '../../send';
import type { Operation } from '../../shared/operation';
import { sendTemplate, templateOptions, templateSendFields } from './sendTemplate';

// API: POST /FormFiller/Send, docs/api/API.md section 5.6
export const send: Operation = {
	name: 'Send',
	value: 'send',
	action: 'Send template for signing',
	description: 'Fill in a Form Filler template and send it to the people who sign it',
	fields: [
		...templateSendFields,
		simplifyField,
		optionsField([notifyUrlField, ...templateOptions]),
	],
	async execute(itemIndex) {
		const sent = await sendTemplate(this, itemIndex);
		const documents = await withReferenceKept(this, itemIndex, sent);
		return documents.map((document) => ({
			json: chosenView(this, itemIndex, document, simplifyDocument),
		}));
	},
};
