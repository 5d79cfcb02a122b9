import { sleep, type IExecuteFunctions, type IWebhookFunctions } from 'n8n-workflow';

import { queryText, resumeAddress } from './resumeAddress';

const LOOKS = 'looks';
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60 * 60_000;

/** Executions that will be called again by this process. */
const watched = new Set<string>();

/**
 * Has n8n call the waiting execution again by itself, as the service would: after 5 seconds, after 10,
 * and so on up to an hour. A call of the service can be lost: n8n turns it away while the wait is
 * being stored, nobody says that the service calls twice, and for what somebody else sent it may not
 * call at all.
 *
 * This net is held in memory. After a restart of n8n the next call of the service spreads it again.
 */
export async function lookAgain(context: IExecuteFunctions | IWebhookFunctions): Promise<void> {
	const execution = context.getExecutionId();
	if (watched.has(execution)) return;
	watched.add(execution);
	const looks = 'getInputData' in context ? 0 : Number(queryText(context, LOOKS)) || 0;
	const address = new URL(await resumeAddress(context));
	address.searchParams.set(LOOKS, String(looks + 1));
	void sleep(Math.min(FIRST_PAUSE_MS * 2 ** looks, LONGEST_PAUSE_MS))
		.then(async () => {
			watched.delete(execution);
			await context.helpers.httpRequest({
				method: 'POST',
				url: address.href,
				ignoreHttpStatusErrors: true,
			});
		})
		// An n8n that cannot reach its own address has the calls of the service, and the time limit.
		.catch(() => {});
}
