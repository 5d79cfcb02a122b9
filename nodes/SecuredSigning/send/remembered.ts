import { canonicalReference, KEY_PREFIX } from './clientReference';
import type { Sent } from './sent';

// Of each kind; some 5 MB at the most.
const MOST = 5000;

/**
 * A bounded memory of what this process did, or may have done, by name. The entry that was stored longest ago
 * is forgotten first, and everything when n8n restarts.
 */
export class Latest<T> {
	private readonly known = new Map<string, T>();

	recall(name: string): T | undefined {
		return this.known.get(name);
	}

	/** @param what undefined forgets it */
	remember(name: string, what: T | undefined): void {
		this.known.delete(name);
		if (what !== undefined) this.known.set(name, what);
		for (const oldest of this.known.keys()) {
			if (this.known.size <= MOST) break;
			this.known.delete(oldest);
		}
	}
}

/** Sends by client reference and by document: the service's lists and statuses may be outdated. */
const named = new Latest<Sent>();

// Sends by idempotency key, kept separately: every send has one, and they would push out references and
// documents too soon.
const marked = new Latest<Sent>();

// Sends by what is sent, and to whom.
const alike = new Latest<Sent>();

const ALIKE = 'content ';

const sendsWith = (name: string) =>
	name.startsWith(KEY_PREFIX) ? marked : name.startsWith(ALIKE) ? alike : named;

export const recall = (name: string): Sent | undefined => sendsWith(name).recall(name);

/** @param sent undefined forgets it */
export const remember = (name: string, sent: Sent | undefined): void =>
	sendsWith(name).remember(name, sent);

/** The idempotency keys of the sends that have a client reference, a document or a package. */
export const owners = new Latest<string>();

/** @param account as of accountOf */
export const nameOfReference = (account: string, clientReference: string): string =>
	`${account} reference ${canonicalReference(clientReference)}`;

/**
 * The name of all sends with the same content.
 *
 * @param account as of accountOf
 * @param content as of contentIn
 */
export const nameOfContent = (account: string, content: string): string =>
	`${ALIKE}${content} ${account}`;

/** @param account as of accountOf */
export const nameOfDocument = (account: string, reference: string): string =>
	`${account} document ${reference}`;

/** The send of this process that created or sent a document. */
export function sendOf(account: string, reference: string): Sent | undefined {
	const owner = owners.recall(nameOfDocument(account, reference));
	return owner === undefined ? undefined : recall(owner);
}

/** @param account as of accountOf */
export const nameOfPackage = (account: string, reference: string): string =>
	`${account} package ${reference}`;
