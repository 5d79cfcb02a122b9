import type { IExecuteFunctions } from 'n8n-workflow';

import { LOOPBACK_HOST } from '../../../credentials/settings';
import { CALLBACK_PATH } from '../api/callbackKey';
import { splitList, text } from '../shared/values';

/** Under n8n's own address: its folder for webhooks, or for test webhooks, which an n8n may name otherwise. */
const WEBHOOKS = '(?!form|mcp|rest|webhook-waiting)[\\w.~-]+/';
// Nothing escaped, and no ";": to a server in between it may be a slash or a step upwards.
const TRIGGER = `[\\w-]+/${CALLBACK_PATH}/?$`;

/**
 * Whether an address is one at which this n8n may have a callback trigger: it lies where n8n says that its
 * webhooks are, or under one of the addresses that the credential names for proxies and tunnels. Nothing may
 * stand in between: that would be the address of somebody's Webhook node, who would get the key of the trigger.
 *
 * @param webhookUrls the credential's list, with commas; with the folder for webhooks or without
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

/** Whether nobody on the way can read the key in an address. */
export function isPrivate(url: string): boolean {
	const { protocol, hostname } = new URL(url);
	return protocol === 'https:' || LOOPBACK_HOST.test(hostname);
}

/** One machine has several names for itself. */
const originOf = (url: string) =>
	new URL(url).origin.replace(/\/\/(127\.0\.0\.1|\[::1\])(?=:|$)/, '//localhost');

/** Where n8n's webhooks are: an execution's own address without its last two parts. */
function webhookFolder(context: IExecuteFunctions): string {
	const address = text(context.evaluateExpression('{{ $execution.resumeUrl }}', 0));
	return URL.canParse(address) ? new URL('..', address).href : '';
}
