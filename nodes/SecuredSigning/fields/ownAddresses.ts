import type { IExecuteFunctions } from 'n8n-workflow';

import { LOOPBACK_HOST } from '../../../credentials/settings';
import { splitList, text } from '../shared/values';

/**
 * Whether an address belongs to this n8n: it lies where n8n says that its webhooks are, or under one of
 * the addresses that the credential names for proxies and tunnels. Whoever gets the key of a callback
 * trigger can make it look documents up.
 *
 * @param webhookUrls the credential's list, with commas
 */
export function isOwnAddress(context: IExecuteFunctions, url: string, webhookUrls = ''): boolean {
	const address = new URL(url);
	return [webhookFolder(context), ...splitList(webhookUrls)]
		.filter((own) => URL.canParse(own))
		.map((own) => new URL(own))
		.some(
			({ href, pathname }) =>
				originOf(href) === originOf(url) &&
				address.pathname.startsWith(pathname.endsWith('/') ? pathname : `${pathname}/`),
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
