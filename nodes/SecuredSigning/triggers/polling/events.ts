import type { Raw } from '../../api';
import { documentStatus, isUnsigned } from '../../api/answers/documentStatus';
import { earlierOf } from '../../api/answers/looks';
import { emailOf } from '../../api/answers/people';
import { hasSigned } from '../../api/answers/signerStatus';
import { omitEmpty, objectsIn, plainWords, text } from '../../shared/values';
import { ENDS, EVENTS, needLog, POLLED, type TriggerEvent } from '../events';
import { isCompleted } from './completions';
import {
	allSigned,
	allSteps,
	EXPIRED,
	lastOf,
	sentIn,
	signersOf,
	stepsWith,
	tellApart,
	type Found,
} from './finders';
import { signingSteps, stepsOf, type Step } from './log';
import type { Remembered } from './state';

/** Something that happened to a document. */
export interface DocumentEvent extends Omit<Found, 'place'> {
	event: TriggerEvent;
	/** The signer's part of the `eventId`. */
	who?: string;
}

/**
 * What happened to a document since it was remembered, in the order of its log.
 *
 * @param before undefined for a document that was never seen
 * @param sweptAt the time of the sweep before: an expiry before it that only the log shows is old
 */
export function eventsSince(
	before: Remembered | undefined,
	document: Raw<'Document'>,
	sweptAt: number,
): DocumentEvent[] {
	const change = { before, document, steps: stepsOf(document), sweptAt };
	const happened = POLLED.flatMap((event) =>
		finderOf(event)(change).map((found) => ({ event, ...found })),
	);
	const isBySomebody = happened.some(({ signer }) => signer);
	const people = isBySomebody ? tellApart(document, emailOf) : undefined;
	return happened.sort(byPlace).map(({ event, occurredAt, signer }) => ({
		event,
		...omitEmpty({ occurredAt, signer, who: signer && people?.get(signer) }),
	}));
}

function finderOf(event: TriggerEvent) {
	const { find = () => [] } = EVENTS[event];
	return find instanceof RegExp ? stepsWith(find) : find;
}

/** Compared and not subtracted, because the difference of two infinities is NaN. */
const byPlace = (a: Found, b: Found): number =>
	Number(a.place > b.place) - Number(a.place < b.place);

/**
 * What to remember of a document once its events are reported.
 *
 * @param chosen the chosen events: some need more to be remembered than others
 */
export function remember(
	before: Remembered | undefined,
	document: Raw<'Document'>,
	chosen: Set<TriggerEvent>,
): Remembered {
	const steps = stepsOf(document);
	const unsure = isUnsigned(document) || endOf(document) ? undefined : documentStatus(document);
	const more = [...chosen].map((event) => EVENTS[event].remember?.(before, document));
	return omitEmpty({
		signed: allSigned(before, document),
		ended: endOf(document),
		unsure,
		...earlierOf(document),
		history: unsure && before?.history,
		expired: lastOf(steps, EXPIRED)?.time ?? before?.expired,
		...(needLog(chosen) && { steps: allSteps(before, document, steps) }),
		...(Object.assign({}, ...more) as Remembered),
	});
}

/**
 * What would have been remembered of a document at an earlier time, according to its log; undefined if it was
 * not sent by then. A step that may have been later, by any reading of its date, counts as later; one without
 * a readable date counts as earlier.
 *
 * @param moment milliseconds since 1970
 */
export function rememberedAt(
	document: Raw<'Document'>,
	moment: number,
	chosen: Set<TriggerEvent>,
): Remembered | undefined {
	const steps = stepsOf(document);
	const isLater = (step: Step | undefined) => (step?.latest ?? Number.NEGATIVE_INFINITY) >= moment;
	if (isLater(sentIn(steps))) return undefined;
	const signers = signersOf(document).filter(hasSigned);
	const signings = signingSteps(steps, signers);
	const signedLater = new Set(signers.filter((_, index) => isLater(signings[index])));
	const end = endOf(document);
	const { endStep } = end ? EVENTS[end] : {};
	const endedLater = endStep && isLater(lastOf(steps, endStep));
	return remember(
		undefined,
		{
			...document,
			Signers: signersOf(document).map((signer) =>
				signedLater.has(signer) ? { ...signer, HasSigned: false, SignedStatus: 'Pending' } : signer,
			),
			Logs: objectsIn(document.Logs).filter((entry) => !isLater(stepsOf({ Logs: [entry] })[0])),
			...(endedLater && { Status: '' }),
		},
		chosen,
	);
}

/**
 * Whether the status of a document has to be read because its list is contradictory: it shows the document as
 * open although it had ended (an outdated list, or an extended document), or in the folder Signed without a
 * status and not completed.
 */
export const isContradictory = (
	before: Remembered | undefined,
	listed: Raw<'Document'>,
): boolean => {
	const isSigned = text(listed.Status) === '' && plainWords(listed.Folder) === 'signed';
	return (
		before?.isGone === 1 ||
		(before?.ended !== undefined && endOf(listed) === undefined) ||
		(isSigned && !isCompleted(listed))
	);
};

/**
 * The identity of an event: the same whenever and by whatever trigger it is told, so that n8n's
 * "Remove Duplicates" can tell repeats. Only what happens more than once has a date in it; else that would make two
 * of what one look finds without its log, or before its last step.
 */
export function eventId(reference: string, { event, who, occurredAt }: DocumentEvent): string {
	const { find, repeats = find instanceof RegExp } = EVENTS[event];
	return [reference, event, who, repeats && occurredAt].filter(Boolean).join('/');
}

function endOf(document: Raw<'Document'>) {
	const status = documentStatus(document);
	return ENDS.find((end) => end === status);
}
