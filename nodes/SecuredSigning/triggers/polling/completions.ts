import type { Raw, RawDocument } from '../../api';
import { orderOf } from '../../api/answers/dates';
import { documentStatus, isInDoubt } from '../../api/answers/documentStatus';
import { latestReading } from '../../api/answers/latestReading';
import { DAY_MS } from '../../shared/dates';
import { stepsOf } from './log';
import { fingerprint, listedKey, type State } from './state';

/*
 * The folder 'Signed' contains the whole history. A new completion is recognised because the document was
 * known as open before. If it was sent and signed between two sweeps, its date decides: signatures more than
 * MARGIN older than the newest signature ever seen are history; of newer ones, the reported ones are
 * remembered. Both dates come from the service, so its clock does not have to be right. Documents without a
 * readable date are remembered as long as they are listed; before one of them is reported, its own status, or
 * else its log, is read for the date. A document without any date is history if an earlier look already
 * listed it as completed.
 *
 * After a pause, the first list may not contain everything that was signed meanwhile (paging, an outdated
 * replica). So `newest` then keeps its value from the last look before the pause for the time of MARGIN.
 */
export const MARGIN = 2 * DAY_MS;
/**
 * Shorter than MARGIN by more than any time zone offset: until then, `newest` is no later than the last look.
 */
const PAUSE_MS = DAY_MS;

/** Whether everybody has signed. */
export const isCompleted = (document: Raw<'Document'>): boolean =>
	documentStatus(document) === 'completed';

/** Whether everybody may have signed; it may still need a second look. */
export const isComplete = (document: Raw<'Document'>): boolean =>
	isCompleted(document) || isInDoubt(document);

/** The time of the last signature, for comparing; undefined if the date is missing or not readable. */
export const lastSigned = ({ LastSignedDate, GMT }: Raw<'Document'>): number | undefined =>
	orderOf(LastSignedDate, GMT);

/**
 * Whether a list contains the date of a completion. Without it, the whole history would be reported, so the
 * document's own status is read for the date.
 */
export function isDated(listed: Raw<'Document'>, now: number): boolean {
	return isPlausible(lastSigned(listed), now);
}

const isPlausible = (at: number | undefined, now: number): at is number =>
	at !== undefined && at <= now + DAY_MS;

/**
 * When a completed document was last signed: by its own date, else by the last step of its log, of any kind.
 * Undefined if neither has a plausible date.
 */
export function completedAt(
	document: Raw<'Document'>,
	now = Date.now(),
): { at: number; latest: number } | undefined {
	const own = { at: lastSigned(document), latest: latestReading(document.LastSignedDate) };
	const steps = isPlausible(own.at, now)
		? [own]
		: stepsOf(document).map(({ time, latest }) => ({ at: time, latest }));
	const isWhole = steps.length > 0 && steps.every(({ at }) => isPlausible(at, now));
	if (!isWhole) return undefined;
	return {
		at: Math.max(...steps.map(({ at = NaN }) => at)),
		latest: Math.max(...steps.map(({ latest = Infinity }) => latest)),
	};
}

/** Whether the completion of a document that was not known as open was already reported, or is history. */
export function isTold(
	{ completed, finished, newest = -Infinity, since = -Infinity }: State,
	reference: string,
	document: Raw<'Document'>,
): boolean {
	if (completed.has(fingerprint(reference))) return true;
	const dated = completedAt(document);
	if (dated === undefined) return finished.has(listedKey(reference));
	// A first list may lack what was signed before.
	return dated.at <= newest - MARGIN || dated.latest < since;
}

/**
 * Updates `completed`, `finished`, `newest` and the values that `newest` depends on.
 *
 * @param told completed documents that need no further event, by reference
 * @param pending those that do: they must not become history before
 */
export function rememberCompletions(
	state: State,
	told: Map<string, RawDocument>,
	pending: RawDocument[],
	now: number,
): void {
	const dates = (documents: Iterable<RawDocument>) =>
		[...documents].flatMap((document) => lastSigned(document) ?? []);
	const smallest = (numbers: number[], start: number) =>
		numbers.reduce((least, number) => Math.min(least, number), start);
	const newest = dates(told.values()).reduce(
		(most, date) => Math.max(most, date),
		Number.NEGATIVE_INFINITY,
	);
	if (state.lookedAt > 0 && now - state.lookedAt > PAUSE_MS) {
		state.newest = state.latest ?? state.lookedAt;
		state.heldUntil = now + MARGIN;
	}
	state.lookedAt = now;
	// With a date in the future, everything before it would become history.
	const latest = smallest(dates(pending), Math.min(newest, now));
	// The same is true for pending documents without a date.
	const isKnown = pending.every((document) => isDated(document, now));
	if (isKnown && Number.isFinite(latest)) state.latest = Math.max(latest, state.latest ?? latest);
	if (now >= state.heldUntil) state.newest = state.latest;
	const horizon = Math.min(state.newest ?? now, now) - MARGIN;
	for (const [reference, document] of told) {
		// Documents that were listed last are forgotten last.
		state.finished.delete(listedKey(reference));
		state.finished.add(listedKey(reference));
		const at = isDated(document, now) ? (lastSigned(document) ?? now) : now;
		if (at > horizon) state.completed.set(fingerprint(reference), at);
	}
	for (const [key, at] of state.completed) if (at <= horizon) state.completed.delete(key);
}
