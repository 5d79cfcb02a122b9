import { sleep } from 'n8n-workflow';

import { refuseStopped } from './pause';

const A_MINUTE_MS = 60_000;
const LOOK_EVERY_MS = 250;

interface Deadline {
	/** How long to wait, in all or without anything that goes on; a minute, if it is not said. */
	milliseconds?: number;
	/** n8n's, for an execution that somebody stops. */
	stop?: AbortSignal;
	/** Makes the error. */
	late(): Error;
	/** Whether something came or went since it was last asked. */
	goesOn?(): boolean;
}

/**
 * Waits for something that may never end, such as a promise of n8n's own that nobody settles.
 *
 * @throws UserError when the execution was stopped
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
		// An error costs as much as all else that is done for a request.
		if (!isOver) throw late();
		return await step;
	};
	try {
		return await Promise.race([step, watch()]);
	} finally {
		isOver = true;
	}
}
