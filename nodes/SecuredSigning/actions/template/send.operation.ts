import { sends } from '../sends';
import { templates, templateOptions, templateSendFields } from './sendTemplate';

// API: POST /FormFiller/Send, docs/api/API.md section 5.6
export const send = sends({
	action: 'Send filled template for signing',
	description: 'Fill in one or more Form Filler templates and send them for signing',
	fields: templateSendFields,
	options: templateOptions,
	check: templates.check,
	send: templates.send,
});
