import type { IExecuteFunctions } from 'n8n-workflow';

import { LOOPBACK_HOST } from '../../../credentials/settings';
import { CALLBACK_PATH } from '../api/callbackKey';
import { splitList, text } from '../shared/values';

/**
 * The path segment of webhooks or test webhooks under n8n's own address; an n8n can be configured to use
 * other names.
 */
const WEBHOOKS = '(?!form|mcp|rest|webhook-waiting)[\\w.~-]+/';
// No escapes and no ";": a server in between may read them as a slash or as `..`.
const TRIGGER = `[\\w-]+/${CALLBACK_PATH}/?$`;

/**
 * Whether an address is one at which this n8n may have a callback trigger: it is under n8n's own address for
 * webhooks, or under one of the addresses in the credential for proxies and tunnels. No further path segments
 * are allowed: such an address could be another Webhook node, which would get the key of the trigger.
 *
 * @param webhookUrls the credential's list, separated by commas; with or without the path segment of webhooks
 */
export function isOwnAddress(context: IExecuteFunctions, url: string, webhookUrls = ''): boolean {
	const isUnder = (own: string, end: string) => {
		if (!URL.canParse(own) || originOf(own) !== originOf(url)) return false;
		const folder = new URL(own).pathname.replace(/\/?$/, '/');
		const { pathname, username, password } = new URL(url);
		return (
			`${username}${password}` === '' &&
			pathname.startsWith(folder) &&
			new RegExp(`^${end}`, 'i').test(pathname.slice(folder.length))
		);
	};
	return (
		isUnder(webhookFolder(context), `${WEBHOOKS}${TRIGGER}`) ||
		splitList(webhookUrls).some((own) => isUnder(own, `(?:${WEBHOOKS})?${TRIGGER}`))
	);
}

/** Whether an address is https or on this machine, so that nobody in between can read its key. */
export function isPrivate(url: string): boolean {
	const { protocol, hostname } = new URL(url);
	return protocol === 'https:' || LOOPBACK_HOST.test(hostname);
}

/** The origin, with all loopback addresses as "localhost". */
const originOf = (url: string) =>
	new URL(url).origin.replace(/\/\/(127\.0\.0\.1|\[::1\])(?=:|$)/, '//localhost');

/** The base address of n8n's webhooks: the resume URL of an execution without its last two parts. */
function webhookFolder(context: IExecuteFunctions): string {
	const address = text(context.evaluateExpression('{{ $execution.resumeUrl }}', 0));
	return URL.canParse(address) ? new URL('..', address).href : '';
}
