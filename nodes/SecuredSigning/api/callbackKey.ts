import { createHmac, timingSafeEqual } from 'crypto';

import { isRecord, objectsIn, text } from '../shared/values';

/** How every address of the callback trigger ends; by it a send knows which address takes a key. */
export const CALLBACK_PATH = 'secured-signing-callback';

const KEY = 'key';
/** What lets others call: 32 bytes of ours, and n8n's own token for an execution that waits. */
const KEYS = { [KEY]: /^[\w-]{43}$/, signature: /^[\da-f]{64}$/ };
const TRIGGER_PATH = new RegExp(`/([^/]+/${CALLBACK_PATH})/?$`);

const REMEMBERED = 1000;
/** Keys that this n8n has lately made. */
const made = new Set<string>();

/**
 * The key of one trigger: proof that an address was made by somebody who has the credential.
 *
 * It is derived instead of stored, because one made at activation would shut out the documents that
 * were sent before the last activation. Only the webhook's own id and path count: host, folder and
 * test or production differ behind a proxy and between the two addresses that n8n shows.
 *
 * The text has one line feed where the signature of a request (credentials/signature.ts) has two, so
 * no key is ever the signature of a request.
 *
 * @param address of the trigger, or the path of it; of any other text all counts
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
 * The keys in the addresses to call that a request holds: whoever has one can call, too. What others
 * call `key` may be a number of the builder's that the answer has to show.
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

/** A key of 32 bytes in an address, which may stand in another address, in JSON or in a web page. */
const KEY_IN_ADDRESS =
	/((?:[?&;]|%3f|%26|\\u003f|\\u0026)key(?:=|%3d|\\u003d))([\w-]{43})(?![\w-])/gi;

/**
 * A text without the keys in its addresses, where nobody knows any more which were sent.
 *
 * @param isOne which of them; what others call `key` may be anything
 */
export const withoutCallbackKeys = (
	value: string,
	isOne: (key: string) => boolean = () => true,
): string =>
	value.replace(KEY_IN_ADDRESS, (all, before: string, key: string) =>
		isOne(key) ? `${before}***` : all,
	);

/** Whether this n8n has lately made that key, for whichever wait or trigger. */
export const isMadeHere = (key: string): boolean => made.has(key);

/** The address with its key; any other address, and one that has a key, stays as it is. */
export function withCallbackKey(url: string, apiSecret: string): string {
	if (!isTriggerUrl(url)) return url;
	if (hasCallbackKey(url)) return url;
	const address = new URL(url);
	address.searchParams.set(KEY, callbackKey(apiSecret, address.pathname));
	return address.href;
}
