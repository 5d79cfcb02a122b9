import type { Raw, RawSigner } from '../../api';
import { isoDate, orderOf } from '../../api/answers/dates';
import { documentStatus, isUnsigned } from '../../api/answers/documentStatus';
import { earlierOf } from '../../api/answers/looks';
import { emailOf } from '../../api/answers/people';
import { countIn } from '../../api/answers/signedCount';
import { hasSigned } from '../../api/answers/signerStatus';
import type { Absence } from '../../api/gone';
import { omitEmpty, objectsIn, plainWords, text } from '../../shared/values';
import { ENDS, isAnyOf, LOSSES, type End, type TriggerEvent } from '../events';
import { completedAt, isCompleted } from './completions';
import { signingSteps, stepsOf, type Step } from './log';
import { fingerprint, SHORT, type Remembered } from './state';

/** It tells only of statuses that it knows. */
export type EventName = Exclude<TriggerEvent, 'other'>;

/** Something that happened to a document. */
export interface DocumentEvent {
	event: EventName;
	/** When, where the log tells. */
	occurredAt?: string;
	/** Who signed, as the service describes signers. */
	signer?: RawSigner;
}

/** A document, and what is known of it from before. */
interface Change {
	/** Undefined for a document that was never seen. */
	before: Remembered | undefined;
	document: Raw<'Document'>;
	/** Its log. */
	steps: Step[];
	/** When the earlier sweep was. */
	sweptAt: number;
}

/** An event by its step in the log, where there is one. */
interface Found extends Omit<DocumentEvent, 'event'> {
	/** Before or after the others. */
	place: number;
}

const FIRST = Number.NEGATIVE_INFINITY;
const LAST = Number.POSITIVE_INFINITY;

/** How each event is found in a document; without a log, this is their order. Losses are told by look.ts. */
const FINDERS: Record<Exclude<EventName, Absence>, (change: Change) => Found[]> = {
	sent: ({ before, steps }) => (before ? [] : [foundAt(FIRST, sentIn(steps))]),
	signed: ({ before, document, steps }) => {
		const told = signedBy(before);
		const signers = signersOf(document).filter(hasSigned);
		const signings = signingSteps(steps, signers);
		return signers.flatMap((signer, index) => {
			if (told.has(signerKey(signer))) return [];
			const step = signings[index];
			return { ...foundAt(step?.place ?? steps.length, step), signer };
		});
	},
	expired: (change) => {
		const expiries = expiriesSince(change).map((step) => foundAt(step.place, step));
		return expiries.length > 0 ? expiries : endedAs('expired', change);
	},
	declined: (change) => endedAs('declined', change),
	rejected: (change) => endedAs('rejected', change),
	completed: ({ before, document, steps }) => {
		const isNew = (completedAt(document)?.at ?? 0) > (before?.history ?? -1);
		if (!isCompleted(document) || !isNew) return [];
		const at = isoDate(document.LastSignedDate, document.GMT);
		return [{ ...omitEmpty({ occurredAt: at }), ...foundAt(LAST, lastOf(steps, 'completed')) }];
	},
};

/**
 * What happened to a document since it was remembered, in the order of its log.
 *
 * @param before undefined for a document that was never seen
 * @param sweptAt when the earlier sweep was: an expiry before it, of which the document shows no more
 * than a line in its log, is an old one
 */
export function eventsSince(
	before: Remembered | undefined,
	document: Raw<'Document'>,
	sweptAt: number,
): DocumentEvent[] {
	const change = { before, document, steps: stepsOf(document), sweptAt };
	return Object.entries(FINDERS)
		.flatMap(([event, find]) =>
			find(change).map((found) => ({ event: event as keyof typeof FINDERS, ...found })),
		)
		.sort(byPlace)
		.map(({ event, occurredAt, signer }) => ({ event, ...omitEmpty({ occurredAt, signer }) }));
}

// How a step of a log is known: docs/api/API.md section 6 has the words of states, none those of logs.
const WORDS: Record<End | 'completed' | 'sent', RegExp> = {
	completed: /\bcomplete/i,
	declined: /\bdecline/i,
	expired: /\bexpired/i,
	rejected: /\breject/i,
	sent: /\bsent\b/i,
};

const sentIn = (steps: Step[]): Step | undefined =>
	steps.find(({ action }) => WORDS.sent.test(action));

const lastOf = (steps: Step[], event: keyof typeof WORDS): Step | undefined =>
	steps.findLast(({ action }) => WORDS[event].test(action));

const foundAt = (place: number, step: Step | undefined): Found => ({
	...omitEmpty({ occurredAt: step?.at }),
	place,
});

/** Infinities have no difference, so places are compared. */
const byPlace = (a: Found, b: Found): number =>
	Number(a.place > b.place) - Number(a.place < b.place);

const endedAs = (end: End, { before, document, steps }: Change): Found[] =>
	endOf(document) === end && before?.ended !== end ? [foundAt(LAST, lastOf(steps, end))] : [];

/** Expiries that the log has and that were not told; the document may have been extended since. */
function expiriesSince({ before, steps, sweptAt }: Change): Step[] {
	const expiries = steps.filter(
		({ action, time = 0 }) =>
			WORDS.expired.test(action) && time > Math.max(sweptAt, before?.expired ?? 0),
	);
	// A log may have a line for each signer.
	return expiries.filter(({ time }, at) => time !== expiries[at - 1]?.time);
}

/**
 * What to remember of a document once its events are told.
 *
 * @param chosen the events that are asked for: some need more to be remembered than others
 */
export function remember(
	before: Remembered | undefined,
	document: Raw<'Document'>,
	chosen: Set<EventName>,
): Remembered {
	const expired = lastOf(stepsOf(document), 'expired');
	const signed = signersOf(document).filter(hasSigned).map(signerKey);
	const unsure = isUnsigned(document) || endOf(document) ? undefined : documentStatus(document);
	return omitEmpty({
		signed: [...new Set([...signedBy(before), ...signed])].join(''),
		ended: endOf(document),
		unsure,
		...earlierOf(document),
		history: unsure && before?.history,
		expired: expired?.time ?? before?.expired,
		...(chosen.has('expired') && { due: dueKey(document) }),
		...(isAnyOf(LOSSES, chosen) && {
			name: text(document.Name) || before?.name,
			clientReference: text(document.ClientReference) || before?.clientReference,
			asked: before?.asked,
		}),
	});
}

/**
 * What would have been remembered of a document at an earlier moment, by its log; undefined when it was
 * not sent by then. What may have been later by any reading of its date counts as later; what the log
 * gives no readable date for, as done before.
 *
 * @param moment milliseconds since 1970
 */
export function rememberedAt(
	document: Raw<'Document'>,
	moment: number,
	chosen: Set<EventName>,
): Remembered | undefined {
	const steps = stepsOf(document);
	const isLater = (step: Step | undefined) => (step?.latest ?? Number.NEGATIVE_INFINITY) >= moment;
	if (isLater(sentIn(steps))) return undefined;
	const signers = signersOf(document).filter(hasSigned);
	const signings = signingSteps(steps, signers);
	const signedLater = new Set(signers.filter((_, index) => isLater(signings[index])));
	const end = endOf(document);
	const endedLater = end !== undefined && isLater(lastOf(steps, end));
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

/** Whether the due date was moved: the document may have expired in between. */
export function isExtended(before: Remembered | undefined, document: Raw<'Document'>): boolean {
	return before?.due !== undefined && before.due !== dueKey(document);
}

/** Whether a list that names no signers says that somebody has signed since. */
export function isSignedUnlisted(
	before: Remembered | undefined,
	{ Signers, Status, LastSignedDate, GMT }: Raw<'Document'>,
): boolean {
	if (objectsIn(Signers).length > 0) return false;
	const last = orderOf(LastSignedDate, GMT) ?? Number.NEGATIVE_INFINITY;
	const isLater = last > (before?.signedAt ?? Number.NEGATIVE_INFINITY);
	return isLater || (countIn(Status)?.signed ?? 0) > signedCountOf(before);
}

/**
 * Whether the status of a document has to be asked, whatever its list says: the list shows it as open though it had
 * ended (it is an old one, or the document was extended), or has it among the signed ones with somebody who has
 * still to sign, and without the status that would tell.
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
 * "Remove Duplicates" can tell repeats. Only an expiry happens more than once, to a document that is extended;
 * else a date would make two of what one look finds without its log, or before its last step.
 */
export function eventId(reference: string, { event, signer, occurredAt }: DocumentEvent): string {
	const who = signer && (text(signer.SignerReference) || emailOf(signer));
	return [reference, event, who, event === 'expired' && occurredAt].filter(Boolean).join('/');
}

function endOf(document: Raw<'Document'>): End | undefined {
	const status = documentStatus(document);
	return ENDS.find((end) => end === status);
}

const dueKey = ({ DueDate }: Raw<'Document'>) => fingerprint(text(DueDate), SHORT);

const signersOf = ({ Signers }: Raw<'Document'>) => objectsIn(Signers);

const signerKey = ({ SignerReference, FirstName, LastName, Email }: Raw<'Signer'>) =>
	fingerprint(text(SignerReference) || [FirstName, LastName, Email].map(text).join(' '), SHORT);

function signedBy(before: Remembered | undefined): Set<string> {
	return new Set(before?.signed?.match(new RegExp(`.{${SHORT}}`, 'g')));
}

/** How many have signed, as far as it is remembered. */
export const signedCountOf = (before: Remembered | undefined): number => signedBy(before).size;
