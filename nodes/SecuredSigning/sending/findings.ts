import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { FOLDERS, OUT_FOLDERS, type Folder } from '../folders';
import { documentStatus } from '../outputs/documentStatus';
import { emailOf } from '../outputs/people';
import { pause } from '../pause';
import { read } from '../transport';
import { plainWords, records, text } from '../values';
import type { Sent } from './attempt';
import { isSameReference } from './identity';

/** What the service has of a send. */
export interface Findings {
	/** Documents that are with their signers, or were. */
	out: IDataObject[];
	/** Documents that are only uploaded. */
	inBox: IDataObject[];
	/** Documents of which neither can be told. */
	unclear: IDataObject[];
}

// A service that lost its answer may still be at work on the request.
const PAUSES_MS = [500, 1000, 2000, 4000];
// One that was too slow to answer is given more.
const LONG_PAUSE_MS = 8000;

/** Looks documents up by their references, in that order. */
export async function documentsOf(
	context: IExecuteFunctions,
	references: string[],
): Promise<IDataObject[]> {
	return await Promise.all(
		references.map(
			async (reference) =>
				await read(context, '/Document/Status/{DocumentReference}', {
					path: { DocumentReference: reference },
				}),
		),
	);
}

/** Looks for what was to be sent: certain documents, or else all that have its client reference. */
export async function find(
	context: IExecuteFunctions,
	sent: Pick<Sent, 'documents' | 'clientReference' | 'people'>,
): Promise<Findings> {
	const { documents, clientReference, people = [] } = sent;
	if (documents) return sorted(await withFolders(context, await documentsOf(context, documents)));
	const all = await inFolders(context, FOLDERS);
	const found = withReference(all, clientReference);
	// No source says that a list repeats the client reference of a form or a template.
	const unclear = found.out.length > 0 ? [] : withoutReference(sorted(all).out, people);
	// What lies in the InBox was uploaded: a send that makes its documents makes none there.
	return { ...found, inBox: [], unclear: [...found.unclear, ...unclear] };
}

/** Looks for documents with a client reference; the service offers no search, only its folders. */
export async function findByClientReference(
	context: IExecuteFunctions,
	clientReference: string,
): Promise<Findings> {
	return withReference(await inFolders(context, FOLDERS), clientReference);
}

function withReference(documents: IDataObject[], clientReference: string): Findings {
	const found = documents.filter(({ ClientReference }) =>
		isSameReference(ClientReference, clientReference),
	);
	return sorted([...new Map(found.map((document) => [document.Reference, document])).values()]);
}

/** Documents that go to all of these people and have no client reference at all. */
function withoutReference(documents: IDataObject[], people: IDataObject[]): IDataObject[] {
	return documents.filter(({ ClientReference, Signers }) => {
		const emails = records(Signers).map(emailOf);
		const isSuch =
			text(ClientReference) === '' && people.every((signer) => emails.includes(emailOf(signer)));
		return people.length > 0 && isSuch;
	});
}

/**
 * Looks a few times, with growing pauses, until it is enough; what was found last.
 *
 * @param slowly for a service that was too slow to answer
 */
export async function patiently<T>(
	context: IExecuteFunctions,
	look: () => Promise<T>,
	isEnough: (found: T) => boolean,
	slowly = false,
): Promise<T> {
	const stop = context.getExecutionCancelSignal();
	let found = await look();
	for (const milliseconds of slowly ? [...PAUSES_MS, LONG_PAUSE_MS] : PAUSES_MS) {
		if (isEnough(found) || stop?.aborted) break;
		await pause(milliseconds, stop);
		found = await look();
	}
	return found;
}

/**
 * Says which documents are out where neither their status nor the answer tells: "NotStart" may mean
 * that nobody has opened them yet, and not every answer names the folder (docs/api/API.md section 6).
 */
async function withFolders(
	context: IExecuteFunctions,
	documents: IDataObject[],
): Promise<IDataObject[]> {
	const isUnclear = (document: IDataObject) =>
		['notStarted', 'unknown'].includes(documentStatus(document)) && text(document.Folder) === '';
	if (!documents.some(isUnclear)) return documents;
	const out = new Map(
		(await inFolders(context, OUT_FOLDERS)).map(({ Reference, Folder }) => [Reference, Folder]),
	);
	return documents.map((document) =>
		isUnclear(document) && out.has(document.Reference)
			? { ...document, Folder: out.get(document.Reference) }
			: document,
	);
}

/**
 * All documents of the folders, each with its folder. One folder after the other: a document that moves
 * on meanwhile is met twice, and never missed.
 */
async function inFolders(context: IExecuteFunctions, folders: Folder[]): Promise<IDataObject[]> {
	const documents: IDataObject[] = [];
	for (const folder of folders) {
		const list = await read(context, '/Document/GetActiveDocuments/{Folder}', {
			path: { Folder: folder },
		});
		for (const document of list) documents.push({ ...document, Folder: folder });
	}
	return documents;
}

function sorted(documents: IDataObject[]): Findings {
	const found: Findings = { out: [], inBox: [], unclear: [] };
	for (const document of documents) found[placeOf(document)].push(document);
	return found;
}

/** On a status that nobody knows nothing rests: neither that it was sent, nor another send. */
function placeOf(document: IDataObject): keyof Findings {
	const status = documentStatus(document);
	if (status === 'notStarted') {
		if (!records(document.Signers).some(isInvited)) return 'inBox';
		return isFolder(document, 'InBox') ? 'unclear' : 'out';
	}
	const isOut = status !== 'unknown' || OUT_FOLDERS.some((folder) => isFolder(document, folder));
	return isOut ? 'out' : 'unclear';
}

/** Whether a signer's own status says that the document was sent (docs/api/API.md section 6). */
const isInvited = ({ SignedStatus }: IDataObject): boolean =>
	/^(invitation|reminder\d*|autoextend|signed|complete)$/.test(plainWords(SignedStatus));

/** Whether a document's own status proves that it was not sent; that no list shows it proves nothing. */
export const isProvedUnsent = (document: IDataObject): boolean => isFolder(document, 'InBox');

const isFolder = ({ Folder }: IDataObject, name: string) => plainWords(Folder) === plainWords(name);
