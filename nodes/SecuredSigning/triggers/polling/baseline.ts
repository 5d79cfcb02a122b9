import type { IPollFunctions } from 'n8n-workflow';

import { serviceTime, type Raw, type RawDocument } from '../../api';
import { latestReading } from '../../api/answers/latestReading';
import { currentDocument } from '../../evidence';
import { DAY_MS } from '../../shared/dates';
import { mapConcurrently } from '../../shared/mapConcurrently';
import { toResult } from '../../shared/toResult';
import { highest, text } from '../../shared/values';
import { needLog } from '../events';
import type { PollChoices } from './choices';
import { isDated, lastSigned } from './completions';
import { rememberedAt } from './events';
import { listDocuments, subjectsOf, type Subject } from './listing';
import { stepsOf } from './log';
import type { Looks } from './many';
import { nextState } from './nextState';
import type { State } from './state';

/** How much the Date header may be wrong: it may come from a proxy, and dates may have no seconds. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** How many documents without a date are read at most. */
const MOST_DATED = 200;
/** By how much a date without a time zone may appear too early. */
const UNDATED_MS = DAY_MS;

/**
 * The state of a trigger that starts: existing documents are remembered without events. If the service could
 * not be reached at the activation, the state is that of the activation, so that later events are reported.
 *
 * @param activatedAt the time of the activation in milliseconds, if it was earlier
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
		// Not retried: documents that are sent during retries would count as old.
		isOnce: !isPast,
	});
	const { at } = listing;
	const documents = isPast ? await dated(context, listing.documents) : listing.documents;
	// By the service's clock, and early rather than late: reporting an old event is better than missing a new
	// one.
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
		// Without a date, it was probably signed before.
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
	// The activation counts as the last look before a pause. Old expiries are remembered per document.
	return {
		...state,
		sweptAt: 0,
		lookedAt: Math.min(activatedAt, now),
		latest: moment,
		newest: moment,
	};
}

/** The documents of a list. Those without a date are read by their own status, if possible. */
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

/** The latest time at which the last known change of a document may have happened, in milliseconds. */
function latestOf(document: Raw<'Document'>): number | undefined {
	const signed = latestReading(document.LastSignedDate);
	return highest(signed, ...stepsOf(document).map(({ latest }) => latest));
}
