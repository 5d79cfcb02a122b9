import type { IPollFunctions } from 'n8n-workflow';

import { serviceTime, type Raw, type RawDocument } from '../../api';
import { latestReading } from '../../api/answers/latestReading';
import { currentDocument } from '../../evidence';
import { DAY_MS } from '../../shared/dates';
import { mapConcurrently } from '../../shared/mapConcurrently';
import { toResult } from '../../shared/toResult';
import { text } from '../../shared/values';
import { needLog } from '../events';
import type { PollChoices } from './choices';
import { isDated, lastSigned } from './completions';
import { rememberedAt } from './events';
import { listDocuments, subjectsOf, type Subject } from './listing';
import { stepsOf } from './log';
import type { Looks } from './many';
import { nextState } from './nextState';
import type { State } from './state';

/** What the Date header may not tell: it may be of a machine in between, and dates may be without seconds. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** How many documents without a date are read at most. */
const MOST_DATED = 200;
/** By how much a date without a zone may seem earlier than it is. */
const UNDATED_MS = DAY_MS;

/**
 * The state of a trigger that starts: what is there is known, without any event. One that was activated
 * while the service could not be asked starts at that moment: what happened since is told.
 *
 * @param activatedAt that moment, in milliseconds, where it is past
 * @throws NodeApiError when a folder cannot be read
 */
export async function baseline(
	context: IPollFunctions,
	empty: State,
	choices: PollChoices,
	activatedAt?: number,
): Promise<State> {
	const now = Date.now();
	const isPast = activatedAt !== undefined;
	const listing = await listDocuments(context, {
		hasLog: isPast || needLog(choices.events),
		// What is sent until it succeeds came after the activation.
		isOnce: !isPast,
	});
	const { at } = listing;
	const documents = isPast ? await dated(context, listing.documents) : listing.documents;
	// By the service's clock. Rather something from before is told as well than something since is not.
	const ahead = Math.min(0, (await serviceTime(context)) - Date.now());
	const moment = Math.min(activatedAt ?? now, now) + ahead - CLOCK_TOLERANCE_MS;
	const later = new Map(
		[...documents].filter(([, document]) => isPast && (latestOf(document) ?? 0) >= moment),
	);
	const known = [...documents].filter(([reference]) => !later.has(reference));
	const listed = new Map(known);
	const subjects = subjectsOf(listed, empty);
	const [looks, waiting]: [Looks, Set<Subject>] = [new Map(), new Set()];
	const state = nextState({
		...{ state: empty, listed, subjects, looks, waiting, choices, now, at, seen: 0 },
	});
	state.since = moment;
	for (const [reference, before] of state.open) {
		const document = listed.get(reference) ?? {};
		const dated = isDated(document, now) ? lastSigned(document) : undefined;
		const isLater = dated !== undefined && (latestReading(document.LastSignedDate) ?? 0) >= moment;
		// Without a date, it was signed before as a rule.
		if (before.unsure && !isLater) before.history = dated ?? moment - UNDATED_MS;
	}
	if (!isPast) return state;
	const undated = known.filter(([, document]) => latestOf(document) === undefined).length;
	if (undated > 0) {
		context.logger.warn(
			`${context.getNode().name}: the dates of ${undated} documents cannot be read. What happened to them before this look is not told`,
		);
	}
	for (const [reference, document] of later) {
		const before = rememberedAt(document, moment, choices.events);
		if (before !== undefined) state.open.set(reference, before);
	}
	// It was the last look before a pause. Which expiries are old is remembered of each document.
	return {
		...state,
		sweptAt: 0,
		lookedAt: Math.min(activatedAt, now),
		latest: moment,
		newest: moment,
	};
}

/** The documents of a list; those that it does not date as their own status has them, as far as it can be read. */
async function dated(
	context: IPollFunctions,
	documents: Map<string, RawDocument>,
): Promise<Map<string, RawDocument>> {
	const undated = [...documents].filter(([, document]) => latestOf(document) === undefined);
	const read = await mapConcurrently(
		undated.slice(-MOST_DATED),
		async ([reference, listed]): Promise<[string, RawDocument]> => {
			const outcome = await toResult(currentDocument(context, reference, () => true));
			const found = 'value' in outcome ? outcome.value : {};
			return [reference, { ...listed, ...found, Folder: text(found.Folder) || listed.Folder }];
		},
	);
	return new Map([...documents, ...read]);
}

/** When the latest that is known to have happened to a document may have been, in milliseconds. */
function latestOf(document: Raw<'Document'>): number | undefined {
	const signed = latestReading(document.LastSignedDate);
	const times = [signed, ...stepsOf(document).map(({ latest }) => latest)];
	return times.reduce(
		(most, time) => (time === undefined || (most ?? time) > time ? most : time),
		undefined,
	);
}
