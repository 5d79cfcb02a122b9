import { sendAndAwait as waits } from '../../wait';
import { templates, templateOptions, templateSendFields } from './sendTemplate';

// API: POST /FormFiller/Send, docs/api/API.md sections 5.6 and 7
export const sendAndAwait = waits({
	action: 'Send filled template and wait until signed',
	description:
		"Send one or more Form Filler templates and wait until everybody has signed, somebody declines, a document expires or is deleted, or the time is up. 'finished' is true only if everybody has signed.",
	fields: templateSendFields,
	options: templateOptions,
	check: templates.check,
	send: templates.send,
});
