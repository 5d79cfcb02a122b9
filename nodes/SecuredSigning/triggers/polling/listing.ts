import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { readDated, type Raw, type RawDocument } from '../../api';
import { readAgain } from '../../api/answers/documentStatus';
import { OUT_FOLDERS } from '../../api/folders';
import type { Earlier } from '../../api/answers/looks';
import { omitEmpty, objectsIn, text } from '../../shared/values';
import { isComplete, isTold } from './completions';
import { fingerprint, type Remembered, type State, type Unread } from './state';

/** The documents of an account that were sent. */
export interface SentListing {
	/** By reference. */
	documents: Map<string, RawDocument>;
	/** Problems with documents that cannot be read, or only in part: a sentence for each. */
	faults: string[];
	/**
	 * When the earlier of both lists was made, by the service's clock in milliseconds; NaN if one came from a
	 * cache.
	 */
	at: number;
}

interface ListOptions {
	/** Whether each comes with its log. */
	hasLog?: boolean;
	/** Whether to accept a list without any usable entry. */
	takesAny?: true;
	/**
	 * For the first look of a trigger, which takes as old what it finds: whether to make only one attempt for each list, and
	 * to keep the earlier entry of a document.
	 */
	isOnce?: boolean;
	/** What earlier looks found of documents, by reference. */
	earlier?: Map<string, Earlier>;
}

/**
 * All documents that were sent, in two requests, however many there are. 'Progress' is read first, so that a
 * document that moves meanwhile is seen twice and not missed; the later entry counts, except in a first look.
 * Documents without a reference are skipped.
 *
 * @throws NodeApiError when one of the folders cannot be read: it must not count as empty
 * Source: docs/api/API.md section 5.2
 */
export async function listDocuments(
	context: IPollFunctions,
	{ earlier = new Map(), hasLog = false, ...options }: ListOptions = {},
): Promise<SentListing> {
	const listing: SentListing = { documents: new Map(), faults: [], at: Infinity };
	for (const folder of OUT_FOLDERS) {
		const { answer: list, look } = await readDated(
			context,
			'/Document/GetActiveDocuments/{Folder}',
			{ path: { Folder: folder }, query: hasLog ? { DocumentLog: true } : {}, ...options },
		);
		listing.at = Math.min(listing.at, look.at ?? NaN);
		for (const document of list) {
			const reference = text(document.Reference);
			const fault = faultOf(document);
			if (fault) {
				const name = reference || text(document.Name) || 'without a name';
				listing.faults.push(`The document ${name} in the folder ${folder} ${fault}`);
			}
			if (reference === '' || (options.isOnce && listing.documents.has(reference))) continue;
			const Folder = text(document.Folder) || folder;
			const known = earlier.get(reference);
			listing.documents.set(reference, readAgain({ ...document, Folder }, look, known));
		}
	}
	return listing;
}

function faultOf({ Reference, Signers }: Raw<'Document'>): string | undefined {
	if (text(Reference) === '') return 'has no reference and is passed over';
	const signers = Signers ?? [];
	const isWhole = Array.isArray(signers) && objectsIn(signers).length === signers.length;
	return isWhole ? undefined : 'has signers that cannot be read: they are passed over';
}

const SHORT = ['Reference', 'Name', 'ClientReference', 'PackageReference', 'Status', 'Folder'];
const DATES = ['DueDate', 'LastSignedDate', 'GMT'];
const PEOPLE = [
	'FirstName',
	'LastName',
	'Email',
	'SignerReference',
	'SignedStatus',
	'HasSigned',
	'Optional',
];

/** A listed document with only the values that are useful after it is removed. */
export function short(document: RawDocument): RawDocument {
	const only = (thing: IDataObject, names: string[]) =>
		omitEmpty(Object.fromEntries(names.map((name) => [name, thing[name]])));
	const Signers = objectsIn(document.Signers).map((signer) => only(signer, PEOPLE));
	return { ...only(document, [...SHORT, ...DATES]), Signers };
}

/** A document that may have had an event. */
export interface Subject {
	reference: string;
	/** Its entry in the list of its folder; undefined if it is in none. */
	listed?: RawDocument;
	before?: Remembered;
	/** Set if it could not be read so far. */
	unread?: Unread;
}

/**
 * All documents except the history: listed ones that are not reported yet, and those that were open, or could
 * not be read, and are not listed.
 */
export function subjectsOf(listed: Map<string, RawDocument>, state: State): Subject[] {
	const subjects: Subject[] = [];
	for (const [reference, document] of listed) {
		const before = state.open.get(reference) ?? state.left.get(fingerprint(reference));
		// A list may be outdated: a document that was reported as completed is not open again.
		const isDone = isComplete(document)
			? isTold(state, reference, document)
			: state.completed.has(fingerprint(reference));
		if (before !== undefined || !isDone) {
			subjects.push({ reference, listed: document, before, unread: state.unread.get(reference) });
		}
	}
	for (const reference of new Set([...state.open.keys(), ...state.unread.keys()])) {
		if (listed.has(reference)) continue;
		const [before, unread] = [state.open.get(reference), state.unread.get(reference)];
		subjects.push({ reference, before, unread });
	}
	return subjects;
}
