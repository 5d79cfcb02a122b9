import { UserError, type IBinaryData } from 'n8n-workflow';

import { inTime } from '../../shared/inTime';
import { toResult } from '../../shared/toResult';
import { close } from '../http/streamOf';
import { withIdleTimeout } from '../http/withIdleTimeout';
import { stopOf } from '../http/exchange';
import type { FileContext, Stream } from '../types';

/** A storage that never answers would block the execution, and everything that waits for it, for ever. */
const MOST_MS = 60_000;

const ASK_FOR_IT =
	'Run this item again in a few minutes. If it fails again, ask the person who runs your n8n to check the place where it keeps its files.';

const notLoadedError = (fileName: string) => () =>
	new UserError(`n8n could not load “${fileName}”: its storage does not answer`, {
		description: `${ASK_FOR_IT} Nothing was sent for signing.`,
	});

/** Asks the storage for a file, or for something about it. @throws UserError that names the file */
export async function fromStorage<T>(
	step: Promise<T>,
	fileName: string,
	stop?: AbortSignal,
): Promise<T> {
	const given = await toResult(inTime(step, { stop, late: notLoadedError(fileName) }));
	if ('value' in given) return given.value;
	// A stream that arrives too late would stay open.
	void step.then(close, () => {});
	throw given.error;
}

/** The pieces of a stored file. @throws UserError that names the file, when they stop coming */
export function piecesOf(
	content: Stream,
	fileName: string,
	stop?: AbortSignal,
): AsyncGenerator<Buffer> {
	return withIdleTimeout(content, { milliseconds: MOST_MS, stop, late: notLoadedError(fileName) });
}

/**
 * Passes the pieces of a file to n8n's storage. The time that the pieces take to arrive does not count.
 *
 * @throws UserError that names the file, when the storage neither takes a piece nor ends for a minute
 */
export async function toStorage<T>(
	pieces: AsyncGenerator<Buffer>,
	fileName: string,
	store: (pieces: AsyncGenerator<Buffer>) => Promise<T>,
	stop?: AbortSignal,
): Promise<T> {
	let isComing = false;
	let hasMoved = false;
	async function* handed(): AsyncGenerator<Buffer> {
		isComing = true;
		try {
			for await (const piece of pieces) {
				isComing = false;
				hasMoved = true;
				yield piece;
				isComing = true;
			}
		} finally {
			isComing = false;
			hasMoved = true;
		}
	}
	const goesOn = () => {
		const went = hasMoved || isComing;
		hasMoved = false;
		return went;
	};
	return await inTime(store(handed()), { stop, late: notStoredError(fileName), goesOn });
}

const notStoredError = (fileName: string) => () =>
	new UserError(`n8n could not store “${fileName}”: its storage does not answer`, {
		description: `${ASK_FOR_IT} The file is still in Secured Signing.`,
	});

/** Stores a file that was made here. @throws UserError that names it, when the storage does not answer for a minute */
export async function storeFile(
	context: FileContext,
	content: Buffer,
	fileName: string,
	mimeType: string,
): Promise<IBinaryData> {
	const stored = context.helpers.prepareBinaryData(content, fileName, mimeType);
	return await inTime(stored, { stop: stopOf(context), late: notStoredError(fileName) });
}
