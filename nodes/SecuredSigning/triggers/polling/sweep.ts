import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { isUnreadable, serviceTime, type Raw } from '../../api';
import { latestReading } from '../../api/answers/latestReading';
import { recall } from '../../api/answers/saidAgain';
import { recallSigners } from '../../api/answers/signersSeen';
import { confirming } from '../../api/gone';
import type { PollChoices } from './choices';
import { isTold, lastSigned } from './completions';
import { eventsSince, isExtended, rememberedAt } from './events';
import { listDocuments, subjectsOf, type Subject } from './listing';
import { stepsOf } from './log';
import type { Glance } from './look';
import { lookAtMany, type Looks } from './many';
import { nextState } from './nextState';
import type { State } from './state';
import type { Watch } from './watch';

/** What the Date header may not tell: it may be of a machine in between, and dates may be without seconds. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** What a sweep found. */
export interface Sweep {
	items: INodeExecutionData[];
	/** What is known once these items are out. */
	state: State;
	/** Why documents were left for the next sweep; not when it is up to one document, or for their number alone. */
	failure?: Error;
	/** The references of documents that could not be read. */
	failed: Set<string>;
	/** Whether documents became known that no event tells of, and whose end might be asked for. */
	hasNews: boolean;
	/** Whether documents came into doubt, or are in doubt no more, and no event tells of it. */
	hasDoubts: boolean;
	/** What is wrong with documents that cannot be read, or only in part: a sentence for each. */
	faults: string[];
	/** When what is listed was seen to be so, by the service's clock in milliseconds. */
	seen: number;
}

/**
 * Looks over the account once: two lists, then one reading of each document that had an event which is
 * asked for. Documents that could not be read, and those beyond the number for one sweep, stay as they
 * were remembered, so that the next sweep finds their events again.
 *
 * @param watch what the sweeps before this one, in this activation, left
 * @throws NodeApiError when a folder cannot be read
 */
export async function sweep(
	context: IPollFunctions,
	state: State,
	choices: PollChoices,
	{ failed: last = new Set(), seen = 0 }: Watch,
): Promise<Sweep> {
	const now = Date.now();
	for (const [reference, { doubtSince, signers }] of state.open) {
		recall(reference, doubtSince);
		recallSigners(reference, signers);
	}
	const { documents: listed, faults, at } = await listDocuments(context, { takesAny: true });
	const subjects = subjectsOf(listed, state);
	const toRead = subjects.filter((subject) => needsReading(subject, state, choices));
	const sightings = { ...state.sightings };
	const confirm = confirming(context, sightings);
	const glance: Glance = {
		...{ now, sweptAt: state.sweptAt, seen, sightings, confirm },
		isTold: (reference, document) => isTold(state, reference, document),
	};
	const looks = await lookAtMany(context, longestFinishedFirst(toRead, last), choices, glance);
	const waiting = new Set(toRead.filter(({ reference }) => !isDone(looks, reference)));
	const next = nextState({ state, listed, subjects, looks, waiting, choices, now, seen });
	for (const reference of Object.keys(sightings)) {
		if (!next.open.has(reference) && !next.unread.has(reference)) delete sightings[reference];
	}
	next.sightings = sightings;
	const failures = [...looks].flatMap(([reference, look]) =>
		'error' in look ? [{ reference, error: look.error, isListed: listed.has(reference) }] : [],
	);
	const unfollowed = failures.filter(({ error, isListed }) => isListed && isUnreadable(error));
	const names = unfollowed.map(
		({ reference }) =>
			`The document ${reference} is listed and cannot be read. What happened to it is told when it can, or after a day as its list shows it`,
	);
	const known = subjects.filter(
		({ reference, listed: document }) =>
			next.open.has(reference) && choices.matches(document ?? {}),
	);
	return {
		items: [...looks.values()].flatMap((look) => ('value' in look ? look.value.items : [])),
		state: next,
		failure: failures.find((failure) => !unfollowed.includes(failure))?.error,
		failed: new Set(failures.map(({ reference }) => reference)),
		faults: [...faults, ...names],
		seen: Number.isNaN(at) ? seen : at,
		hasNews: known.some(({ before }) => before === undefined),
		hasDoubts: known.some(
			({ reference, before }) => next.open.get(reference)?.doubtSince !== before?.doubtSince,
		),
	};
}

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
	const { documents } = await listDocuments(context, {
		query: isPast ? { DocumentLog: true } : {},
	});
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
		...{ state: empty, listed, subjects, looks, waiting, choices, now, seen: 0 },
	});
	state.since = moment;
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

/** When the latest that is known to have happened to a document may have been, in milliseconds. */
function latestOf(document: Raw<'Document'>): number | undefined {
	const signed = latestReading(document.LastSignedDate);
	const times = [signed, ...stepsOf(document).map(({ latest }) => latest)];
	return times.reduce(
		(most, time) => (time === undefined || (most ?? time) > time ? most : time),
		undefined,
	);
}

function isDone(looks: Looks, reference: string): boolean {
	const look = looks.get(reference);
	return look !== undefined && 'value' in look && !look.value.isPending;
}

/** Whether an event that is asked for is likely. The list tells nearly all; the log knows the rest. */
function needsReading(
	{ before, listed }: Subject,
	{ sweptAt }: State,
	choices: PollChoices,
): boolean {
	if (listed === undefined) return true;
	if (!choices.matches(listed)) return false;
	const { events } = choices;
	return (
		eventsSince(before, listed, sweptAt).some(({ event }) => events.has(event)) ||
		(events.has('expired') && isExtended(before, listed))
	);
}

/** The longest finished first; what failed the last time must not keep the others waiting. */
function longestFinishedFirst(subjects: Subject[], last: Set<string>): Subject[] {
	const place = ({ reference, listed }: Subject) =>
		last.has(reference) ? Number.MAX_VALUE : ((listed && lastSigned(listed)) ?? 0);
	return [...subjects].sort((a, b) => place(a) - place(b));
}
