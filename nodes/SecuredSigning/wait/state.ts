import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { accountOf, inNameOf, type FileContext, type RawDocument } from '../api';
import { spansOf } from '../api/answers/dates';
import { documentStatus, isUnsigned } from '../api/answers/documentStatus';
import { lookedAt, type Earlier } from '../api/answers/looks';
import { documentIn, earlierIn } from '../api/answers/toldByItem';
import { absenceOf, confirming, type Confirm, type Sightings } from '../api/gone';
import { isRecord, omitEmpty } from '../shared/values';
import type { Ended } from './completed';
import { hasEnded, isAbsent, type AbsenceOf, type Awaited } from './ending';

/** What an item waits for; kept in the item itself, which is all that n8n keeps over a wait. */
export interface Waiting {
	/** References of the documents. */
	documents: string[];
	/** When the wait began: the documents were there then. ISO 8601. */
	since: string;
	/** When the wait ends at the latest, ISO 8601. */
	until: string;
	/** The account that they are in, as gone.ts names it. */
	account: string;
	/** What is to be said of the item when it comes out on the time limit. */
	note: string;
	/** How the signed file is to be called; kept, as an expression could not be resolved after the wait. */
	signedFileName?: string;
	/** In whose name the documents were sent, and are looked up. */
	sender?: string;
	recovered?: true;
}

/**
 * Where an item that is signed keeps what it waits for, if only a part of the evidence is missing: beside
 * its data, as `awaiting` in them says that somebody has still to sign.
 */
export const FOR_EVIDENCE = 'awaitingEvidence';

/** What an item waits for; undefined where it came out already, and waits for the others. */
export const waitingOf = (item: INodeExecutionData): Waiting | undefined =>
	(item.json.awaiting ?? item[FOR_EVIDENCE]) as Waiting | undefined;

/** What the item waits for that waits for a document. */
export const waitFor = (items: INodeExecutionData[], reference: string): Waiting | undefined =>
	items.map(waitingOf).find((waiting) => waiting?.documents.includes(reference));

/** Names a wait: an execution may wait several times, each time for other documents. */
export const nameOf = (
	context: Pick<FileContext, 'getExecutionId'>,
	waits: Array<Waiting | undefined>,
): string => JSON.stringify([context.getExecutionId(), waits.map((each) => each?.documents)]);

/** What one process remembers of a wait, from one look to the next. A restart of n8n forgets it. */
export interface WaitMemory {
	/** When the wait began, in milliseconds since 1970, like all times here. */
	since: number;
	/** When it ends at the latest. */
	until: number;
	/** Whether this process began the wait, and no other one takes its calls. */
	isAlone: boolean;
	/** Documents that were answered with 404. */
	sightings: Sightings;
	/** When each document was read for the last time, by reference; undefined where it was not open then. */
	seenAt: Map<string, number | undefined>;
	/** What those looks tell of the next one, by reference. */
	earlier: Map<string, Earlier>;
	/** Documents that have ended, by reference, while others have not. */
	ended: Map<string, Ended>;
	/** When all documents were looked at for the last time. */
	roundAt: number;
	/** When it was found that all have ended. */
	endedAt?: number;
	/** What the last look could not read. */
	trouble?: 'document' | 'evidence';
}

const memories = new Map<string, WaitMemory>();

/** What is remembered of a wait, until its time limit. */
export function memoryOf(wait: string, times: Pick<WaitMemory, 'since' | 'until'>): WaitMemory {
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

/** Notes how a document was read: an earlier 404 was a slip. */
export function saw(memory: WaitMemory, reference: string, found: Awaited): void {
	if (isAbsent(found)) return;
	const now = Date.now();
	const openAt = lookedAt(found.document) ?? memory.seenAt.get(reference);
	memory.seenAt.set(reference, isUnsigned(found.document) ? openAt : undefined);
	memory.earlier.set(reference, earlierIn(found.document, reference));
	delete memory.sightings[reference];
	if (!hasEnded([found])) return void memory.ended.delete(reference);
	const { LastSignedDate, GMT } = found.document;
	// Rather too early: it may be removed some days later.
	const said = spansOf(LastSignedDate, GMT).map(({ first }) => first);
	const at = Math.max(memory.since, Math.min(now, ...said));
	memory.ended.set(reference, { ...found, at, seenAt: now });
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

/** Tells of the documents of waiting items what became of one that is not found, as gone.ts confirms it. */
export async function absences(
	context: FileContext,
	items: INodeExecutionData[],
	{ isAlone, sightings, seenAt, ended }: WaitMemory,
): Promise<AbsenceOf> {
	const account = await accountOf(context);
	// A look in another name may not show it.
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
		// Another process may have seen it signed since, and nothing that all of them see says so.
		const openAt = isAlone ? seenAt.get(reference) : undefined;
		return { is: absenceOf(account, reference, openAt, sightings[reference]), was };
	};
}

/** Whether an item came out of the beginning of its wait with this document completed. */
function wasCompleted({ json }: INodeExecutionData, reference: string): boolean {
	if (json.awaiting === undefined) return true;
	const { atStart } = documentIn(json, reference) ?? {};
	return isRecord(atStart) && (atStart.status ?? documentStatus(atStart)) === 'completed';
}

/** What a waiting item says of one of its documents, under the service's names. */
export function identityOf(item: IDataObject, reference: string): RawDocument {
	const own = documentIn(item, reference);
	return omitEmpty(
		Object.fromEntries(IDENTITY.map(([simple, raw]) => [raw, own?.[simple] ?? own?.[raw]])),
	);
}
