import { sleep } from 'n8n-workflow';

import { refuseStopped } from './pause';

const A_MINUTE_MS = 60_000;
const LOOK_EVERY_MS = 250;

interface Deadline {
	/** How long to wait in total or, with `goesOn`, since it was last true; a minute by default. */
	milliseconds?: number;
	/** n8n's signal that somebody stopped the execution. */
	stop?: AbortSignal;
	/** Makes the error for the timeout. */
	late(): Error;
	/** Whether there was progress since the last call. */
	goesOn?(): boolean;
}

/**
 * Waits for a promise that may never settle, such as one of n8n's own.
 *
 * @throws the error of `late` when the time is over, and UserError when the execution was stopped
 */
export async function inTime<T>(
	step: Promise<T>,
	{ milliseconds = A_MINUTE_MS, stop, late, goesOn = () => false }: Deadline,
): Promise<T> {
	let isOver = false;
	const watch = async (): Promise<T> => {
		for (let waited = 0; waited < milliseconds && !isOver; waited += LOOK_EVERY_MS) {
			await sleep(LOOK_EVERY_MS);
			refuseStopped(stop);
			if (goesOn()) waited = 0;
		}
		// The error is made only when needed: making one is expensive.
		if (!isOver) throw late();
		return await step;
	};
	try {
		return await Promise.race([step, watch()]);
	} finally {
		isOver = true;
	}
}
