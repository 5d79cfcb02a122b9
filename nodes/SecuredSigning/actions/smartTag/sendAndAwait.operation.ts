import { documentsFields } from '../../descriptions/documents';
import { dueDateField } from '../../descriptions/dueDate';
import { inviteesFields } from '../../descriptions/invitees';
import { sendAndAwait as waits } from '../../waiting';
import { sendDocuments } from './sendDocuments';
import { sendOptions } from './sendOptions';

// API: POST /SmartTag/Send and Send2, docs/api/API.md sections 5.4 and 7
export const sendAndAwait = waits({
	action: 'Send Smart Tag document and await signature',
	description: 'Send documents, and go on with the signed file when everybody has signed',
	fields: [...documentsFields, ...inviteesFields, dueDateField],
	options: sendOptions,
	send: sendDocuments,
});
