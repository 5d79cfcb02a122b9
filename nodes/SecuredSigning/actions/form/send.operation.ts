import { sends } from '../sends';
import { checkForm, formFields, formOptions, sendForm } from './sendForm';

// API: POST /FormDirect/SendForms and SendForms2, docs/api/API.md section 5.5
export const send = sends({
	action: 'Send online form for signing',
	description: 'Send one or several Form Direct forms to the people who fill them in and sign them',
	fields: formFields,
	options: formOptions,
	check: checkForm,
	send: sendForm,
});
