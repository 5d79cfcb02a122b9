import { runOf } from '../../shared/oncePerRun';
import type { Context } from '../types';
import { accountsOfRun } from './settings';

const MOST_KEYS = 100;
const keys = new WeakMap<object, Set<string>>();

/** Notes keys in addresses to call: whoever has one can call, too. No answer of this run may repeat them. */
export function hideKeys(context: Context, ...found: string[]): void {
	const own = keys.get(runOf(context)) ?? new Set();
	for (const key of found) own.add(key);
	keys.set(runOf(context), own);
}

/**
 * Texts that no answer may repeat: keys and secrets of this account, and of the other items in this run, whose
 * requests a program in between may mix up with its own; keys in addresses to call.
 */
export async function secretsOfRun(context: Context): Promise<string[]> {
	const accounts = await accountsOfRun(context);
	return [
		...accounts.flatMap(({ settings: { apiKey, apiSecret } }) => [apiKey, apiSecret]),
		...[...(keys.get(runOf(context)) ?? [])].slice(-MOST_KEYS),
	];
}
