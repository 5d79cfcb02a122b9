import type { Sent } from './attempt';
import { canonicalReference } from './identity';

// Of each kind; some 5 MB at the most.
const MOST = 5000;

/** How the client references of sends begin that have none of the builder's own. */
export const MARK = 'n8n-';

/**
 * What this process sent, or may have sent, by names under which it could be sent once more: its mark, its
 * client reference, its documents. The service's lists and statuses may lag behind. The longest unused is
 * forgotten first, and all of it when n8n starts anew.
 */
const named = new Map<string, Sent>();

// Every send has a mark: among them, references and documents would be forgotten too soon.
const marked = new Map<string, Sent>();

const sendsWith = (name: string) => (name.startsWith(MARK) ? marked : named);

export const recall = (name: string): Sent | undefined => sendsWith(name).get(name);

/** @param sent undefined forgets it */
export function remember(name: string, sent: Sent | undefined): void {
	const sends = sendsWith(name);
	sends.delete(name);
	if (sent !== undefined) sends.set(name, sent);
	for (const oldest of sends.keys()) {
		if (sends.size <= MOST) break;
		sends.delete(oldest);
	}
}

/** @param account as of accountOf */
export const nameOfReference = (account: string, clientReference: string): string =>
	`${account} reference ${canonicalReference(clientReference)}`;

/** @param account as of accountOf */
export const nameOfDocument = (account: string, reference: string): string =>
	`${account} document ${reference}`;
