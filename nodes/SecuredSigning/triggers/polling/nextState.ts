import type { RawDocument } from '../../api';
import type { Result } from '../../shared/toResult';
import type { PollChoices } from './choices';
import { isComplete, isCompleted, isDated, isTold, rememberCompletions } from './completions';
import { remember } from './events';
import { short, type Subject } from './listing';
import type { LookResult } from './look';
import type { Looks } from './many';
import { fingerprint, type State, type Unread } from './state';

interface Sweep {
	state: State;
	listed: Map<string, RawDocument>;
	subjects: Subject[];
	looks: Looks;
	/** Documents with events that this sweep does not report. */
	waiting: Set<Subject>;
	choices: PollChoices;
	now: number;
	/** When its lists were made, by the service's clock in milliseconds; NaN if one came from a cache. */
	at: number;
	/** When the sweep before ran, in this activation; 0 for the first one. */
	seen: number;
}

/** The state after the events of a sweep are reported. */
export function nextState(findings: Sweep): State {
	const { state, listed, subjects, looks, waiting, choices, now, at, seen: seenAt } = findings;
	const isLeft = Number.isNaN(at) || [...waiting].some((subject) => isUnread(looks, subject));
	const next: State = {
		...state,
		sweptAt: isLeft ? state.sweptAt : at,
		open: new Map(),
		left: new Map(state.left),
		completed: new Map(state.completed),
		finished: new Set(state.finished),
		unread: new Map(),
	};
	const told = new Map(
		[...listed].filter(
			([reference, document]) => isComplete(document) && isTold(state, reference, document),
		),
	);
	const pending: RawDocument[] = [];
	for (const subject of subjects) {
		const { reference, before, listed: seen } = subject;
		const look = looks.get(reference);
		if (waiting.has(subject)) {
			const unread = unreadOf(subject, look, now, seenAt);
			if (unread) next.unread.set(reference, unread);
			if (state.open.has(reference) && before) {
				const { seen = seenAt } = before;
				next.open.set(reference, listed.has(reference) ? before : { ...before, seen });
			}
			if (seen && isCompleted(seen)) pending.push(seen);
			continue;
		}
		const document = look && 'value' in look ? look.value.document : seen;
		next.left.delete(fingerprint(reference));
		if (seen && look && 'value' in look && look.value.isTold) {
			told.set(reference, seen);
			continue;
		}
		if (document === undefined) {
			next.left.set(fingerprint(reference), { ...before, isGone: 1 });
		} else if (isCompleted(document)) {
			// Remembered by the date in its list, because later lists are compared with it.
			told.set(reference, seen && !isDated(seen, now) ? seen : document);
		} else {
			const remembered = remember(before, document, choices.events);
			if (look && 'value' in look && seen && choices.isToBeAsked(seen)) remembered.asked = 1;
			const isOver = seen === undefined && remembered.ended !== undefined;
			if (isOver) next.left.set(fingerprint(reference), remembered);
			else next.open.set(reference, remembered);
		}
	}
	rememberCompletions(next, told, pending, now);
	return next;
}

/** Whether a document was not fully read: it failed, there was no time, or its log is missing. */
function isUnread(looks: Looks, { reference }: Subject): boolean {
	const look = looks.get(reference);
	if (look === undefined || 'error' in look) return true;
	return look.value.isPending === true && look.value.document !== undefined;
}

/**
 * What to remember of a document that is left for the next sweeps and cannot be read; undefined if nothing.
 */
function unreadOf(
	{ listed, before, unread }: Subject,
	look: Result<LookResult> | undefined,
	now: number,
	seenAt: number,
): Unread | undefined {
	const isFailing = look !== undefined && 'error' in look;
	// Known as open and complete by now: if it is removed before it is read, it must not count as open.
	const isOver = listed !== undefined && before !== undefined && isComplete(listed);
	if (listed === undefined) return unread && { ...unread, seen: unread.seen ?? seenAt };
	if (!(isFailing || unread || isOver)) return unread;
	return { since: unread?.since ?? now, listed: short(listed) };
}
