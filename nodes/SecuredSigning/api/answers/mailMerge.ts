import type { IDataObject } from 'n8n-workflow';

import { omitEmpty, objectsIn, text } from '../../shared/values';
import { simplifyDocument } from './document';

type MailMergeStatus = 'inProgress' | 'completed' | 'failed' | 'unknown';

// The service's words are documented nowhere (docs/api/API.md section 11), so a word is known by its stem.
const STATUS: Array<[RegExp, MailMergeStatus]> = [
	[/fail|error|abort|cancel|reject/, 'failed'],
	[/^not|^incomplete|process(?!ed)|progress|pending|queue|wait|start|running/, 'inProgress'],
	[/complet|finish|done|processed|success|^sent/, 'completed'],
];

/**
 * How far a mail merge is, and the document of each row. It is `finished` when the list is worked
 * through and everybody is invited; who has signed stands with the documents.
 */
export function simplifyMailMerge(merge: IDataObject): IDataObject {
	const documents = objectsIn(merge.Documents).map(simplifyDocument);
	const status = mailMergeStatus(merge.ProcessingStatus);
	return {
		mailMergeReference: merge.Reference,
		status,
		...omitEmpty({ statusText: merge.ProcessingStatus }),
		finished: status === 'completed' || status === 'failed',
		documentCount: documents.length,
		completedCount: documents.filter((document) => document.status === 'completed').length,
		documents,
	};
}

function mailMergeStatus(words: unknown): MailMergeStatus {
	const known = text(words).toLowerCase();
	return STATUS.find(([stem]) => stem.test(known))?.[1] ?? 'unknown';
}
