import type { Raw, RawDocument } from '../../api';
import { orderOf } from '../../api/answers/dates';
import { documentStatus, isInDoubt } from '../../api/answers/documentStatus';
import { latestReading } from '../../api/answers/latestReading';
import { DAY_MS } from '../../shared/dates';
import { stepsOf } from './log';
import { fingerprint, listedKey, type State } from './state';

/*
 * The folder 'Signed' holds the whole history. A document that was known while it was open is told
 * from it by that. One that was sent and signed between two sweeps is told by its date: what was
 * signed more than MARGIN before the newest signature ever seen is history; of what is newer, it is
 * remembered which were told. Both dates are the service's, so its clock need not be right. A date that
 * cannot be read tells nothing: such documents are remembered as long as they are listed, and before one of
 * them is told, the date of its own status counts, else its log. What has no date anywhere is history where an
 * earlier look had it listed as completed.
 *
 * After a pause, the first list may lack some of what was signed meanwhile (a page, a replica behind). So
 * `newest` then stays for as long as MARGIN what was the newest by the last look before the pause.
 */
export const MARGIN = 2 * DAY_MS;
/** Shorter than MARGIN by more than any zone: until then, `newest` is no later than the last look. */
const PAUSE_MS = DAY_MS;

/** Whether everybody has signed. */
export const isCompleted = (document: Raw<'Document'>): boolean =>
	documentStatus(document) === 'completed';

/** Whether everybody may have signed: a second look may have to confirm that. */
export const isComplete = (document: Raw<'Document'>): boolean =>
	isCompleted(document) || isInDoubt(document);

/** When it was last signed, beside others; undefined where the date is not there or not readable. */
export const lastSigned = ({ LastSignedDate, GMT }: Raw<'Document'>): number | undefined =>
	orderOf(LastSignedDate, GMT);

/**
 * Whether a list dates a completion: one without its dates, or with dates that nobody set, would make news of
 * the whole history. The document's own status has the date then.
 */
export function isDated(listed: Raw<'Document'>, now: number): boolean {
	return isPlausible(lastSigned(listed), now);
}

const isPlausible = (at: number | undefined, now: number): at is number =>
	at !== undefined && at <= now + DAY_MS;

/**
 * When a completed document was signed at the latest: by its own date, else by the last step of its log, whatever
 * that was. Undefined where neither tells.
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

/** Whether the completion of a document that is not known as open was told, or is history. */
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
 * Brings `completed`, `finished`, `newest` and what it goes by up to date.
 *
 * @param told completed documents that need no further event, by reference
 * @param pending those that do; they must not become history before
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
	// A date in the future would make history of everything that comes before it.
	const latest = smallest(dates(pending), Math.min(newest, now));
	// So would any date, of what is left over and has none.
	const isKnown = pending.every((document) => isDated(document, now));
	if (isKnown && Number.isFinite(latest)) state.latest = Math.max(latest, state.latest ?? latest);
	if (now >= state.heldUntil) state.newest = state.latest;
	const horizon = Math.min(state.newest ?? now, now) - MARGIN;
	for (const [reference, document] of told) {
		// What was listed last is forgotten last.
		state.finished.delete(listedKey(reference));
		state.finished.add(listedKey(reference));
		const at = isDated(document, now) ? (lastSigned(document) ?? now) : now;
		if (at > horizon) state.completed.set(fingerprint(reference), at);
	}
	for (const [key, at] of state.completed) if (at <= horizon) state.completed.delete(key);
}
