import { sends } from '../sends';
import { checkForm, formFields, formOptions, sendForm } from './sendForm';

// API: POST /FormDirect/SendForms and SendForms2, docs/api/API.md section 5.5
export const send = sends({
	action: 'Send online form for signing',
	description: 'Send a Form Direct form to the people who fill it in and sign it',
	fields: formFields,
	options: formOptions,
	check: checkForm,
	send: sendForm,
});
