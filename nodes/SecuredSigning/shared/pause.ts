import { sleep, UserError } from 'n8n-workflow';

/** Waits for a time, or until `stop`, n8n's stop button. */
export async function pause(milliseconds: number, stop?: AbortSignal): Promise<void> {
	if (stop?.aborted) return;
	const isStopped = new Promise<void>((resolve) =>
		stop?.addEventListener('abort', () => resolve(), { once: true }),
	);
	await Promise.race([sleep(milliseconds), isStopped]);
}

export const stoppedError = (): UserError =>
	new UserError('The execution was stopped', {
		description:
			'Somebody stopped it, or it reached the time limit of the workflow. If this item sends or changes something, look at it in Secured Signing before you run the item again.',
	});

/** @throws UserError when the execution was stopped */
export function refuseStopped(stop?: AbortSignal): void {
	if (stop?.aborted) throw stoppedError();
}
