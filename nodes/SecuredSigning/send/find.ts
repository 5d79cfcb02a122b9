import type { IExecuteFunctions } from 'n8n-workflow';

import { askedTogether, isOld, read, type RawDocument, type RawSigner } from '../api';
import { documentStatus } from '../api/answers/documentStatus';
import { isInvited } from '../api/answers/signerStatus';
import { emailOf, mayBeEmail } from '../api/answers/people';
import { FOLDERS, OUT_FOLDERS, type Folder } from '../api/folders';
import { pause } from '../shared/pause';
import { plainWords, objectsIn, text } from '../shared/values';
import { isSameReference } from './clientReference';
import type { Part, Sent } from './sent';
import { withWholeReferences } from './wholeReferences';

/** What a look-up of a send found. */
export interface Found {
	/** Documents that were sent to their signers. */
	out: RawDocument[];
	/** Documents that are only uploaded. */
	inBox: RawDocument[];
	/** Documents that may be either. */
	unclear: RawDocument[];
	/** Whether answers are older than the request, so that documents may exist that they do not show. */
	isOld: boolean;
}

/** The documents of folders, and whether a list of them came out of a cache. */
interface Listed extends Pick<Found, 'isOld'> {
	documents: RawDocument[];
}

// A service that lost its answer may still be at work on the request.
const PAUSES_MS = [500, 1000, 2000, 4000];
// A service that was too slow to answer gets more time.
const LONG_PAUSE_MS = 8000;

/** Looks documents up by their references, in that order. */
export async function documentsOf(
	context: IExecuteFunctions,
	references: string[],
): Promise<RawDocument[]> {
	return await Promise.all(
		references.map(
			async (reference) =>
				await read(context, '/Document/Status/{DocumentReference}', {
					path: { DocumentReference: reference },
				}),
		),
	);
}

/** Query parameters that bypass caches, by making the URL different (docs/api/API.md section 5.2). */
interface Query {
	/**
	 * `false` for the last of several looks. Some caches ignore the query; the lists of folders are then
	 * read, too.
	 */
	DocumentLog?: boolean;
}

/** @param since answers made before this time, by the service's clock, are ignored */
async function findDocuments(
	context: IExecuteFunctions,
	references: string[],
	since: number | undefined,
	query: Query,
): Promise<Found> {
	const old = new Set<string>();
	const look = async (reference: string): Promise<RawDocument> => {
		const answer = await read(context, '/Document/Status/{DocumentReference}', {
			path: { DocumentReference: reference },
			query,
			answered: (headers) => {
				if (isOld(headers, since)) old.add(reference);
				else old.delete(reference);
			},
		});
		return withoutLog(answer);
	};
	const documents = await Promise.all(references.map(look));
	const found = sorted(await withFolders(context, documents, query.DocumentLog === false));
	return { ...found, isOld: found.inBox.some(({ Reference }) => old.has(text(Reference))) };
}

/** Looks for what was to be sent: the given documents, or else all with its client reference. */
export async function find(
	context: IExecuteFunctions,
	sent: Pick<Sent, 'documents' | 'clientReference' | 'people' | 'parts' | 'begunAt'>,
	query: Query = {},
): Promise<Found> {
	const { documents, clientReference, people = [], parts = [{ people }] } = sent;
	if (documents) return await findDocuments(context, documents, sent.begunAt, query);
	const listed = await inFolders(context, FOLDERS);
	const found = await withReference(context, listed, clientReference);
	// No source says that a list repeats the client reference of a form or a template.
	const unclear = found.out.length > 0 ? [] : withoutReference(sorted(listed.documents).out, parts);
	// Documents in the InBox were uploaded: sends of forms and templates create none there.
	return { ...found, inBox: [], unclear: [...found.unclear, ...unclear] };
}

/** Documents with a client reference, and those that are listed without any. */
interface FoundByReference extends Found {
	unlabelled: RawDocument[];
}

/** Looks for documents with a client reference; the service offers no search, only its folders. */
export async function findByClientReference(
	context: IExecuteFunctions,
	clientReference: string,
): Promise<FoundByReference> {
	const listed = await inFolders(context, FOLDERS);
	const unlabelled = listed.documents.filter(isUnlabelled);
	return { ...(await withReference(context, listed, clientReference)), unlabelled };
}

/**
 * All documents of the account with their logs, as far as they are listed.
 *
 * @param references where a list shows the beginning of one of these, the document's status is asked for the rest;
 *   `unread` has those whose status did not tell
 */
export async function findAll(
	context: IExecuteFunctions,
	references: string[],
): Promise<Omit<Found, 'inBox'> & { unread: RawDocument[] }> {
	const { documents, isOld } = await inFolders(context, FOLDERS, { DocumentLog: true });
	let whole = documents;
	const unread = new Set<RawDocument>();
	for (const reference of new Set(references)) {
		const labelled = await withWholeReferences(context, whole, reference);
		whole = labelled.documents;
		for (const document of notInBox(labelled.unread)) unread.add(document);
	}
	const { out, unclear } = sorted(whole);
	return { out, unclear, unread: [...unread], isOld };
}

/** A document as the other look-ups return it: only some of them ask for the log. */
export function withoutLog(document: RawDocument): RawDocument {
	const rest = { ...document };
	delete rest.Logs;
	return rest;
}

const isUnlabelled = ({ ClientReference }: RawDocument) => text(ClientReference) === '';

async function withReference(
	context: IExecuteFunctions,
	{ documents, isOld }: Listed,
	clientReference: string,
): Promise<Found> {
	const whole = await withWholeReferences(context, documents, clientReference);
	const found = sorted(
		whole.documents.filter(({ ClientReference }) =>
			isSameReference(ClientReference, clientReference),
		),
	);
	return { ...found, unclear: [...found.unclear, ...notInBox(whole.unread)], isOld };
}

/** Those that were sent, or may have been. */
function notInBox(documents: RawDocument[]): RawDocument[] {
	const { out, unclear } = sorted(documents);
	return [...out, ...unclear];
}

/** Documents that go to all people of a part and have no client reference at all. */
function withoutReference(
	documents: RawDocument[],
	parts: Array<Pick<Part, 'people'>>,
): RawDocument[] {
	return documents.filter((document) => {
		const emails = objectsIn(document.Signers).map(emailOf);
		const isNamed = (signer: RawSigner) =>
			emails.some((shown) => shown !== '' && mayBeEmail(shown, emailOf(signer)));
		const isToAll = ({ people }: Pick<Part, 'people'>) =>
			people.length > 0 && people.every(isNamed);
		return isUnlabelled(document) && parts.some(isToAll);
	});
}

/**
 * Looks several times, with growing pauses, until the result is enough; returns the last result.
 *
 * @param slowly for a service that was too slow to answer
 */
export async function patiently<T>(
	context: IExecuteFunctions,
	look: (isLast: boolean) => Promise<T>,
	isEnough: (found: T) => boolean,
	slowly = false,
): Promise<T> {
	const stop = context.getExecutionCancelSignal();
	const pauses = slowly ? [...PAUSES_MS, LONG_PAUSE_MS] : PAUSES_MS;
	let found = await look(false);
	for (const [index, milliseconds] of pauses.entries()) {
		if (isEnough(found) || stop?.aborted) break;
		await pause(milliseconds, stop);
		found = await look(index === pauses.length - 1);
	}
	return found;
}

/**
 * Adds the folder to documents whose status and answer do not show whether they were sent: "NotStart" may
 * mean that nobody has opened them yet, and not every answer names the folder (docs/api/API.md section 6).
 */
async function withFolders(
	context: IExecuteFunctions,
	documents: RawDocument[],
	isLast: boolean,
): Promise<RawDocument[]> {
	const isUnclear = (document: RawDocument) =>
		['notStarted', 'unknown'].includes(documentStatus(document)) &&
		(isLast || text(document.Folder) === '');
	if (!documents.some(isUnclear)) return documents;
	const out = new Map(
		(await inFolders(context, OUT_FOLDERS)).documents.map(({ Reference, Folder }) => [
			Reference,
			Folder,
		]),
	);
	return documents.map((document) =>
		isUnclear(document) && out.has(document.Reference)
			? { ...document, Folder: out.get(document.Reference) }
			: document,
	);
}

/**
 * All documents of the folders, each once, with its folder. One folder after the other, so that a document that
 * moves to another folder meanwhile is listed twice, and not missed; the later folder counts. Items that look at
 * the same time share the requests.
 */
const inFolders = async (
	context: IExecuteFunctions,
	folders: Folder[],
	query: Query = {},
): Promise<Listed> => await listedIn(context, JSON.stringify({ folders, query } satisfies Wanted));

interface Wanted {
	folders: Folder[];
	query: Query;
}

const listedIn = askedTogether(async (context, wanted): Promise<Listed> => {
	const documents = new Map<unknown, RawDocument>();
	let isAnyOld = false;
	const { folders, query } = JSON.parse(wanted) as Wanted;
	for (const folder of folders) {
		const list = await read(context, '/Document/GetActiveDocuments/{Folder}', {
			path: { Folder: folder },
			query,
			answered: (headers) => (isAnyOld ||= isOld(headers)),
		});
		for (const document of list) {
			// Without a reference, each is another one.
			documents.set(text(document.Reference) || {}, { ...document, Folder: folder });
		}
	}
	return { documents: [...documents.values()], isOld: isAnyOld };
});

function sorted(documents: RawDocument[]): Omit<Found, 'isOld'> {
	const found: Omit<Found, 'isOld'> = { out: [], inBox: [], unclear: [] };
	for (const document of documents) found[placeOf(document)].push(document);
	return found;
}

/** A document with an unknown status is 'unclear': it neither proves a send, nor allows another one. */
function placeOf(document: RawDocument): 'out' | 'inBox' | 'unclear' {
	const status = documentStatus(document);
	if (status === 'notStarted') {
		return objectsIn(document.Signers).some(isInvited) ? 'unclear' : 'inBox';
	}
	const isOut = status !== 'unknown' || OUT_FOLDERS.some((folder) => isFolder(document, folder));
	return isOut ? 'out' : 'unclear';
}

/** Whether a document's own folder proves that it was not sent; missing in a list proves nothing. */
export const isProvedUnsent = (document: RawDocument): boolean => isFolder(document, 'InBox');

const isFolder = ({ Folder }: RawDocument, name: string) => plainWords(Folder) === plainWords(name);
