import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { UploadFile } from '../api';
import { oncePerRun } from '../shared/oncePerRun';
import { Attempt } from './attempt';
import { clientReferenceOf } from './clientReference';

/** How much of files is read before the first item of a run is sent, and for how long. */
const MOST_BYTES = 200 * 1024 * 1024;
const MOST_MS = 30_000;

/**
 * Checks an item before any item of its run is sent. What an earlier attempt or turn of the execution may have sent
 * is looked up when it is its turn, whatever its values are by now.
 *
 * @returns false for one that was begun before
 * @throws UserError for a client reference that cannot be used; whatever `check` throws
 */
export async function checkBeforehand(
	context: IExecuteFunctions,
	itemIndex: number,
	check: () => Promise<IDataObject>,
): Promise<boolean> {
	const attempt = new Attempt(context, itemIndex);
	if (attempt.earlier || attempt.leftOpen.length > 0) return false;
	clientReferenceOf(await check(), attempt);
	return true;
}

const readSoFar = oncePerRun(() => ({ bytes: 0, since: performance.now(), isTold: false }));

/** Whether the contents of these files are read beforehand too, or just before they are sent. */
export function isReadBeforehand(context: IExecuteFunctions, files: UploadFile[]): boolean {
	const read = readSoFar(context);
	read.bytes += files.reduce((sum, { size }) => sum + size, 0);
	if (read.bytes <= MOST_BYTES && performance.now() - read.since <= MOST_MS) return true;
	if (!read.isTold) {
		context.addExecutionHints({
			message:
				'The files of this run are too many to be read before the first item is sent (200 MB or 30 seconds): the rest were read just before each was sent.',
			type: 'info',
			location: 'outputPane',
		});
	}
	read.isTold = true;
	return false;
}
