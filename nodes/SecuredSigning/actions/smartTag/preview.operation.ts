import { previews } from '../previews';
import { checkDocuments, planDocuments } from './sendDocuments';
import { sendFields, sendOptions } from './sendOptions';

export const preview = previews({
	action: 'Preview Word or PDF file before sending',
	description:
		'Show what Send would send with the same fields: files or uploaded documents, signers, emails and due date. Nothing is sent or uploaded.',
	fields: sendFields,
	options: sendOptions,
	check: checkDocuments,
	plan: planDocuments,
});
