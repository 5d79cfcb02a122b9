import { pause } from '../../shared/pause';
import type { Context } from '../types';
import { spanOf, tell } from './runLog';
import type { Account } from './settings';

/** When the next request of an account in a run may leave, in milliseconds since 1970. */
const paces = new WeakMap<Account, number>();

/** Waits for the turn of a request: when one was turned away, all of its account hold back. */
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

/** Lets no request of the account leave for so long. */
export function backOff(account: Account, milliseconds: number): void {
	paces.set(account, Math.max(paces.get(account) ?? 0, Date.now() + milliseconds));
}

const waitOf = (account: Account): number => (paces.get(account) ?? 0) - Date.now();
