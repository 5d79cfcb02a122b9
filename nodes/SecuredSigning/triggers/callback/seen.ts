import { createHash } from 'crypto';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { accountOf, type Raw, type RawDocument } from '../../api';
import { statusOfAll } from '../../api/answers/package';
import { documentStatus, isUnsigned } from '../../api/answers/documentStatus';
import { earlierOf, lookedAt, type Earlier } from '../../api/answers/looks';
import type { Sightings } from '../../api/gone';
import { DAY_MS } from '../../shared/dates';
import { ownValue, text } from '../../shared/values';
import { keep, kept } from '../staticData';
import { entriesIn, numberIn, partsIn, type Types } from '../stored';
import type { Gone, Sight } from './events';

/** What this trigger has seen to exist: of nothing else it says that it was deleted. */
export interface CallbackMemory {
	account: string;
	/** By fingerprint of the reference, the oldest first. */
	seen: Record<string, Sight>;
	/** References that may be gone, or never were; see gone.ts. */
	sightings: Sightings;
	/** What the looks at documents tell of the next one, by fingerprint. */
	earlier: Record<string, Earlier>;
	/** What has started the workflow, by its eventId: for the looks that this process makes by itself. */
	told: Set<string>;
}

const MOST_SEEN = 5_000;
const MOST_SIGHTINGS = 1_000;
const MOST_TOLD = 1_000;
const OPEN = ['notStarted', 'inProgress'];

/** A first look that long ago confirms nothing any more. */
const STALE_MS = DAY_MS;

/**
 * What calls that run side by side know together: n8n reads the stored data anew for each call, and the
 * last one that ends overwrites what the others stored.
 */
const shared = new Map<string, CallbackMemory>();

/** The memory of this trigger, to be brought up to date and kept by `remember`. */
export async function memoryOf(context: IWebhookFunctions): Promise<CallbackMemory> {
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
	// What this process knows of it besides, is held elsewhere (looks.ts).
	memory.earlier = own.earlier;
	const sightings = Object.entries(memory.sightings).sort(([, one], [, other]) => other - one);
	for (const [place, [reference, first]] of sightings.entries()) {
		const isStale = Date.now() - first > STALE_MS || place >= MOST_SIGHTINGS;
		if (isStale) delete memory.sightings[reference];
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
	earlier: Object.fromEntries(entriesIn(stored.earlier, (told) => partsIn<Earlier>(told, EARLIER))),
});

/** Of what two processes saw of one thing, that by which it is not called deleted: it may be the later one. */
const surer = (one: Sight, other: Sight | undefined): Sight =>
	typeof one === 'string' || other === undefined
		? one
		: typeof other === 'string'
			? other
			: Math.max(one, other);

/** Keeps the memory where it is not what is stored already. */
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

/** Whether something may still happen to a document, or is not told for certain yet. */
export const isOpen = (document: Raw<'Document'>): boolean =>
	[...OPEN, 'unknown'].includes(documentStatus(document));

/**
 * Notes that documents are there, and the packages that they belong to.
 *
 * @param packages those that were read whole: of the others it is not known what their other documents say
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
		// An answer out of a cache does not say when it was open.
		const sight = open ? (lookedAt(open) ?? seen[key] ?? status) : status;
		// As the newest: an entry that is set anew would keep its place.
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

/** Notes what starts the workflow. */
export function noteTold({ told }: CallbackMemory, eventIds: string[]): void {
	for (const eventId of eventIds) told.add(eventId);
	for (const oldest of [...told].slice(0, -MOST_TOLD)) told.delete(oldest);
}

/** When and how something was seen; undefined for what was never seen. */
export const sightOf = ({ seen }: CallbackMemory, thing: Gone): Sight | undefined =>
	ownValue(seen, keyOf(thing));

/** What a reference was seen to be the reference of: of a document, unless it was a package. */
export function goneOf(memory: CallbackMemory, reference: string): Gone {
	const asPackage = { packageReference: reference };
	return sightOf(memory, asPackage) === undefined ? { documentReference: reference } : asPackage;
}

/** What is known of a document, before it is read again. */
export const earlierIn = ({ earlier }: CallbackMemory, document: Raw<'Document'>): Earlier =>
	ownValue(earlier, keyOfDocument(document)) ?? {};

const keyOfDocument = ({ Reference }: Raw<'Document'>) =>
	keyOf({ documentReference: text(Reference) });

function keyOf(thing: Gone): string {
	const [[name, reference]] = Object.entries(thing);
	// With a letter in front, no name is a number: those would come first, whenever they were set.
	return name.slice(0, 1) + createHash('sha256').update(reference).digest('base64url').slice(0, 10);
}
