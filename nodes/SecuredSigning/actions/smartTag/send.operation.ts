import { sends } from '../sends';
import { checkDocuments, sendDocuments } from './sendDocuments';
import { sendFields, sendOptions } from './sendOptions';

// API: POST /SmartTag/Send and Send2, docs/api/API.md section 5.4
export const send = sends({
	action: 'Send Word or PDF file for signing',
	description: 'Send files or uploaded documents for signing',
	fields: sendFields,
	options: sendOptions,
	check: checkDocuments,
	send: sendDocuments,
});
