import { createHash } from 'crypto';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { accountOf, type Raw, type RawDocument } from '../../api';
import { statusOfAll } from '../../api/answers/package';
import { documentStatus, isUnsigned } from '../../api/answers/documentStatus';
import { earlierOf, lookedAt, type Earlier } from '../../api/answers/looks';
import type { FirstMissed } from '../../api/gone';
import { DAY_MS } from '../../shared/dates';
import { ownValue, text } from '../../shared/values';
import { keep, kept } from '../staticData';
import { entriesIn, numberIn, typedPartsIn, type Types } from '../stored';
import type { Gone, Sight } from './events';

/** What this trigger has seen: only this can be reported as deleted. */
export interface CallbackMemory {
	account: string;
	/** By fingerprint of the reference, the oldest first. */
	seen: Record<string, Sight>;
	/** References that may be gone, or never existed; see gone.ts. */
	sightings: FirstMissed;
	/** What looks at documents found, for the next look, by fingerprint. */
	earlier: Record<string, Earlier>;
	/** The eventIds that started the workflow; used for the calls that this process makes itself. */
	told: Set<string>;
}

const MOST_SEEN = 5_000;
const MOST_SIGHTINGS = 1_000;
const MOST_TOLD = 1_000;
const OPEN = ['notStarted', 'inProgress'];

/** A first look that is older than this no longer counts. */
const STALE_MS = DAY_MS;

/**
 * The memory that parallel calls share: n8n reads the stored data for each call separately, and the last call
 * that ends overwrites what the others stored.
 */
const shared = new Map<string, CallbackMemory>();

/** The memory of this trigger, to be updated, and then stored with `remember`. */
export async function callbackMemoryOf(context: IWebhookFunctions): Promise<CallbackMemory> {
	const account = await accountOf(context);
	const stored = kept(context);
	const own = storedIn(stored?.account === account ? stored : {});
	const fresh: CallbackMemory = {
		account,
		seen: {},
		sightings: own.sightings,
		earlier: {},
		told: new Set(),
	};
	const name = `${context.getWorkflow().id} ${context.getNode().id}`;
	const known = shared.get(name);
	const memory = known?.account === account ? known : fresh;
	const seen = Object.entries(memory.seen).map(([key, sight]) => [
		key,
		surer(sight, ownValue(own.seen, key)),
	]);
	memory.seen = { ...own.seen, ...Object.fromEntries(seen) };
	// This process keeps its own looks elsewhere (looks.ts).
	memory.earlier = own.earlier;
	const sightings = Object.entries(memory.sightings).sort(([, one], [, other]) => other - one);
	for (const [place, [reference, first]] of sightings.entries()) {
		const isStale = Date.now() - first > STALE_MS || place >= MOST_SIGHTINGS;
		// Another process may have seen it open since.
		const openAt = Number(sightOf(memory, goneOf(memory, reference)));
		if (isStale || openAt > first) delete memory.sightings[reference];
	}
	shared.set(name, memory);
	return memory;
}

const EARLIER: Types<Earlier> = {
	doubtSince: 'number',
	signers: 'number',
	signedAt: 'number',
	named: 'number',
};

const isSight = (value: unknown): value is Sight => ['number', 'string'].includes(typeof value);

const storedIn = (stored: IDataObject) => ({
	seen: Object.fromEntries(entriesIn(stored.seen, (sight) => (isSight(sight) ? sight : undefined))),
	sightings: Object.fromEntries(entriesIn(stored.sightings, numberIn)),
	earlier: Object.fromEntries(
		entriesIn(stored.earlier, (told) => typedPartsIn<Earlier>(told, EARLIER)),
	),
});

/** Of what two processes saw, the one that prevents a report as deleted: it may be the later one. */
const surer = (one: Sight, other: Sight | undefined): Sight =>
	typeof one === 'string' || other === undefined
		? one
		: typeof other === 'string'
			? other
			: Math.max(one, other);

/** Stores the memory, if it has changed. */
export function remember(
	context: IWebhookFunctions,
	{ account, sightings, ...all }: CallbackMemory,
): void {
	const seen = Object.fromEntries(Object.entries(all.seen).slice(-MOST_SEEN));
	const earlier = Object.fromEntries(Object.entries(all.earlier).filter(([key]) => key in seen));
	const memory = { account, seen, sightings, earlier };
	const stored = kept(context);
	if (stored && JSON.stringify({ ...stored, owner: undefined }) === JSON.stringify(memory)) return;
	keep(context, memory);
}

/** Whether something may still happen to a document, or its status is not certain. */
export const mayStillChange = (document: Raw<'Document'>): boolean =>
	[...OPEN, 'unknown'].includes(documentStatus(document));

/**
 * Records documents that exist, and their packages.
 *
 * @param packages those that were read completely: for others, the status of the package is not known
 */
export function note(
	memory: CallbackMemory,
	documents: RawDocument[],
	packages: Set<string>,
): void {
	const { seen, sightings, earlier } = memory;
	const see = (thing: Gone, own: RawDocument[], status: string) => {
		const [reference] = Object.values(thing);
		if (reference === '') return;
		const key = keyOf(thing);
		const open = own.find(isUnsigned);
		// An answer from a cache does not show when the document was open.
		const sight = open ? (lookedAt(open) ?? seen[key] ?? status) : status;
		// Deleted first, so that the entry becomes the newest.
		delete seen[key];
		seen[key] = sight;
		delete sightings[reference];
	};
	const together = new Map<string, RawDocument[]>();
	for (const document of documents) {
		const told = earlierOf(document);
		if (told) earlier[keyOfDocument(document)] = told;
		else delete earlier[keyOfDocument(document)];
		see({ documentReference: text(document.Reference) }, [document], documentStatus(document));
		const packageReference = text(document.PackageReference);
		together.set(packageReference, [...(together.get(packageReference) ?? []), document]);
	}
	for (const [packageReference, own] of together) {
		const status = packages.has(packageReference) ? statusOfAll(own) : 'unknown';
		see({ packageReference }, own, status);
	}
}

/** Records the events that start the workflow. */
export function noteTold({ told }: CallbackMemory, eventIds: string[]): void {
	for (const eventId of eventIds) told.add(eventId);
	for (const oldest of [...told].slice(0, -MOST_TOLD)) told.delete(oldest);
}

/** How something was last seen; undefined if it never was. */
export const sightOf = ({ seen }: CallbackMemory, thing: Gone): Sight | undefined =>
	ownValue(seen, keyOf(thing));

/** What a reference refers to: a document, unless it was seen as a package. */
export function goneOf(memory: CallbackMemory, reference: string): Gone {
	const asPackage = { packageReference: reference };
	return sightOf(memory, asPackage) === undefined ? { documentReference: reference } : asPackage;
}

/** What earlier looks found of a document. */
export const earlierIn = ({ earlier }: CallbackMemory, document: Raw<'Document'>): Earlier =>
	ownValue(earlier, keyOfDocument(document)) ?? {};

const keyOfDocument = ({ Reference }: Raw<'Document'>) =>
	keyOf({ documentReference: text(Reference) });

function keyOf(thing: Gone): string {
	const [[name, reference]] = Object.entries(thing);
	// With a letter before it, no key is a number: JavaScript would sort numeric keys first.
	return name.slice(0, 1) + createHash('sha256').update(reference).digest('base64url').slice(0, 10);
}
