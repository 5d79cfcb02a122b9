import type { Raw, RawSigner } from '../../api';
import { isoDate, orderOf } from '../../api/answers/dates';
import { documentStatus, isUnsigned } from '../../api/answers/documentStatus';
import { earlierOf } from '../../api/answers/looks';
import { emailOf } from '../../api/answers/people';
import { countIn } from '../../api/answers/signedCount';
import { hasSigned } from '../../api/answers/signerStatus';
import { omitEmpty, objectsIn, plainWords, text } from '../../shared/values';
import type { TriggerEvent } from '../events';
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

const ENDS = ['declined', 'expired', 'rejected'] as const;

/**
 * What happened to a document since it was remembered, in the order of its log. Without a log, the
 * order is: sent, signed in the order of the signers, the end.
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
	const steps = stepsOf(document);
	const events: Array<DocumentEvent & { place: number }> = [];
	const add = (event: EventName, step: Step | undefined, place: number, more: object = {}) =>
		events.push({ event, ...omitEmpty({ occurredAt: step?.at }), ...more, place });
	const last = (word: RegExp) => steps.findLast(({ action }) => word.test(action));

	if (before === undefined) {
		add(
			'sent',
			steps.find(({ action }) => WORDS.sent.test(action)),
			Number.NEGATIVE_INFINITY,
		);
	}
	const told = signedBy(before);
	const signers = signersOf(document).filter(hasSigned);
	const signings = signingSteps(steps, signers);
	for (const [index, signer] of signers.entries()) {
		if (told.has(signerKey(signer))) continue;
		add('signed', signings[index], signings[index]?.place ?? steps.length, { signer });
	}
	for (const step of expiriesSince(before, steps, sweptAt)) add('expired', step, step.place);
	const end = endOf(document);
	if (end !== undefined && end !== before?.ended) {
		const isThere = events.some(({ event }) => event === end);
		if (!isThere) add(end, last(WORDS[end]), Number.POSITIVE_INFINITY);
	}
	if (isCompleted(document) && (completedAt(document)?.at ?? 0) > (before?.history ?? -1)) {
		const at = isoDate(document.LastSignedDate, document.GMT);
		const step = last(WORDS.completed);
		add('completed', step, Number.POSITIVE_INFINITY, omitEmpty({ occurredAt: step?.at ?? at }));
	}
	// Infinities have no difference, so places are compared.
	events.sort((a, b) => Number(a.place > b.place) - Number(a.place < b.place));
	return events.map(({ event, occurredAt, signer }) => ({
		event,
		...omitEmpty({ occurredAt, signer }),
	}));
}

// How a step of a log is known: docs/api/API.md section 6 has the words of states, none those of logs.
const WORDS = {
	completed: /\bcomplete/i,
	declined: /\bdecline/i,
	expired: /\bexpired/i,
	rejected: /\breject/i,
	sent: /\bsent\b/i,
};

/** Expiries that the log has and that were not told; the document may have been extended since. */
function expiriesSince(before: Remembered | undefined, steps: Step[], sweptAt: number): Step[] {
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
	const expired = stepsOf(document).findLast(({ action }) => WORDS.expired.test(action));
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
		...((chosen.has('deleted') || chosen.has('gone')) && {
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
	if (isLater(steps.find(({ action }) => WORDS.sent.test(action)))) return undefined;
	const signers = signersOf(document).filter(hasSigned);
	const signings = signingSteps(steps, signers);
	const signedLater = new Set(signers.filter((_, index) => isLater(signings[index])));
	const end = endOf(document);
	const endedLater =
		end !== undefined && isLater(steps.findLast(({ action }) => WORDS[end].test(action)));
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

function endOf(document: Raw<'Document'>): Remembered['ended'] {
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
