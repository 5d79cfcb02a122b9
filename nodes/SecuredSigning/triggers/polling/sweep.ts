import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { isUnreadable } from '../../api';
import { confirming } from '../../api/gone';
import { EVENTS, needLog } from '../events';
import type { PollChoices } from './choices';
import { isComplete, isTold } from './completions';
import { eventsSince, isContradictory } from './events';
import { listDocuments, subjectsOf, type Subject } from './listing';
import type { SweepContext } from './look';
import { inTurn, lookAtMany, type Looks } from './many';
import { nextState } from './nextState';
import type { State } from './state';
import type { Watch } from './watch';

/** What a sweep found. */
export interface Sweep {
	items: INodeExecutionData[];
	/** The state after these items are reported. */
	state: State;
	/**
	 * The error that left documents for the next sweep; not set for errors of single documents, or only
	 * because of their number.
	 */
	failure?: Error;
	/** The references of documents that have to be looked at again, those looked at longest ago first. */
	undone: Set<string>;
	/**
	 * Whether the state has new documents, or new results of filters, that no item shows and that may matter
	 * for later events.
	 */
	hasNews: boolean;
	/** Whether a document became, or is no longer, possibly completed, without an item that shows it. */
	hasDoubts: boolean;
	/** Problems with documents that cannot be read, or only in part: a sentence for each. */
	faults: string[];
	/** When the lists were made, by the service's clock in milliseconds. */
	seen: number;
}

/**
 * Checks the account once: reads two lists, and then each document that probably had a chosen event.
 * Documents that could not be read, and those beyond the limit of a sweep, keep their remembered state, so
 * that the next sweep finds their events.
 *
 * @param watch what earlier sweeps of this activation left
 * @throws NodeApiError when a folder cannot be read
 */
export async function sweep(
	context: IPollFunctions,
	state: State,
	choices: PollChoices,
	{ undone, seen = 0 }: Watch,
): Promise<Sweep> {
	const now = Date.now();
	const last = undone ?? new Set();
	const listing = await listDocuments(context, {
		hasLog: needLog(choices.events),
		takesAny: true,
		earlier: state.open,
	});
	const { documents: listed, faults, at } = listing;
	const subjects = subjectsOf(listed, state);
	const toRead = subjects.filter((subject) => needsReading(subject, state, choices));
	const isToRead = new Set(toRead.map(({ reference }) => reference));
	const toAsk = subjects.filter(
		({ reference, before, listed: document }) =>
			!isToRead.has(reference) && !before?.asked && document && choices.isToBeAsked(document),
	);
	// A document that is listed exists. n8n may not have stored that an earlier sweep listed it, so the first sweep of
	// an activation begins anew.
	const suspected = Object.entries(undone ? state.sightings : {});
	const sightings = Object.fromEntries(suspected.filter(([reference]) => !listed.has(reference)));
	const confirm = confirming(context, sightings);
	const sweepContext: SweepContext = {
		...{ now, account: state.account, sweptAt: state.sweptAt, seen, sightings, confirm },
		isTold: (reference, document) => isTold(state, reference, document),
	};
	const queue = [...inTurn(toRead, last), ...inTurn(toAsk, last)];
	const looks = await lookAtMany(context, queue, choices, sweepContext);
	const waiting = new Set(toRead.filter(({ reference }) => !isDone(looks, reference)));
	const next = nextState({ state, listed, subjects, looks, waiting, choices, now, at, seen });
	for (const reference of Object.keys(sightings)) {
		if (!next.open.has(reference) && !next.unread.has(reference)) delete sightings[reference];
	}
	next.sightings = sightings;
	const failures = [...looks].flatMap(([reference, look]) =>
		'error' in look && isToRead.has(reference)
			? [{ reference, error: look.error, isListed: listed.has(reference) }]
			: [],
	);
	const unfollowed = failures.filter(({ error, isListed }) => isListed && isUnreadable(error));
	const names = unfollowed.map(
		({ reference }) =>
			`The document ${reference} is listed and cannot be read. What happened to it is told when it can, or after a day as its list shows it`,
	);
	const isQueued = new Set(queue.map(({ reference }) => reference));
	const known = subjects.filter(
		({ reference, listed: document }) =>
			next.open.has(reference) && choices.mayMatch(document ?? {}),
	);
	return {
		items: [...looks.values()].flatMap((look) => ('value' in look ? look.value.items : [])),
		state: next,
		failure: failures.find((failure) => !unfollowed.includes(failure))?.error,
		undone: new Set([
			...[...last].filter((reference) => isQueued.has(reference) && !looks.has(reference)),
			...[...looks.keys()].filter((reference) => !isDone(looks, reference)),
		]),
		faults: [...faults, ...names],
		seen: Number.isNaN(at) ? seen : at,
		hasNews: known.some(
			({ reference, before }) =>
				before === undefined || next.open.get(reference)?.asked !== before.asked,
		),
		hasDoubts:
			known.some(
				({ reference, before }) => next.open.get(reference)?.doubtSince !== before?.doubtSince,
			) ||
			[...next.unread].some(
				([reference, { listed: shown }]) => !state.unread.has(reference) && isComplete(shown),
			),
	};
}

function isDone(looks: Looks, reference: string): boolean {
	const look = looks.get(reference);
	return look !== undefined && 'value' in look && !look.value.isPending;
}

/**
 * Whether a chosen event is likely, so that the document has to be read. The list shows nearly all events;
 * only the log shows the rest.
 */
function needsReading(
	{ before, listed }: Subject,
	{ sweptAt }: State,
	choices: PollChoices,
): boolean {
	if (listed === undefined) return true;
	if (!choices.mayMatch(listed)) return false;
	const { events } = choices;
	return (
		eventsSince(before, listed, sweptAt).some(({ event }) => events.has(event)) ||
		[...events].some((event) => EVENTS[event].mayBeHidden?.(before, listed)) ||
		(needLog(events) && !Array.isArray(listed.Logs)) ||
		isContradictory(before, listed)
	);
}
