import { sleep } from 'n8n-workflow';

import { stoppedError } from '../../shared/pause';
import type { Stream } from '../types';
import { endsQuietly } from './streamOf';

const LOOK_EVERY_MS = 250;
/** Slower transfers count as stalled: one byte now and then would never end. */
const SLOWEST_BYTES_PER_SECOND = 1_000;

interface IdleTimeout {
	/** How long to wait for the next pieces: at least a kilobyte for each second of it. */
	milliseconds: number;
	/** Whether that is the time for all pieces together. */
	inAll?: boolean;
	/** n8n's signal that somebody stopped the execution: the waiting ends. */
	stop?: AbortSignal;
	/** Makes the error. */
	late(): Error;
}

/**
 * Yields the pieces of a stream, and throws if almost nothing arrives for too long: the timeout of n8n's HTTP
 * helper covers only the time until an answer begins. Time that the reader takes does not count.
 */
export function withIdleTimeout(source: Stream, patience: IdleTimeout): AsyncGenerator<Buffer> {
	endsQuietly(source);
	return pieces(source, patience);
}

async function* pieces(
	source: Stream,
	{ milliseconds, inAll = false, stop, late }: IdleTimeout,
): AsyncGenerator<Buffer> {
	const iterator = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
	const enough = (milliseconds / 1000) * SLOWEST_BYTES_PER_SECOND;
	let waited = 0;
	let brought = 0;
	let isWaiting = true;
	let isOver = false;
	let giveUp: (error: Error) => void = () => {};
	const watch = async () => {
		// A reader that gives up leaves this generator where it is; its source is closed then.
		do {
			await sleep(LOOK_EVERY_MS);
			if (isWaiting) waited += LOOK_EVERY_MS;
		} while (!isOver && !source.destroyed && !stop?.aborted && waited < milliseconds);
		if (!isOver && !source.destroyed) giveUp(stop?.aborted ? stoppedError() : late());
	};
	// Rejects directly: ending the source would first wait for its next piece.
	const next = async () =>
		await new Promise<IteratorResult<Buffer>>((resolve, reject) => {
			giveUp = reject;
			iterator.next().then(resolve, reject);
		});
	void watch();
	try {
		for (let piece = await next(); !piece.done; piece = await next()) {
			isWaiting = false;
			yield piece.value;
			brought += piece.value.length;
			if (!inAll && brought >= enough) waited = brought = 0;
			isWaiting = true;
		}
	} finally {
		isOver = true;
	}
}
