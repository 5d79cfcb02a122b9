import { runOf } from '../../shared/oncePerRun';
import type { Context } from '../types';
import { accountsOfRun } from './settings';

const MOST_KEYS = 100;
const keys = new WeakMap<object, Set<string>>();

/**
 * Remembers the secret keys in callback addresses: whoever has one can call. No answer of this run may show
 * them.
 */
export function hideKeys(context: Context, ...found: string[]): void {
	const own = keys.get(runOf(context)) ?? new Set();
	for (const key of found) own.add(key);
	keys.set(runOf(context), own);
}

/**
 * Texts that no answer may repeat: keys and secrets of this account; those of other items of the run, whose
 * answers a proxy may mix up; keys in callback addresses.
 */
export async function secretsOfRun(context: Context): Promise<string[]> {
	const accounts = await accountsOfRun(context);
	return [
		...accounts.flatMap(({ settings: { apiKey, apiSecret } }) => [apiKey, apiSecret]),
		...[...(keys.get(runOf(context)) ?? [])].slice(-MOST_KEYS),
	];
}
