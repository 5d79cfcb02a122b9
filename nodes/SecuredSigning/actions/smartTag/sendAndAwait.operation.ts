import { sendAndAwait as waits } from '../../wait';
import { checkDocuments, sendDocuments } from './sendDocuments';
import { sendFields, sendOptions } from './sendOptions';

// API: POST /SmartTag/Send and Send2, docs/api/API.md sections 5.4 and 7
export const sendAndAwait = waits({
	action: 'Send Word or PDF file and wait until signed',
	description:
		"Send documents and wait until everybody has signed, somebody declines, the document expires or is deleted, or the time is up. 'finished' is true only if everybody has signed.",
	fields: sendFields,
	options: sendOptions,
	check: checkDocuments,
	send: sendDocuments,
});
