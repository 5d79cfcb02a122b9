import type { IDataObject } from 'n8n-workflow';

import { omitEmpty, objectsIn, plainWords } from '../../shared/values';
import { simplifyDocument } from './document';

type MailMergeStatus = 'inProgress' | 'completed' | 'failed' | 'unknown';

// The service's words are not documented (docs/api/API.md section 11), so only unambiguous words are
// recognised, in the form of `plainWords`: "ProcessedPartially" is not among them.
const WORDS: Record<Exclude<MailMergeStatus, 'unknown'>, string[]> = {
	inProgress: [
		...['inprogress', 'notcompleted', 'notprocessed', 'notstarted', 'notstart', 'pending'],
		...['processing', 'queued', 'running', 'started', 'unprocessed', 'waiting'],
	],
	completed: [
		'complete',
		'completed',
		'done',
		'finished',
		'processed',
		'sent',
		'success',
		'successful',
	],
	failed: ['aborted', 'canceled', 'cancelled', 'error', 'failed', 'failure', 'rejected'],
};

/**
 * How far a mail merge is, and the document of each row. `processed` says that nothing more is sent: the list
 * was worked through, or failed. Whether people have signed is in `documents`.
 */
export function simplifyMailMerge(merge: IDataObject, timezone?: string) {
	const documents = objectsIn(merge.Documents).map((document) =>
		simplifyDocument(document, timezone),
	);
	const status = mailMergeStatus(merge.ProcessingStatus);
	return {
		status,
		...omitEmpty({ statusText: merge.ProcessingStatus }),
		processed: status === 'completed' || status === 'failed',
		documentCount: documents.length,
		completedCount: documents.filter((document) => document.status === 'completed').length,
		documents,
		mailMergeReference: merge.Reference,
	};
}

function mailMergeStatus(words: unknown): MailMergeStatus {
	const known = plainWords(words);
	const statuses = Object.keys(WORDS) as Array<keyof typeof WORDS>;
	return statuses.find((status) => WORDS[status].includes(known)) ?? 'unknown';
}
