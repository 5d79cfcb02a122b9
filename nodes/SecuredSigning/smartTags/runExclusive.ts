import { refuseStopped, stopped } from '../shared/pause';

let last: Promise<void> = Promise.resolve();
const over = () => {};

/**
 * Runs one job after the other, whichever workflows they are from: what one may hold in memory is bounded, and
 * so is what all of them hold.
 *
 * @param signal n8n's, for an execution that somebody stops: its job leaves the queue
 * @throws UserError when it was stopped
 */
export async function runExclusive<T>(job: () => Promise<T>, signal?: AbortSignal): Promise<T> {
	const turn = last.then(async () => {
		refuseStopped(signal);
		return await unlessStopped(job(), signal);
	});
	last = turn.then(over, over);
	return await unlessStopped(turn, signal);
}

async function unlessStopped<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
	if (signal === undefined) return await work;
	return await new Promise<T>((resolve, reject) => {
		const stop = () => reject(stopped());
		if (signal.aborted) stop();
		signal.addEventListener('abort', stop, { once: true });
		work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
	});
}
