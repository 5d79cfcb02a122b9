import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { accountOf, inNameOf, type FileContext, type RawDocument } from '../api';
import { spansOf } from '../api/answers/dates';
import { documentStatus, isUnsigned } from '../api/answers/documentStatus';
import { lookedAt, type Earlier } from '../api/answers/looks';
import { documentIn, earlierIn } from '../api/answers/toldByItem';
import { absenceOf, confirming, type Confirm, type FirstMissed } from '../api/gone';
import type { Evidenced } from '../evidence';
import { freeName } from '../evidence/files';
import { DAY_MS } from '../shared/dates';
import { isRecord, omitEmpty } from '../shared/values';
import type { Ended } from './completed';
import { hasEnded, isAbsent, type AbsenceOf, type Awaited } from './ending';

/** What an item waits for; stored in the item itself, because n8n keeps only the items during a wait. */
export interface Waiting {
	/** References of the documents. */
	documents: string[];
	/** When the wait began, in ISO 8601: the documents existed then. */
	since: string;
	/** When the wait ends at the latest, ISO 8601. */
	until: string;
	/** The account of the documents (accountOf). */
	account: string;
	/** A remark for the item if it comes out at the time limit. */
	note: string;
	/** The name of the signed file; stored, because an expression could not be resolved after the wait. */
	signedFileName?: string;
	/** The sender in whose name the documents were sent, and are looked up. */
	sender?: string;
	recovered?: true;
}

/**
 * The key under which a signed item stores what it waits for, if only a part of the evidence is missing. It
 * is next to `json`, because `awaiting` inside it means that somebody still has to sign.
 */
export const FOR_EVIDENCE = 'awaitingEvidence';

/** What an item waits for; undefined if it is finished and only waits for the other items. */
export const waitingOf = (item: INodeExecutionData): Waiting | undefined =>
	(item.json.awaiting ?? item[FOR_EVIDENCE]) as Waiting | undefined;

/** The `Waiting` of the item that waits for a document. */
export const waitFor = (items: INodeExecutionData[], reference: string): Waiting | undefined =>
	items.map(waitingOf).find((waiting) => waiting?.documents.includes(reference));

/** A key for a wait: an execution may wait several times, each time for other documents. */
export const nameOf = (
	context: Pick<FileContext, 'getExecutionId'>,
	waits: Array<Waiting | undefined>,
): string => JSON.stringify([context.getExecutionId(), waits.map((each) => each?.documents)]);

/** What one process remembers of a wait between looks; lost when n8n restarts. */
export interface WaitMemory {
	/** When the wait began, in milliseconds since 1970, like all times here. */
	since: number;
	/** When it ends at the latest. */
	until: number;
	/** Whether this process began the wait, and no other process handles its calls. */
	isAlone: boolean;
	/** Documents that were answered with 404. */
	sightings: FirstMissed;
	/** When each document was last read, by reference; undefined if it was not certainly open then. */
	seenAt: Map<string, number | undefined>;
	/** What those looks found, for the next look, by reference. */
	earlier: Map<string, Earlier>;
	/** Documents that have ended, by reference, while others have not. */
	ended: Map<string, Ended>;
	/** When all documents were last looked at. */
	roundAt: number;
	/** When all documents were found to have ended. */
	endedAt?: number;
	/** What the last look could not read. */
	trouble?: 'document' | 'evidence';
}

const memories = new Map<string, WaitMemory>();

/** What is remembered of a wait, until its time limit. */
export function waitMemoryOf(wait: string, times: Pick<WaitMemory, 'since' | 'until'>): WaitMemory {
	for (const [key, memory] of memories) if (memory.until < Date.now()) memories.delete(key);
	const memory = memories.get(wait) ?? {
		...times,
		isAlone: false,
		sightings: {},
		seenAt: new Map(),
		earlier: new Map(),
		ended: new Map(),
		roundAt: times.since,
	};
	memories.set(wait, memory);
	return memory;
}

export const forget = (wait: string): void => void memories.delete(wait);

/**
 * Records how a document was read: an earlier 404 no longer counts. One that is gone has ended.
 *
 * @param item the one that waits for it
 */
export function saw(
	memory: WaitMemory,
	reference: string,
	found: Awaited,
	item: INodeExecutionData,
): void {
	const now = Date.now();
	if (!isAbsent(found)) {
		const openAt = lookedAt(found.document) ?? memory.seenAt.get(reference);
		memory.seenAt.set(reference, isUnsigned(found.document) ? openAt : undefined);
		memory.earlier.set(reference, earlierIn(found.document, reference));
		delete memory.sightings[reference];
	}
	if (!hasEnded([found])) return void memory.ended.delete(reference);
	const { LastSignedDate, GMT } = found.document;
	// Early rather than late, because it may be removed a week later. It was there when the wait began: an earlier
	// date is another reading, or of an account that keeps it longer.
	const said = spansOf(LastSignedDate, GMT)
		.map(({ first }) => first)
		.filter((first) => first >= memory.since - 8 * DAY_MS);
	const at = Math.min(now, ...said);
	memory.ended.set(reference, { ...found, at, seenAt: now, kept: keptIn(item, reference) });
}

export const completedIn = ({ ended }: WaitMemory): Ended[] =>
	[...ended.values()].filter(({ status }) => status === 'completed');

/** What identifies a document, simplified and raw. */
export const IDENTITY: Array<[simple: string, raw: string]> = [
	['documentReference', 'Reference'],
	['name', 'Name'],
	['packageReference', 'PackageReference'],
	['clientReference', 'ClientReference'],
];

/**
 * Returns the function that finds out what became of a missing document of the waiting items (see gone.ts).
 */
export async function absences(
	context: FileContext,
	items: INodeExecutionData[],
	{ isAlone, sightings, seenAt, ended }: WaitMemory,
): Promise<AbsenceOf> {
	const account = await accountOf(context);
	// Under another sender, the document may not be visible, so each sender has its own confirmation.
	const confirmAs = new Map<string | undefined, Confirm>();
	return async (reference, missed) => {
		const known = ended.get(reference);
		if (known) return { is: known.status, was: known.document };
		const item = items.find((each) => waitingOf(each)?.documents.includes(reference));
		if (item === undefined) return undefined;
		const { account: own, sender } = waitingOf(item) as Waiting;
		const confirm = confirmAs.get(sender) ?? confirming(inNameOf(context, sender), sightings);
		confirmAs.set(sender, confirm);
		if (own !== account || !(await confirm(reference, missed))) return undefined;
		const was = identityOf(item.json, reference);
		if (wasCompleted(item, reference)) return { is: 'completed', was };
		// Without isAlone, another process may have seen it signed since, and processes share no memory.
		const openAt = isAlone ? seenAt.get(reference) : undefined;
		return { is: absenceOf(account, reference, openAt, sightings[reference]), was };
	};
}

/** Whether this document was already completed when the item's wait began. */
function wasCompleted(item: INodeExecutionData, reference: string): boolean {
	const own = storedIn(item, reference);
	const then = isRecord(own.atStart) ? own.atStart : own;
	return then.finished === true || (then.status ?? documentStatus(then)) === 'completed';
}

/** What was fetched of a document when the wait began, and is stored in the item, under the names that it alone has. */
function keptIn(item: INodeExecutionData, reference: string): Evidenced | undefined {
	const json = storedIn(item, reference);
	if (json.atStart !== undefined || !wasCompleted(item, reference)) return undefined;
	const binary: IBinaryKeyData = {};
	for (const [name, file] of Object.entries(item.binary ?? {}))
		if ((json.files as string[]).includes(name)) binary[freeName(name, binary)] = file;
	return { item: { json, binary }, mayCome: true };
}

/** The part of a waiting item that is about a document, also of one for the error output. */
const storedIn = ({ json }: INodeExecutionData, reference: string): IDataObject =>
	documentIn(json, reference) ?? documentIn({ documents: [json.message].flat() }, reference) ?? {};

/** The identity of a document in a waiting item, with the service's property names. */
export function identityOf(item: IDataObject, reference: string): RawDocument {
	const own = documentIn(item, reference);
	return omitEmpty(
		Object.fromEntries(IDENTITY.map(([simple, raw]) => [raw, own?.[simple] ?? own?.[raw]])),
	);
}
