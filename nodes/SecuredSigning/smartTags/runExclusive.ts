import { refuseStopped, stoppedError } from '../shared/pause';

let last: Promise<void> = Promise.resolve();
const over = () => {};

/**
 * Runs jobs one after the other, across all workflows: the memory of one job is limited, and so is the total.
 *
 * @param signal n8n's signal that somebody stopped the execution: its job leaves the queue
 * @throws UserError when the execution was stopped
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
		const stop = () => reject(stoppedError());
		if (signal.aborted) stop();
		signal.addEventListener('abort', stop, { once: true });
		work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
	});
}
