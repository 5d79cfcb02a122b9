import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { documentStatus } from '../outputs/document';
import { path, pause, read } from '../transport';

/** What the service has of a send. */
export interface Findings {
	/** Documents that are with their signers, or were. */
	out: IDataObject[];
	/** Documents that are only uploaded. */
	inBox: IDataObject[];
}

const FOLDERS = ['InBox', 'Progress', 'Signed'];
// A service that lost its answer may still be at work on the request.
const PAUSES_MS = [0, 500, 1000, 2000, 4000];

/** Looks documents up by their references. */
export async function findByReference(
	context: IExecuteFunctions,
	references: string[],
): Promise<Findings> {
	return sorted(
		await Promise.all(
			references.map(
				async (reference) => await read<IDataObject>(context, path`/Document/Status/${reference}`),
			),
		),
	);
}

/** Looks for documents with a client reference; the service offers no search, only its folders. */
export async function findByClientReference(
	context: IExecuteFunctions,
	clientReference: string,
): Promise<Findings> {
	const folders = await Promise.all(
		FOLDERS.map(
			async (folder) =>
				await read<IDataObject[]>(context, path`/Document/GetActiveDocuments/${folder}`),
		),
	);
	return sorted(
		folders.flat().filter(({ ClientReference }) => ClientReference === clientReference),
	);
}

/** Looks a few times, with growing pauses, until something is found. */
export async function patiently<T>(
	context: IExecuteFunctions,
	look: () => Promise<T | undefined>,
): Promise<T | undefined> {
	const stop = context.getExecutionCancelSignal();
	for (const milliseconds of PAUSES_MS) {
		await pause(milliseconds, stop);
		const found = await look();
		if (found !== undefined || stop?.aborted) return found;
	}
	return undefined;
}

function sorted(documents: IDataObject[]): Findings {
	const isInBox = (document: IDataObject) => documentStatus(document) === 'notStarted';
	return {
		// One whose status nobody understands counts as sent: a second send is worse than none.
		out: documents.filter((document) => !isInBox(document)),
		inBox: documents.filter(isInBox),
	};
}
