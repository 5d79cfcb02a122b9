import { ownValue, isTrue, plainWords, objectsIn, text } from '../../shared/values';
import type { Raw, RawDocument } from '../types';
import {
	isSaidAgain,
	lookedAt,
	seenNow,
	signersSeen,
	wasSeenOpen,
	type Earlier,
	type Look,
} from './looks';
import { countIn, peopleIn } from './signedCount';
import { hasSigned, isInvited, isOpen, isRefusing, namesUnsigned } from './signerStatus';

/** The status of a document, in words that a workflow can compare. */
export type DocumentStatus =
	| 'notStarted'
	| 'inProgress'
	| 'completed'
	| 'declined'
	| 'expired'
	| 'rejected'
	| 'unknown';

// The service's words: docs/api/API.md section 6 (Document.Status, Folder), as `plainWords` has them.
const STATUS: Record<string, DocumentStatus> = {
	notstart: 'notStarted',
	notstarted: 'notStarted',
	inprogress: 'inProgress',
	signing: 'inProgress',
	filling: 'inProgress',
	fillingform: 'inProgress',
	complete: 'completed',
	completed: 'completed',
	signed: 'completed',
	declined: 'declined',
	expired: 'expired',
	rejected: 'rejected',
	// Without a status, the folder is used.
	inbox: 'notStarted',
	progress: 'inProgress',
};

const OPEN: DocumentStatus[] = ['notStarted', 'inProgress'];
const ENDED: DocumentStatus[] = ['completed', 'declined', 'expired', 'rejected'];

/** Whether a document of this status can still be signed. */
export const isStillOpen = (status: DocumentStatus): boolean => OPEN.includes(status);

/** Whether a document of this status can no longer be signed. */
export const isEnded = (status: DocumentStatus): boolean => ENDED.includes(status);

/**
 * The status of a document as one of a few fixed words; `unknown` for any other word: do nothing irreversible
 * because of it. A document whose first answer is in doubt counts as completed once a later answer says the
 * same: see `readAgain`.
 */
export function documentStatus(document: Raw<'Document'>): DocumentStatus {
	return isSaidAgain(document) && isInDoubt(document) ? 'completed' : statusBefore(document);
}

/** The status by this answer only. */
function statusBefore(document: Raw<'Document'>): DocumentStatus {
	const words = wordsOf(document);
	const status = ownValue(STATUS, words) ?? (countIn(words) ? 'inProgress' : 'unknown');
	// "Signed" may be about one signer. "Complete" is about the document, but counts only if a later answer
	// repeats it.
	if (status === 'completed' && isContradicted(document)) {
		return words === 'signed' ? 'inProgress' : 'unknown';
	}
	if (words === 'signed' && (isSomebodyLeftOut(document) || isSignedBySomebody(document))) {
		return 'inProgress';
	}
	// No source says that "NotStart" means "not sent": it may be that nobody has opened it yet.
	const folder = plainWords(document.Folder);
	const isOut = folder === 'progress' || (folder !== 'inbox' && isAnybodyInvited(document));
	return status === 'notStarted' && isOut ? 'inProgress' : status;
}

const isAnybodyInvited = ({ Signers }: Raw<'Document'>) => objectsIn(Signers).some(isInvited);

const wordsOf = ({ Status, Folder }: Raw<'Document'>) => plainWords(Status) || plainWords(Folder);

/** Whether a required signer declined, whatever the status of the document is. */
export const isDeclinedBySomebody = ({ Signers }: Raw<'Document'>): boolean =>
	objectsIn(Signers).some(isRefusing);

const hasOpenSigner = ({ Signers }: Raw<'Document'>) => objectsIn(Signers).some(isOpen);

/** Whether a required signer has a status that says "not signed": open, or declined. */
const isContradicted = (document: Raw<'Document'>) =>
	hasOpenSigner(document) || isDeclinedBySomebody(document);

/**
 * The number of signers, if all that the answer names have signed, by its list or by a count such as "2 of 2
 * Signed"; else 0. A count says nothing about signers that it leaves out. An entry that cannot be read counts
 * as not signed.
 */
function signedAsAll({ Status, Signers }: Raw<'Document'>): number {
	const signers = objectsIn(Signers);
	const { signed, all } = countIn(Status) ?? { signed: 0, all: 0 };
	const required = signers.filter((signer) => hasSigned(signer) || !isTrue(signer.Optional));
	if (all > 0 && signed === all && required.length <= all) return Math.max(all, signers.length);
	const isWhole = Array.isArray(Signers) && signers.length === Signers.length;
	const people = peopleIn(Signers);
	return isWhole && people >= all && signers.every(hasSigned) ? people : 0;
}

/**
 * Whether everybody has signed, also those whom only earlier answers named. An answer with an open status may
 * list only those who have signed, so it counts only if an earlier one named somebody who had not.
 */
function haveAllSigned(document: Raw<'Document'>): boolean {
	const signed = signedAsAll(document);
	const isCalledOpen = isStillOpen(ownValue(STATUS, wordsOf(document)) ?? 'unknown');
	const isEverybodyNamed = !isCalledOpen || wasSeenOpen(document);
	return signed > 0 && signed >= signersSeen(document) && isEverybodyNamed;
}

/** Whether the count in the status, if there is one, agrees with the listed signers. */
function isConsistent({ Status, Signers }: Raw<'Document'>): boolean {
	const [count, signers] = [countIn(Status), objectsIn(Signers)];
	const isCounted = count !== undefined && signers.length > 0;
	return !isCounted || signers.filter(hasSigned).length === count.signed;
}

/** Whether the answer lists fewer signers than an earlier one; false if it lists none. */
function isSomebodyLeftOut(document: Raw<'Document'>): boolean {
	const { length } = objectsIn(document.Signers);
	return length > 0 && length < signersSeen(document);
}

/**
 * Whether the status is "signed", but the several signers are not listed: it may be about only one of them.
 */
const isSignedBySomebody = (document: Raw<'Document'>): boolean =>
	plainWords(document.Status) === 'signed' &&
	objectsIn(document.Signers).length === 0 &&
	signersSeen(document) > 1;

/**
 * Whether this answer does not show if the document is completed: "complete" while a signer is open or
 * declined, "signed" without its signers, or not complete although everybody has signed.
 */
export function isInDoubt(document: Raw<'Document'>): boolean {
	const isComplete = /^completed?$/.test(wordsOf(document));
	if (isComplete) return isContradicted(document);
	const isSigned = haveAllSigned(document) || isSignedBySomebody(document);
	return isStillOpen(statusBefore(document)) && isSigned;
}

/**
 * Whether somebody certainly still has to sign: only such a document may be reported as deleted when it
 * disappears.
 */
export const isUnsigned = (document: Raw<'Document'>): boolean =>
	isStillOpen(documentStatus(document)) &&
	signedAsAll(document) === 0 &&
	!isSignedBySomebody(document);

/**
 * Whether an answer shows an end that may be over by now: it came from a cache, and a document that was extended can be
 * signed again. Completed is completed for good.
 */
export const isOldEnd = (document: Raw<'Document'>): boolean => {
	const status = documentStatus(document);
	return lookedAt(document) === undefined && isEnded(status) && status !== 'completed';
};

/** Whether an answer says in its own status that a document is not completed; a list may leave that out. */
function isRefuted(document: Raw<'Document'>): boolean {
	return (
		text(document.Status) !== '' && !['completed', 'unknown'].includes(documentStatus(document))
	);
}

/**
 * Marks a document that was just read with what earlier looks found. If it is in doubt, it counts as
 * completed if a look some minutes earlier was in doubt too, or if everybody has signed and the last
 * signature is that old.
 *
 * @param look which account was read, and when: from `readDated`
 * @param earlier what the caller kept of earlier looks; see `seenNow`
 */
export const readAgain = (
	document: Raw<'Document'>,
	look: Look,
	earlier: Earlier = {},
): RawDocument =>
	seenNow(document, look, earlier, {
		isInDoubt,
		isUnsigned,
		isRefuted,
		isSomebodyOpen: namesUnsigned,
		isCompleted: (seen) => documentStatus(seen) === 'completed',
		haveAllSigned: (seen) => haveAllSigned(seen) && isConsistent(seen),
	});

/** How much of a status is shown in a sentence. */
const MOST_SHOWN = 100;

/** Why a document is not finished, in a sentence for people. */
export function unfinishedBecause(document: Raw<'Document'>): string {
	const status = documentStatus(document);
	if (status === 'unknown') {
		if (isInDoubt(document)) {
			const but = hasOpenSigner(document) ? 'a signer still has to sign' : 'a signer has declined';
			return `Secured Signing shows this document as complete, but ${but}. Check again in 5 minutes`;
		}
		const words = text(document.Status).slice(0, MOST_SHOWN);
		return words
			? `Secured Signing shows a status that this node does not know: “${words}”`
			: 'Secured Signing shows no status of this document';
	}
	if (isSignedBySomebody(document)) {
		return 'Secured Signing shows this document as signed, but not by whom. Look again in 5 minutes';
	}
	if (!haveAllSigned(document)) return 'Not everybody has signed this document';
	return isStillOpen(status)
		? 'Everybody has signed, but Secured Signing does not show this document as complete yet. Look again in 5 minutes'
		: `Secured Signing shows this document as ${status}`;
}
