import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { confirming } from '../SecuredSigning/gone';
import type { Choices } from './choices';
import { isCompleted, isTold, lastSigned, rememberCompletions } from './completions';
import { eventsSince, isExtended, remember, rememberedAt } from './events';
import { listDocuments, subjectsOf, type Subject } from './listing';
import { stepsOf } from './log';
import { lookAtMany, type Looks } from './many';
import { fingerprint, type State } from './state';
import type { Watch } from './watch';

/** What a sweep found. */
interface Sweep {
	items: INodeExecutionData[];
	/** What is known once these items are out. */
	state: State;
	/** Why documents were left for the next sweep; not when it is for their number alone. */
	failure?: Error;
	/** The references of documents that could not be read. */
	failed: Set<string>;
	/** Whether documents became known that no event tells of, and whose end might be asked for. */
	hasNews: boolean;
	/** What is wrong with documents that cannot be read, or only in part: a sentence for each. */
	faults: string[];
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
	choices: Choices,
	{ failed: last = new Set(), seen = 0 }: Watch,
): Promise<Sweep> {
	const now = Date.now();
	const { documents: listed, faults } = await listDocuments(context);
	const subjects = subjectsOf(listed, state);
	const toRead = subjects.filter((subject) => needsReading(subject, state, choices));
	const sightings = { ...state.sightings };
	const confirm = confirming(context, sightings, now);
	const glance = { sweptAt: state.sweptAt, seen, sightings, confirm };
	const looks = await lookAtMany(context, inTurn(toRead, last), choices, glance);
	const waiting = new Set(toRead.filter(({ reference }) => !isDone(looks, reference)));
	const next = nextState({ state, listed, subjects, looks, waiting, choices, now, seen });
	for (const reference of Object.keys(sightings)) {
		if (!next.open.has(reference)) delete sightings[reference];
	}
	next.sightings = sightings;
	const failures = [...looks].flatMap(([reference, look]) =>
		'error' in look ? [{ reference, error: look.error }] : [],
	);
	return {
		items: [...looks.values()].flatMap((look) => ('value' in look ? look.value.items : [])),
		state: next,
		failure: failures[0]?.error,
		failed: new Set(failures.map(({ reference }) => reference)),
		faults,
		hasNews: subjects.some(
			({ reference, before, listed: document }) =>
				before === undefined && next.open.has(reference) && choices.matches(document ?? {}),
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
	choices: Choices,
	activatedAt?: number,
): Promise<State> {
	const now = Date.now();
	const isPast = activatedAt !== undefined;
	const { documents } = await listDocuments(context, isPast ? { DocumentLog: true } : {});
	const later = new Map(
		[...documents].filter(([, document]) => isPast && latestOf(document) >= activatedAt),
	);
	const known = [...documents].filter(([reference]) => !later.has(reference));
	const listed = new Map(known);
	const subjects = subjectsOf(listed, empty);
	const [looks, waiting]: [Looks, Set<Subject>] = [new Map(), new Set()];
	const state = nextState({
		...{ state: empty, listed, subjects, looks, waiting, choices, now, seen: 0 },
	});
	if (!isPast) return state;
	for (const [reference, document] of later) {
		const before = rememberedAt(document, activatedAt, choices.events);
		if (before !== undefined) state.open.set(reference, before);
	}
	return { ...state, sweptAt: activatedAt };
}

/** The latest that is known to have happened to a document, in milliseconds. */
function latestOf(document: IDataObject): number {
	const times = stepsOf(document).flatMap(({ time }) => time ?? []);
	return Math.max(lastSigned(document) ?? Number.NEGATIVE_INFINITY, ...times);
}

function isDone(looks: Looks, reference: string): boolean {
	const look = looks.get(reference);
	return look !== undefined && 'value' in look && !look.value.isPending;
}

/** Not read to the end: it failed, there was no time for it, or its log did not come. */
function isUnread(looks: Looks, { reference }: Subject): boolean {
	const look = looks.get(reference);
	if (look === undefined || 'error' in look) return true;
	return look.value.isPending === true && look.value.document !== undefined;
}

/** Whether an event that is asked for is likely. The list tells nearly all; the log knows the rest. */
function needsReading({ before, listed }: Subject, { sweptAt }: State, choices: Choices): boolean {
	if (listed === undefined) return true;
	if (!choices.matches(listed)) return false;
	const { events } = choices;
	return (
		eventsSince(before, listed, sweptAt).some(({ event }) => events.has(event)) ||
		(events.has('expired') && isExtended(before, listed))
	);
}

/** The longest finished first; what failed the last time must not keep the others waiting. */
function inTurn(subjects: Subject[], last: Set<string>): Subject[] {
	const place = ({ reference, listed }: Subject) =>
		last.has(reference) ? Number.MAX_VALUE : ((listed && lastSigned(listed)) ?? 0);
	return [...subjects].sort((a, b) => place(a) - place(b));
}

interface Findings {
	state: State;
	listed: Map<string, IDataObject>;
	subjects: Subject[];
	looks: Looks;
	/** What has events that are not told by this sweep. */
	waiting: Set<Subject>;
	choices: Choices;
	now: number;
	/** When the sweep before ran, in this activation; 0 for the first one. */
	seen: number;
}

function nextState(findings: Findings): State {
	const { state, listed, subjects, looks, waiting, choices, now, seen: seenAt } = findings;
	const next: State = {
		...state,
		sweptAt: [...waiting].some((subject) => isUnread(looks, subject)) ? state.sweptAt : now,
		open: new Map(),
		left: new Map(state.left),
		completed: new Map(state.completed),
	};
	const told = new Map(
		[...listed].filter(
			([reference, document]) => isCompleted(document) && isTold(state, reference, document),
		),
	);
	const pending: IDataObject[] = [];
	for (const subject of subjects) {
		const { reference, before, listed: seen } = subject;
		if (waiting.has(subject)) {
			if (state.open.has(reference) && before) {
				const { seen = seenAt } = before;
				next.open.set(reference, listed.has(reference) ? before : { ...before, seen });
			}
			if (seen && isCompleted(seen)) pending.push(seen);
			continue;
		}
		const look = looks.get(reference);
		const document = look && 'value' in look ? look.value.document : seen;
		next.left.delete(fingerprint(reference));
		if (document === undefined) {
			next.left.set(fingerprint(reference), before ?? {});
		} else if (isCompleted(document)) {
			told.set(reference, document);
		} else {
			const remembered = remember(before, document, choices.events);
			const isOver = seen === undefined && remembered.ended !== undefined;
			if (isOver) next.left.set(fingerprint(reference), remembered);
			else next.open.set(reference, remembered);
		}
	}
	rememberCompletions(next, told, pending, now);
	return next;
}
