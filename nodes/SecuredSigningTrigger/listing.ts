import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { path, readList } from '../SecuredSigning/transport';
import { text } from '../SecuredSigning/values';
import { isCompleted, isTold } from './completions';
import { fingerprint, type Remembered, type State } from './state';

/**
 * All documents that were sent, by reference: two calls, however many there are. 'Progress' comes first,
 * so that a document which is just moving is seen twice rather than not at all; the later sight counts.
 *
 * @throws NodeApiError when one of the folders cannot be read: it is not taken for an empty one
 * Source: docs/api/API.md section 5.2
 */
export async function listDocuments(context: IPollFunctions): Promise<Map<string, IDataObject>> {
	const listed = new Map<string, IDataObject>();
	for (const folder of ['Progress', 'Signed']) {
		const documents = await readList(context, path`/Document/GetActiveDocuments/${folder}`);
		for (const document of documents) {
			listed.set(text(document.Reference), { ...document, Folder: document.Folder || folder });
		}
	}
	return listed;
}

/** A document that may have had an event. */
export interface Subject {
	reference: string;
	/** As its folder lists it; undefined where it is in none. */
	listed?: IDataObject;
	before?: Remembered;
}

/** Everything but the history: what is listed and not told yet, and what was open and is not listed. */
export function subjectsOf(listed: Map<string, IDataObject>, state: State): Subject[] {
	const subjects: Subject[] = [];
	for (const [reference, document] of listed) {
		const before = state.open.get(reference) ?? state.left.get(fingerprint(reference));
		// A list may be behind: what was told as completed is not open again.
		const isDone = isCompleted(document)
			? isTold(state, reference, document)
			: state.completed.has(fingerprint(reference));
		if (before !== undefined || !isDone) {
			subjects.push({ reference, listed: document, before });
		}
	}
	for (const [reference, before] of state.open) {
		if (!listed.has(reference)) subjects.push({ reference, before });
	}
	return subjects;
}
