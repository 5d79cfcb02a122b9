import { sleep, type IDataObject, type IWebhookFunctions } from 'n8n-workflow';

import { CONFIRMED_AFTER_MS } from '../../api/gone';
import { callOwnAddress, markAnswer } from '../../api/http/ownAddress';
import { Turns } from '../../shared/turns';
import { text } from '../../shared/values';
import { TOLD, type Call } from './call';
import type { References } from './references';

const LONGEST_PAUSE_MS = 60 * 60_000;
/** A limit against floods of calls by somebody who has the key. */
const MOST_PLANNED = 10_000;
/** Of these, looks at documents that are still open take no more: they are a precaution. */
const MOST_PRECAUTIONS = 5_000;
/** How many of them are made at once: many come due together after an outage. */
const MOST_AT_ONCE = 20;

/** The calls that this process will make by itself, by their address and body. */
const planned = new Set<string>();
/** One context for each address: each holds the whole request that it was made for. */
const callers = new Map<string, IWebhookFunctions>();
/** Whether n8n's log says that no more calls can be planned. */
let isToldFull = false;
const turns = new Turns(() => MOST_AT_ONCE);
/** How often each of them was repeated so far, and how often in a row n8n refused it. */
const times = new Map<string, { turn: number; refusals: number }>();

/**
 * Calls this trigger again about documents that could not be decided yet: after 5 minutes, after 10, and so
 * on up to an hour. It is not documented that the service repeats calls (docs/api/API.md section 7).
 *
 * @param found the events that were already reported (see Call), if the documents were found and are only looked at once
 *   more
 *
 * The plan is kept in memory only: after a restart of n8n, the service has to call again.
 */
export function callAgain(
	context: IWebhookFunctions,
	call: Call,
	{ documents, packages, unclear, candidates }: Partial<References>,
	found?: string[],
): void {
	// "Execute step" in the editor listens for one call only.
	if (context.getMode() === 'manual') return;
	const address = new URL(text(context.getNodeWebhookUrl('default')));
	const body = {
		DocumentReferences: documents,
		PackageReferences: packages,
		References: unclear,
		Candidates: candidates,
		[TOLD]: found ?? call.told ?? [],
	};
	address.searchParams.set('key', call.key);
	const caller = callers.get(address.href) ?? context;
	callers.set(address.href, caller);
	markAnswer(context, plan(caller, address, body, found ? MOST_PRECAUTIONS : MOST_PLANNED));
}

/** Whether the call is planned: not if there are too many already. */
function plan(context: IWebhookFunctions, address: URL, body: IDataObject, most: number): boolean {
	const name = `${address.href} ${JSON.stringify(body)}`;
	if (planned.has(name)) return true;
	if (planned.size >= most) {
		tellFull(context);
		return false;
	}
	planned.add(name);
	const time = times.get(name) ?? { turn: 0, refusals: 0 };
	times.set(name, time);
	void sleep(Math.min(CONFIRMED_AFTER_MS * 2 ** time.turn++, LONGEST_PAUSE_MS)).then(async () => {
		await turns.take();
		try {
			planned.delete(name);
			const isDone = await callOwnAddress(context, address, time, body);
			if (!isDone) plan(context, address, body, most);
			if (!planned.has(name)) times.delete(name);
			if (planned.size === 0) callers.clear();
			isToldFull &&= planned.size > MOST_PRECAUTIONS / 2;
		} finally {
			turns.free();
		}
	});
	return true;
}

function tellFull({ logger, getNode }: IWebhookFunctions): void {
	if (isToldFull) return;
	isToldFull = true;
	logger.warn(
		`${getNode().name}: ${planned.size} documents are to be looked up again already. n8n looks up no more of them by itself until there are fewer, so Secured Signing has to call again about the others.`,
	);
}
