import { sendAndAwait as waits } from '../../wait';
import { formFields, formOptions, forms } from './sendForm';

// API: POST /FormDirect/SendForms and SendForms2, docs/api/API.md sections 5.5 and 7
export const sendAndAwait = waits({
	action: 'Send online form and wait until signed',
	description:
		"Send one or more Form Direct forms and wait until everybody has signed, somebody declines, a document expires or is deleted, or the time is up. 'finished' is true only if everybody has signed.",
	fields: formFields,
	options: formOptions,
	check: forms.check,
	send: forms.send,
});
