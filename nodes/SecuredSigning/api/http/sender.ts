import { likeContext } from '../../shared/oncePerRun';
import type { Context } from '../types';

/** The sender in whose name a context makes its requests, if it is not the owner of the API key. */
const senders = new WeakMap<Context, string>();

/**
 * A context for requests in the name of a sender who was saved for the account (docs/api/API.md sections 2
 * and 12.8), or of the account itself if `sender` is undefined.
 */
export function inNameOf<T extends Context>(context: T, sender: string | undefined): T {
	if (senders.get(context) === sender) return context;
	const own = likeContext(context);
	if (sender !== undefined) senders.set(own, sender);
	return own;
}

/** That sender; undefined for the account itself. */
export const senderOf = (context: Context): string | undefined => senders.get(context);

/** The request header for that sender; none for the account itself. */
export function senderHeader(context: Context): Record<string, string> {
	const sender = senders.get(context);
	return sender === undefined ? {} : { 'X-CUSTOM-SENDER': sender };
}
