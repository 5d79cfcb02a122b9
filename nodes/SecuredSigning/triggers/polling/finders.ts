import type { Raw, RawSigner } from '../../api';
import { isoDate, orderOf } from '../../api/answers/dates';
import { documentStatus, type DocumentStatus } from '../../api/answers/documentStatus';
import { countIn } from '../../api/answers/signedCount';
import { hasSigned } from '../../api/answers/signerStatus';
import { objectsIn, omitEmpty, text } from '../../shared/values';
import { completedAt, isCompleted } from './completions';
import { isBy, signingSteps, type Step } from './log';
import { fingerprint, SHORT, type Remembered } from './state';

/** A document, and what is known of it from before. */
export interface Change {
	/** Undefined for a document that was never seen. */
	before: Remembered | undefined;
	document: Raw<'Document'>;
	/** Its log. */
	steps: Step[];
	/** When the earlier sweep was. */
	sweptAt: number;
}

/** An event with its place in the log, if there is one. */
export interface Found {
	/** When it happened, if the log shows it. */
	occurredAt?: string;
	/** Who signed or did something else, as the service describes signers. */
	signer?: RawSigner;
	/** Its place in the order of events. */
	place: number;
}

/** Finds an event in a document, as often as it happened. */
export type Finder = (change: Change) => Found[];

const FIRST = Number.NEGATIVE_INFINITY;
const LAST = Number.POSITIVE_INFINITY;

// How steps of a log are recognised: docs/api/API.md section 6 has the words for statuses; those of logs are
// not documented.
export const EXPIRED = /\bexpired/i;
const [SENT, COMPLETED] = [/\bsent\b/i, /\bcomplete/i];

/** The step at which it was sent. */
export const sentIn = (steps: Step[]): Step | undefined =>
	steps.find(({ action }) => SENT.test(action));

/** The last step with these words. */
export const lastOf = (steps: Step[], words: RegExp): Step | undefined =>
	steps.findLast(({ action }) => words.test(action));

/** An event with the time and the place of its step in the log; where there is no step, behind all others. */
export const foundAt = (step: Step | undefined, place = step?.place ?? LAST): Found => ({
	...omitEmpty({ occurredAt: step?.at }),
	place,
});

/** A document that was never seen was sent since. */
export const sent: Finder = ({ before, steps }) => (before ? [] : [foundAt(sentIn(steps), FIRST)]);

/** One event for each signer who signed. */
export const signings: Finder = ({ before, document, steps }) => {
	const told = signedBy(before);
	const people = tellApart(document);
	const signers = signersOf(document).filter(hasSigned);
	const signed = signingSteps(steps, signers);
	return signers.flatMap((signer, index) => {
		if (told.has(fingerprint(text(people.get(signer)), SHORT))) return [];
		const step = signed[index];
		return { ...foundAt(step, step?.place ?? steps.length), signer };
	});
};

/** That everybody has signed, unless it was so before the activation. */
export const completion: Finder = ({ before, document, steps }) => {
	const isNew = (completedAt(document)?.at ?? 0) > (before?.history ?? -1);
	if (!isCompleted(document) || !isNew) return [];
	const at = isoDate(document.LastSignedDate, document.GMT);
	return [{ ...omitEmpty({ occurredAt: at }), ...foundAt(lastOf(steps, COMPLETED), LAST) }];
};

/** Finds an end by the document's status; the words are those of its step in the log. */
export const endedAs =
	(end: DocumentStatus, words: RegExp): Finder =>
	({ before, document, steps }) =>
		documentStatus(document) === end && before?.ended !== end
			? [foundAt(lastOf(steps, words), LAST)]
			: [];

/** Expiries in the log that were not reported; the document may have been extended since. */
export const expiries: Finder = (change) => {
	const { before, steps, sweptAt } = change;
	const since = Math.max(sweptAt, before?.expired ?? 0);
	const expired = steps.filter(({ action, time = 0 }) => EXPIRED.test(action) && time > since);
	// A log may have a line for each signer.
	const found = expired.filter(({ time }, at) => time !== expired[at - 1]?.time);
	return found.length > 0
		? found.map((step) => foundAt(step))
		: endedAs('expired', EXPIRED)(change);
};

/**
 * Finds the steps of the log with these words that are new. Of a document that was remembered without its log, as
 * one is before such an event is asked for, these are the steps after the earlier sweep.
 */
export const stepsWith =
	(words: RegExp): Finder =>
	({ before, document, steps, sweptAt }) => {
		const known = keysIn(before?.steps);
		const isNew = (step: Step) =>
			before === undefined ||
			(before.steps === undefined ? (step.time ?? 0) > sweptAt : !known.has(stepKey(step)));
		return steps
			.filter((step) => words.test(step.action) && isNew(step))
			.map((step) => ({
				...foundAt(step),
				...omitEmpty({ signer: signersOf(document).find((signer) => isBy(step, signer)) }),
			}));
	};

/** Whether the due date was moved: the document may have expired in between. */
export function isExtended(before: Remembered | undefined, document: Raw<'Document'>): boolean {
	return before?.due !== undefined && before.due !== dueKey(document);
}

/** Whether a list without signers shows that somebody has signed since. */
export function isSignedUnlisted(
	before: Remembered | undefined,
	{ Signers, Status, LastSignedDate, GMT }: Raw<'Document'>,
): boolean {
	if (objectsIn(Signers).length > 0) return false;
	const last = orderOf(LastSignedDate, GMT) ?? Number.NEGATIVE_INFINITY;
	const isLater = last > (before?.signedAt ?? Number.NEGATIVE_INFINITY);
	return isLater || (countIn(Status)?.signed ?? 0) > signedCountOf(before);
}

/** What `isExtended` goes by. */
export const dueOf = (_before: Remembered | undefined, document: Raw<'Document'>): Remembered => ({
	due: dueKey(document),
});

/** What is told of a document that is lost, and whether it passes the filters. */
export const namesOf = (before: Remembered | undefined, document: Raw<'Document'>): Remembered => ({
	name: text(document.Name) || before?.name,
	clientReference: text(document.ClientReference) || before?.clientReference,
	asked: before?.asked,
});

/** The signers who have signed, now or when it was remembered. */
export const allSigned = (before: Remembered | undefined, document: Raw<'Document'>): string =>
	allKeys(
		signedBy(before),
		[...tellApart(document)].flatMap(([signer, words]) =>
			hasSigned(signer) ? fingerprint(words, SHORT) : [],
		),
	);

/** The steps of the log so far; undefined where it was never read. */
export const allSteps = (
	before: Remembered | undefined,
	document: Raw<'Document'>,
	steps: Step[],
): string | undefined =>
	Array.isArray(document.Logs) ? allKeys(keysIn(before?.steps), steps.map(stepKey)) : before?.steps;

/** How many have signed, as far as remembered. */
export const signedCountOf = (before: Remembered | undefined): number => signedBy(before).size;

/** The signers that can be read. */
export const signersOf = ({ Signers }: Raw<'Document'>): RawSigner[] => objectsIn(Signers);

const dueKey = ({ DueDate }: Raw<'Document'>) => fingerprint(text(DueDate), SHORT);

/**
 * The signers, each with a text that no other signer of the document has: the reference, or else what `words` gives; of
 * those that have the same words, all but the first with their place.
 */
export function tellApart(
	document: Raw<'Document'>,
	words = ({ FirstName, LastName, Email }: RawSigner) =>
		[FirstName, LastName, Email].map(text).join(' '),
): Map<RawSigner, string> {
	const counts = new Map<string, number>();
	return new Map(
		signersOf(document).map((signer) => {
			const reference = text(signer.SignerReference);
			const own = reference || words(signer);
			const count = (counts.get(own) ?? 0) + 1;
			counts.set(own, count);
			return [signer, count === 1 || reference ? own : `${own}/${count}`];
		}),
	);
}

const stepKey = ({ action, at, name, email }: Step) =>
	fingerprint([action, at, name, email].map(text).join(' '), SHORT);

const signedBy = (before: Remembered | undefined) => keysIn(before?.signed);

const keysIn = (keys: string | undefined) => new Set(keys?.match(new RegExp(`.{${SHORT}}`, 'g')));

const allKeys = (before: Set<string>, now: string[]) => [...new Set([...before, ...now])].join('');
