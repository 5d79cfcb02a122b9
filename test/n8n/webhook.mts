/**
 * Production webhooks of active workflows, as anybody calls them.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from './request.mts';

const LIMIT = 30_000;

/**
 * Calls a webhook of a running n8n, and returns its answer. n8n 2 registers webhooks some moments
 * after it says that it is ready; until then a call is refused, starts nothing, and is made again.
 */
export const callWebhook = async (origin: string, path: string, body: object): Promise<unknown> => {
	const deadline = Date.now() + LIMIT;
	for (;;) {
		const answer = await request(`${origin}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		const text = await answer.text();
		if (answer.ok) return JSON.parse(text) as unknown;
		const isEarly = answer.status === 404 && text.includes('not registered');
		if (!isEarly || Date.now() > deadline) {
			throw new Error(`The webhook ${path} answered ${answer.status}: ${text.slice(0, 300)}`);
		}
		await sleep(250);
	}
};
