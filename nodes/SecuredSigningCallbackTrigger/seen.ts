import { createHash } from 'crypto';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { accountOf, type Sightings } from '../SecuredSigning/gone';
import { documentStatus } from '../SecuredSigning/outputs/document';
import { keep, kept } from '../SecuredSigning/staticData';
import { entry } from '../SecuredSigning/values';

/** When something was last seen open, in milliseconds; or how it had ended by then. */
export type Sight = number | string;

/** What this trigger has seen to exist: of nothing else it says that it was deleted. */
export interface Memory {
	account: string;
	/** By fingerprint of the reference, the oldest first. */
	seen: Record<string, Sight>;
	/** References that may be gone; see gone.ts. */
	sightings: Sightings;
}

const MOST_SEEN = 5_000;
const OPEN = ['notStarted', 'inProgress'];

/** A first look that long ago confirms nothing any more. */
const STALE_MS = 24 * 60 * 60_000;

/**
 * What calls that run side by side know together: n8n reads the stored data anew for each call, and the
 * last one that ends overwrites what the others stored.
 */
const shared = new Map<string, Memory>();

/** The memory of this trigger, to be brought up to date and kept by `remember`. */
export async function memoryOf(context: IWebhookFunctions): Promise<Memory> {
	const account = await accountOf(context);
	const stored = kept(context) as unknown as Memory | undefined;
	const own = stored?.account === account ? stored : undefined;
	const name = `${context.getWorkflow().id} ${context.getNode().id}`;
	const known = shared.get(name);
	const memory =
		known?.account === account ? known : { account, seen: {}, sightings: { ...own?.sightings } };
	memory.seen = { ...own?.seen, ...memory.seen };
	for (const [reference, first] of Object.entries(memory.sightings)) {
		if (Date.now() - first > STALE_MS) delete memory.sightings[reference];
	}
	shared.set(name, memory);
	return memory;
}

/** Keeps the memory where it is not what is stored already. */
export function remember(context: IWebhookFunctions, { account, seen, sightings }: Memory): void {
	const latest = Object.fromEntries(Object.entries(seen).slice(-MOST_SEEN));
	const memory = { account, seen: latest, sightings };
	const stored = kept(context);
	if (stored && JSON.stringify({ ...stored, owner: undefined }) === JSON.stringify(memory)) return;
	keep(context, memory);
}

/** Notes that documents are there, and the packages that they belong to. */
export function note({ seen, sightings }: Memory, documents: IDataObject[]): void {
	for (const document of documents) {
		const status = documentStatus(document);
		const sight = OPEN.includes(status) ? Date.now() : status;
		for (const reference of [document.Reference, document.PackageReference]) {
			if (typeof reference !== 'string' || reference === '') continue;
			// As the newest: an entry that is set anew would keep its place.
			delete seen[fingerprint(reference)];
			seen[fingerprint(reference)] = sight;
			delete sightings[reference];
		}
	}
}

/** When and how something was seen; undefined for what was never seen. */
export const sightOf = ({ seen }: Memory, reference: string): Sight | undefined =>
	entry(seen, fingerprint(reference));

const fingerprint = (reference: string) =>
	// With a letter in front, no name is a number: those would come first, whenever they were set.
	`r${createHash('sha256').update(reference).digest('base64url').slice(0, 10)}`;
