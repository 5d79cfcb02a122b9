import { sleep } from 'n8n-workflow';

import { through } from './through';
import type { Stream } from './types';

const LOOK_EVERY_MS = 250;

/**
 * Hands a stream on, and ends it with an error when it brings nothing for too long: the time-out of
 * n8n's HTTP helper is over once an answer begins. Time that the reader takes does not count.
 *
 * @param late makes the error
 */
export function unstalled(source: Stream, milliseconds: number, late: () => Error): Stream {
	return through(source, async function* (chunks) {
		const iterator = chunks[Symbol.asyncIterator]();
		let waited = 0;
		let isWaiting = true;
		let isOver = false;
		let giveUp: (error: Error) => void = () => {};
		const watch = async () => {
			// A reader that gives up leaves this generator where it is; its source is closed then.
			while (!isOver && !source.destroyed && waited < milliseconds) {
				await sleep(LOOK_EVERY_MS);
				if (isWaiting) waited += LOOK_EVERY_MS;
			}
			if (!isOver && !source.destroyed) giveUp(late());
		};
		// Not by ending the source, which would first wait for its next chunk itself.
		const next = async () =>
			await new Promise<IteratorResult<Buffer>>((resolve, reject) => {
				giveUp = reject;
				iterator.next().then(resolve, reject);
			});
		void watch();
		try {
			for (let chunk = await next(); !chunk.done; chunk = await next()) {
				isWaiting = false;
				yield chunk.value;
				waited = 0;
				isWaiting = true;
			}
		} finally {
			isOver = true;
		}
	});
}
