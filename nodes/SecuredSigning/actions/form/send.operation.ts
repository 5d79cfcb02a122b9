import { simplifyDocument } from '../../api/answers/document';
import { optionsField } from '../../fields/options';
import { chosenView, simplifyField } from '../../fields/results';
import { notifyUrlField } from '../../fields/sending';
import { withReferenceKept } from '../../send';
import type { Operation } from '../../shared/operation';
import { formFields, formOptions, sendForm } from './sendForm';

// API: POST /FormDirect/SendForms and SendForms2, docs/api/API.md section 5.5
export const send: Operation = {
	name: 'Send',
	value: 'send',
	action: 'Send form for signing',
	description: 'Send a Form Direct form to the people who fill it in and sign it',
	fields: [...formFields, simplifyField, optionsField([notifyUrlField, ...formOptions])],
	async execute(itemIndex) {
		const sent = await sendForm(this, itemIndex);
		const documents = await withReferenceKept(this, itemIndex, sent);
		return documents.map((document) => ({
			json: chosenView(this, itemIndex, document, simplifyDocument),
		}));
	},
};
