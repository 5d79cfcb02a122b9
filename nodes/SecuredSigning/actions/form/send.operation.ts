import { sends } from '../sends';
import { formFields, formOptions, forms } from './sendForm';

// API: POST /FormDirect/SendForms and SendForms2, docs/api/API.md section 5.5
export const send = sends({
	action: 'Send online form for signing',
	description: 'Send one or more Form Direct forms for people to fill in and sign',
	fields: formFields,
	options: formOptions,
	check: forms.check,
	send: forms.send,
});
