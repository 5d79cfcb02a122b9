import { createHmac, timingSafeEqual } from 'crypto';

import { isRecord, objectsIn, text } from '../shared/values';

/**
 * The last part of every address of the callback trigger; sends recognise by it which addresses need a key.
 */
export const CALLBACK_PATH = 'secured-signing-callback';

const KEY = 'key';
/** The query parameters that are secret: our key of 32 bytes, and n8n's own token for a waiting execution. */
const KEYS = { [KEY]: /^[\w-]{43}$/, signature: /^[\da-f]{64}$/ };
const TRIGGER_PATH = new RegExp(`/([^/]+/${CALLBACK_PATH})/?$`);

const REMEMBERED = 1000;
/** Keys that this process made recently. */
const made = new Set<string>();

/**
 * The key of one trigger: proof that an address was made by somebody who has the credential.
 *
 * It is derived instead of stored, because a key made at activation would reject calls about documents that
 * were sent before it. Only the webhook's own id and path count: host, folder and test or production differ
 * behind a proxy and between the two addresses that n8n shows.
 *
 * The text has one line feed where the signature of a request (credentials/signature.ts) has two, so no key
 * is ever the signature of a request.
 *
 * @param address of the trigger, or its path; any other text is used as a whole
 */
export function callbackKey(apiSecret: string, address: string): string {
	const [, own = address] = TRIGGER_PATH.exec(address) ?? [];
	const key = createHmac('sha256', apiSecret).update(`notify\n${own}`).digest('base64url');
	made.add(key);
	const [oldest] = made;
	if (made.size > REMEMBERED) made.delete(oldest);
	return key;
}

/** Whether a caller gave the key of this trigger; takes the same time for every wrong one. */
export function isCallbackKey(given: string, apiSecret: string, address: string): boolean {
	const key = Buffer.from(callbackKey(apiSecret, address));
	const other = Buffer.from(given);
	return key.length === other.length && timingSafeEqual(key, other);
}

/** Whether this is the address of a callback trigger, on whatever host. */
export function isTriggerUrl(url: string): boolean {
	return URL.canParse(url) && TRIGGER_PATH.test(new URL(url).pathname);
}

/** Whether an address has a key already. */
export const hasCallbackKey = (url: string): boolean => new URL(url).searchParams.has(KEY);

/**
 * The keys in the addresses to call that a request holds: whoever has one can call, too. Another parameter
 * `key` may be a value that the answer has to show, so only values of the right shape count.
 */
export function callbackKeysIn(body: unknown): string[] {
	if (!isRecord(body)) return [];
	return [body, ...objectsIn(body.Forms)].flatMap(({ NotifyUrl }) => {
		const address = text(NotifyUrl);
		if (!URL.canParse(address)) return [];
		const { searchParams } = new URL(address);
		return Object.entries(KEYS).flatMap(([name, shape]) =>
			searchParams.getAll(name).filter((value) => shape.test(value)),
		);
	});
}

/** A key of 32 bytes in an address, which may itself be inside another address, JSON or HTML. */
const KEY_IN_ADDRESS =
	/((?:[?&;]|%3f|%26|\\u003f|\\u0026)key(?:=|%3d|\\u003d))([\w-]{43})(?![\w-])/gi;

/**
 * A text without the keys in its addresses, where nobody knows any more which were sent.
 *
 * @param isOne whether a value is really a key; a parameter `key` may contain something else
 */
export const withoutCallbackKeys = (
	value: string,
	isOne: (key: string) => boolean = () => true,
): string =>
	value.replace(KEY_IN_ADDRESS, (all, before: string, key: string) =>
		isOne(key) ? `${before}***` : all,
	);

/** Whether this process made that key recently, for any wait or trigger. */
export const isMadeHere = (key: string): boolean => made.has(key);

/** The address with its key; any other address, and one that has a key, stays as it is. */
export function withCallbackKey(url: string, apiSecret: string): string {
	if (!isTriggerUrl(url)) return url;
	if (hasCallbackKey(url)) return url;
	const address = new URL(url);
	address.searchParams.set(KEY, callbackKey(apiSecret, address.pathname));
	return address.href;
}
