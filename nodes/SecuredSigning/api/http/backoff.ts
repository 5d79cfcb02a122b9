import { pause } from '../../shared/pause';
import type { Context } from '../types';
import { spanOf, tell } from './runLog';
import type { Account } from './settings';

/** When the next request of an account in a run may be sent, in milliseconds since 1970. */
const paces = new WeakMap<Account, number>();

/** Waits until a request may be sent: after a 429, all requests of the account wait. */
export async function waitForBackoff(
	context: Context,
	account: Account,
	stop?: AbortSignal,
): Promise<void> {
	for (let wait = waitOf(account); wait > 0 && !stop?.aborted; wait = waitOf(account)) {
		tell(context, `held back for ${spanOf(wait)}, since Secured Signing asked for fewer requests`);
		await pause(wait, stop);
	}
}

/** Holds back all requests of the account for this time. */
export function backOff(account: Account, milliseconds: number): void {
	paces.set(account, Math.max(paces.get(account) ?? 0, Date.now() + milliseconds));
}

const waitOf = (account: Account): number => (paces.get(account) ?? 0) - Date.now();
