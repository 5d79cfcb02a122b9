import { sleep, type IExecuteFunctions, type IWebhookFunctions } from 'n8n-workflow';

import { spanOf, tell } from '../api';
import { callOwnAddress } from '../api/http/ownAddress';
import { resumeAddress } from './resumeAddress';

const LOOKS = 'looks';
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60 * 60_000;
/** After this many looks, pauses have their maximum length. */
const MOST_LOOKS = 20;
/**
 * How long before the end of a wait its last look is, so that documents completed by then are not lost
 * (completed.ts).
 */
const LAST_LOOK_MS = 3 * 60_000;

interface Net {
	/** How many looks there were, 0 … MOST_LOOKS. */
	looks: number;
	/** When the only timer of the execution fires, in milliseconds since 1970; Infinity if there is none. */
	due: number;
	/** When the wait ends at the latest, in milliseconds since 1970. */
	until: number;
	/** The address to call. n8n resolves it while a node or webhook runs, and not when the timer fires. */
	address: string;
	/** How often in a row n8n said that nothing waits there. */
	refusals: number;
}

/** The planned looks of this process, by execution ID. */
const nets = new Map<string, Net>();

/** Calls for all of them, whoever planned last: it holds its whole run, and each wait would keep its own. */
let caller: IExecuteFunctions | IWebhookFunctions;

interface Look {
	/** When the wait ends at the latest, in milliseconds since 1970. */
	until: number;
	/** Whether the pauses start again with the shortest one. */
	isSoon?: boolean;
}

/**
 * Calls the waiting execution again, as the service would: after 5 seconds, after 10, and so on up to an
 * hour. A call of the service can be lost: n8n refuses it while the wait is being stored, it is not
 * documented that the service repeats calls, and for documents of other senders it may not call at all.
 *
 * The plan and its counter are kept in memory: what a caller writes into the address changes nothing. After a
 * restart of n8n, the next call of the service starts it again.
 */
export async function lookAgain(
	context: IExecuteFunctions | IWebhookFunctions,
	{ until, isSoon = false }: Look,
): Promise<void> {
	const execution = context.getExecutionId();
	// Not the one that is known: another node of the execution may wait now, with another credential.
	const address = await resumeAddress(context).catch((error: Error) => {
		const known = nets.get(execution)?.address;
		if (known === undefined) throw error;
		return known;
	});
	const net: Net = Object.assign(nets.get(execution) ?? { looks: 0, due: Infinity, refusals: 0 }, {
		until,
		address,
	});
	if (isSoon) net.looks = 0;
	if (!plan(net)) return;
	nets.set(execution, net);
	tell(context, `looks again in ${spanOf(net.due - Date.now())}`);
	caller = context;
	callWhenDue(execution, net);
}

/** Plans the next look, which supersedes a later one. False if an earlier one is planned, or the wait ends before. */
function plan(net: Net): boolean {
	const now = Date.now();
	const next = now + Math.min(FIRST_PAUSE_MS * 2 ** net.looks, LONGEST_PAUSE_MS);
	const last = net.until - LAST_LOOK_MS;
	const due = last > now ? Math.min(next, last) : next;
	if (net.due <= due || due >= net.until) return false;
	net.due = due;
	return true;
}

function callWhenDue(execution: string, net: Net): void {
	const { due } = net;
	void sleep(due - Date.now()).then(async () => {
		// A look before this one was planned.
		if (net.due !== due) return;
		net.due = Infinity;
		net.looks = Math.min(net.looks + 1, MOST_LOOKS);
		const address = new URL(net.address);
		// Only for the logs of a proxy, to recognise these calls; no code reads it.
		address.searchParams.set(LOOKS, String(net.looks));
		const isDone = await callOwnAddress(caller, address, net);
		// The webhook planned another look.
		if (net.due !== Infinity) return;
		if (!isDone && plan(net)) callWhenDue(execution, net);
		else nets.delete(execution);
	});
}
