import { sendAndAwait as waits } from '../../wait';
import { checkTemplate, sendTemplate, templateOptions, templateSendFields } from './sendTemplate';

// API: POST /FormFiller/Send, docs/api/API.md sections 5.6 and 7
export const sendAndAwait = waits({
	action: 'Send filled template and wait until signed',
	description:
		'Send one or several Form Filler templates, and go on with the signed files when everybody has signed',
	fields: templateSendFields,
	options: templateOptions,
	check: checkTemplate,
	send: sendTemplate,
});
