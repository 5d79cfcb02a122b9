import { createHash } from 'crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { readKey, readSettings, type ServiceSettings } from '../../../../credentials/settings';
import { runOf } from '../../shared/oncePerRun';
import type { Context } from '../types';

export const CREDENTIAL = 'securedSigningApi';

/** The account that makes requests: one object for each account in a run. */
export interface Account {
	settings: ServiceSettings;
	/** The values as n8n resolved them, for n8n to sign with. */
	credential: ICredentialDataDecryptedObject;
	/** How far the service's clock is ahead of this machine's, by its latest answer, in milliseconds. */
	clockAhead?: number;
	/** Whether the service answered one of these requests with a success. */
	gotThrough?: true;
}

/** The accounts of a run, by the values of their credentials: each item may have another account. */
const known = new WeakMap<Context, Map<string, Account>>();

/**
 * The account of this context: of its item in a run of the node (shared/oncePerRun.ts), else the saved
 * credential's. Sends no request.
 *
 * @throws UserError for a credential that cannot be used
 */
export async function readAccount(context: Context): Promise<Account> {
	const credential = await context.getCredentials(CREDENTIAL);
	const run = runOf(context);
	const accounts = known.get(run) ?? new Map<string, Account>();
	known.set(run, accounts);
	const values = JSON.stringify(credential);
	const account = accounts.get(values) ?? { settings: readSettings(credential), credential };
	accounts.set(values, account);
	return account;
}

const MOST_OTHERS = 50;

/** This account, and the latest of the other items in this run. */
export async function accountsOfRun(context: Context): Promise<Account[]> {
	const own = await readAccount(context);
	const others = [...(known.get(runOf(context))?.values() ?? [])].slice(-MOST_OTHERS);
	return [...new Set([own, ...others])];
}

/**
 * The current time by the service's clock, in milliseconds since 1970; by this machine's clock if no answer
 * has shown it.
 */
export async function serviceTime(context: Context): Promise<number> {
	return (await toldServiceTime(context)) ?? Date.now();
}

/** The same, but undefined if no answer has shown it. */
export async function toldServiceTime(context: Context): Promise<number | undefined> {
	const { clockAhead } = await readAccount(context);
	return clockAhead === undefined ? undefined : Date.now() + clockAhead;
}

/** The settings of that account, checked. */
export async function savedSettings(context: Context): Promise<ServiceSettings> {
	return (await readAccount(context)).settings;
}

/** Only the key and secret of that account: a seal needs no address. */
export const savedKey = async (context: Context) =>
	readKey(await context.getCredentials(CREDENTIAL));

/**
 * An ID for an account at an address, as a hash: a document seen in one account is not deleted because
 * another does not have it.
 *
 * @throws UserError when the credential cannot be used
 */
export async function accountOf(context: Context): Promise<string> {
	const { baseUrl, apiKey } = await savedSettings(context);
	const both = JSON.stringify([baseUrl, apiKey]);
	return createHash('sha256').update(both).digest('base64url').slice(0, 16);
}
