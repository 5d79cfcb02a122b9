import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { UploadFile } from '../api';
import { oncePerRun } from '../shared/oncePerRun';
import { Attempt } from './attempt';
import { clientReferenceOf } from './clientReference';

/** How much of files is read before the first item of a run is sent, and for how long. */
const MOST_BYTES = 200 * 1024 * 1024;
const MOST_MS = 30_000;

/** Whether an earlier attempt or turn of the execution may have sent the item. */
export function isBegun(context: IExecuteFunctions, itemIndex: number): boolean {
	const { earlier, leftOpen } = new Attempt(context, itemIndex);
	return (earlier !== undefined && !earlier.isRefused) || leftOpen.length > 0;
}

/** @throws UserError like clientReferenceOf */
export const checkClientReference = (
	context: IExecuteFunctions,
	itemIndex: number,
	options: IDataObject,
): void => void clientReferenceOf(options, new Attempt(context, itemIndex));

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
