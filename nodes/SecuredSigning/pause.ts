import { sleep } from 'n8n-workflow';

/** Waits, at most until `stop`: n8n's stop button ends every waiting at once. */
export async function pause(milliseconds: number, stop?: AbortSignal): Promise<void> {
	if (stop?.aborted) return;
	const stopped = new Promise<void>((resolve) =>
		stop?.addEventListener('abort', () => resolve(), { once: true }),
	);
	await Promise.race([sleep(milliseconds), stopped]);
}
