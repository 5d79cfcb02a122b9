import type { IDataObject } from 'n8n-workflow';

import { absenceOf, accountOf, confirming, type Sightings } from '../gone';
import type { FileContext } from '../transport';
import { given, records, text } from '../values';
import type { AbsenceOf } from './ending';

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
	recovered?: true;
}

/** What one process remembers of a wait, from one look to the next. A restart of n8n forgets it. */
export interface Memory {
	/** When the wait ends at the latest, in milliseconds since 1970, like all times here. */
	until: number;
	/** Documents that were answered with 404. */
	sightings: Sightings;
	/** When each document was read for the last time, by reference. */
	seenAt: Map<string, number>;
	/** When it was found that all have ended. */
	signedAt?: number;
	/** What the last look could not read. */
	trouble?: 'document' | 'evidence';
}

const memories = new Map<string, Memory>();

/** What is remembered of a wait, until its time limit. */
export function memoryOf(wait: string, until: number): Memory {
	for (const [key, memory] of memories) if (memory.until < Date.now()) memories.delete(key);
	const memory = memories.get(wait) ?? { until, sightings: {}, seenAt: new Map() };
	memories.set(wait, memory);
	return memory;
}

export const forget = (wait: string): void => void memories.delete(wait);

/** Notes that a document was read: an earlier 404 was a slip. */
export function saw({ sightings, seenAt }: Memory, reference: string): void {
	seenAt.set(reference, Date.now());
	delete sightings[reference];
}

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
	items: IDataObject[],
	{ sightings, seenAt }: Memory,
): Promise<AbsenceOf> {
	const account = await accountOf(context);
	const confirm = confirming(context, sightings);
	return async (reference) => {
		const item = items.find(({ awaiting }) =>
			(awaiting as Waiting | undefined)?.documents.includes(reference),
		);
		const { account: own, since } = item?.awaiting as Waiting;
		if (own !== account || !(await confirm(reference))) return undefined;
		const lastSeen = seenAt.get(reference) ?? Date.parse(since);
		return {
			is: absenceOf(lastSeen, sightings[reference]),
			was: identityOf(item as IDataObject, reference),
		};
	};
}

/** What a waiting item says of one of its documents, under the service's names. */
function identityOf(item: IDataObject, reference: string): IDataObject {
	const own = [item, ...records(item.documents)].find((document) =>
		IDENTITY[0].some((key) => text(document[key]) === reference),
	);
	return given(
		Object.fromEntries(IDENTITY.map(([simple, raw]) => [raw, own?.[simple] ?? own?.[raw]])),
	);
}
