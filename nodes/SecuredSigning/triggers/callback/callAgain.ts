import { sleep, type IWebhookFunctions } from 'n8n-workflow';

import { CONFIRMED_AFTER_MS } from '../../api/gone';
import { callOwnAddress } from '../../api/http/ownAddress';
import { text } from '../../shared/values';
import { TOLD, type Call } from './call';
import type { References } from './references';

const LONGEST_PAUSE_MS = 60 * 60_000;
/** A limit against floods of calls by somebody who has the key. */
const MOST_PLANNED = 1_000;

/** The calls that this process will make by itself, by their address. */
const planned = new Set<string>();
/** How often each of them was repeated so far. */
const times = new Map<string, number>();

/**
 * Calls this trigger again about documents that could not be decided yet: after 5 minutes, after 10, and so
 * on up to an hour. It is not documented that the service repeats calls (docs/api/API.md section 7).
 *
 * @param told the events that were already reported; see Call
 *
 * The plan is kept in memory only: after a restart of n8n, the service has to call again.
 */
export function callAgain(
	context: IWebhookFunctions,
	call: Call,
	{ documents, packages, unclear, candidates }: Partial<References>,
	told = call.told ?? [],
): void {
	// "Execute step" in the editor listens for one call only.
	if (context.getMode() === 'manual') return;
	const address = new URL(text(context.getNodeWebhookUrl('default')));
	const body = {
		DocumentReferences: documents,
		PackageReferences: packages,
		References: unclear,
		Candidates: candidates,
		[TOLD]: told,
	};
	address.searchParams.set('key', call.key);
	const name = `${address.href} ${JSON.stringify(body)}`;
	if (planned.has(name) || planned.size >= MOST_PLANNED) return;
	planned.add(name);
	const turn = times.get(name) ?? 0;
	times.set(name, turn + 1);
	void sleep(Math.min(CONFIRMED_AFTER_MS * 2 ** turn, LONGEST_PAUSE_MS)).then(async () => {
		planned.delete(name);
		const isHeard = await callOwnAddress(context, address, body);
		if (!isHeard) callAgain(context, call, { documents, packages, unclear, candidates }, told);
		if (!planned.has(name)) times.delete(name);
	});
}
