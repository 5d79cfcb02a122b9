import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { documentStatus } from '../outputs/document';
import { pause } from '../pause';
import { path, read, readList } from '../transport';
import { text } from '../values';
import type { Sent } from './attempt';
import { isSameReference } from './identity';

/** What the service has of a send. */
export interface Findings {
	/** Documents that are with their signers, or were. */
	out: IDataObject[];
	/** Documents that are only uploaded. */
	inBox: IDataObject[];
}

// In the order in which documents go through them.
const OUT = ['Progress', 'Signed'];
const FOLDERS = ['InBox', ...OUT];
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
			async (reference) => await read<IDataObject>(context, path`/Document/Status/${reference}`),
		),
	);
}

/** Looks for what was to be sent: certain documents, or else all that have its client reference. */
export async function find(
	context: IExecuteFunctions,
	{ documents, clientReference }: Sent,
): Promise<Findings> {
	if (documents) return sorted(await withFolders(context, await documentsOf(context, documents)));
	// What lies in the InBox was uploaded: a send that makes its documents makes none there.
	return { ...(await findByClientReference(context, clientReference)), inBox: [] };
}

/** Looks for documents with a client reference; the service offers no search, only its folders. */
export async function findByClientReference(
	context: IExecuteFunctions,
	clientReference: string,
): Promise<Findings> {
	const documents = await inFolders(context, FOLDERS);
	const found = documents.filter(({ ClientReference }) =>
		isSameReference(ClientReference, clientReference),
	);
	return sorted([...new Map(found.map((document) => [document.Reference, document])).values()]);
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
		documentStatus(document) === 'notStarted' && text(document.Folder) === '';
	if (!documents.some(isUnclear)) return documents;
	const out = new Set((await inFolders(context, OUT)).map(({ Reference }) => Reference));
	return documents.map((document) =>
		isUnclear(document) && out.has(document.Reference)
			? { ...document, Folder: 'Progress' }
			: document,
	);
}

/**
 * All documents of the folders, each with its folder. One folder after the other: a document that moves
 * on meanwhile is met twice, and never missed.
 */
async function inFolders(context: IExecuteFunctions, folders: string[]): Promise<IDataObject[]> {
	const documents: IDataObject[] = [];
	for (const folder of folders) {
		const list = await readList(context, path`/Document/GetActiveDocuments/${folder}`);
		for (const document of list) documents.push({ ...document, Folder: folder });
	}
	return documents;
}

function sorted(documents: IDataObject[]): Findings {
	const isInBox = (document: IDataObject) => documentStatus(document) === 'notStarted';
	return {
		// One whose status nobody understands counts as sent: a second send is worse than none.
		out: documents.filter((document) => !isInBox(document)),
		inBox: documents.filter(isInBox),
	};
}
