import { sendAndAwait as waits } from '../../wait';
import { checkTemplate, sendTemplate, templateOptions, templateSendFields } from './sendTemplate';

// API: POST /FormFiller/Send, docs/api/API.md sections 5.6 and 7
export const sendAndAwait = waits({
	action: 'Send filled template and wait until signed',
	description:
		'Send one or more Form Filler templates, wait until everybody has signed and continue with the signed files',
	fields: templateSendFields,
	options: templateOptions,
	check: checkTemplate,
	send: sendTemplate,
});
