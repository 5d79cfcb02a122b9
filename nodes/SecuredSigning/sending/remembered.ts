import type { Sent } from './attempt';
import { canonicalReference } from './identity';

// Some 5 MB at the most.
const MOST = 5000;

/**
 * What this process sent, or may have sent, by names under which it could be sent once more: its client
 * reference, its documents. The service's lists and statuses may lag behind. The longest unused is
 * forgotten first, and all of it when n8n starts anew.
 */
const sends = new Map<string, Sent>();

export const recall = (name: string): Sent | undefined => sends.get(name);

/** @param sent undefined forgets it */
export function remember(name: string, sent: Sent | undefined): void {
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
