import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { path, readList } from '../SecuredSigning/transport';
import { records, text } from '../SecuredSigning/values';
import { isCompleted, isTold } from './completions';
import { fingerprint, type Remembered, type State } from './state';

/** The documents of an account that were sent. */
export interface Listing {
	/** By reference. */
	documents: Map<string, IDataObject>;
	/** What is wrong with documents that cannot be read, or only in part: a sentence for each. */
	faults: string[];
}

/**
 * All documents that were sent: two calls, however many there are. 'Progress' comes first, so that a
 * document which is just moving is seen twice rather than not at all; the later sight counts. One that
 * cannot be told from others is passed over.
 *
 * @param query DocumentLog: with what happened to each
 * @throws NodeApiError when one of the folders cannot be read: it is not taken for an empty one
 * Source: docs/api/API.md section 5.2
 */
export async function listDocuments(
	context: IPollFunctions,
	query: { DocumentLog?: true } = {},
): Promise<Listing> {
	const listing: Listing = { documents: new Map(), faults: [] };
	for (const folder of ['Progress', 'Signed']) {
		const list = await readList(context, path`/Document/GetActiveDocuments/${folder}`, { query });
		for (const document of list) {
			const reference = text(document.Reference);
			const fault = faultOf(document);
			if (fault) {
				const name = reference || text(document.Name) || 'without a name';
				listing.faults.push(`The document ${name} in the folder ${folder} ${fault}`);
			}
			if (reference === '') continue;
			listing.documents.set(reference, { ...document, Folder: text(document.Folder) || folder });
		}
	}
	return listing;
}

function faultOf({ Reference, Signers }: IDataObject): string | undefined {
	if (text(Reference) === '') return 'has no reference and is passed over';
	const signers = Signers ?? [];
	const isWhole = Array.isArray(signers) && records(signers).length === signers.length;
	return isWhole ? undefined : 'has signers that cannot be read: they are passed over';
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
