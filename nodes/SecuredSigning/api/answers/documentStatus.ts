import { ownValue, isTrue, plainWords, objectsIn, text } from '../../shared/values';
import type { Raw, RawDocument } from '../types';
import { isSaidAgain, seenNow, signersSeen, wasSeenOpen, type Earlier, type Look } from './looks';
import { countIn, peopleIn } from './signedCount';
import { hasSigned, isInvited, isOpen, isRefusing, namesUnsigned } from './signerStatus';

/** Where a document stands, in words that a workflow can compare. */
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
	// Without a status, the folder tells.
	inbox: 'notStarted',
	progress: 'inProgress',
};

const OPEN: DocumentStatus[] = ['notStarted', 'inProgress'];
const ENDED: DocumentStatus[] = ['completed', 'declined', 'expired', 'rejected'];

/** Whether a document of this status is still signed. */
export const isStillOpen = (status: DocumentStatus): boolean => OPEN.includes(status);

/** Whether nobody signs a document of this status any more. */
export const isEnded = (status: DocumentStatus): boolean => ENDED.includes(status);

/**
 * The status of a document as one of a few fixed words; `unknown` for any word that is not the
 * service's own, on which nothing may rest that cannot be taken back. What one answer leaves in doubt
 * is completed once it is said again: see `readAgain`.
 */
export function documentStatus(document: Raw<'Document'>): DocumentStatus {
	return isSaidAgain(document) && isInDoubt(document) ? 'completed' : statusBefore(document);
}

/** The status by one answer alone. */
function statusBefore(document: Raw<'Document'>): DocumentStatus {
	const words = wordsOf(document);
	const status = ownValue(STATUS, words) ?? (countIn(words) ? 'inProgress' : 'unknown');
	// "Signed" may be said of one signer. "Complete" is the document's own word: it counts when it stays.
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

/** Whether a signer who is needed declined, whatever the document is called. */
export const isDeclinedBySomebody = ({ Signers }: Raw<'Document'>): boolean =>
	objectsIn(Signers).some(isRefusing);

const hasOpenSigner = ({ Signers }: Raw<'Document'>) => objectsIn(Signers).some(isOpen);

/** Whether a signer who is needed has not signed, and says so: open, or declined. */
const isContradicted = (document: Raw<'Document'>) =>
	hasOpenSigner(document) || isDeclinedBySomebody(document);

/**
 * How many signers have signed, where these are all that one answer names: each signer that it lists, or by a
 * count such as "2 of 2 Signed"; 0 where somebody has still to sign. A count tells nothing of signers that
 * it leaves out. Who cannot be read has not signed.
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
 * Whether everybody has signed: also whoever was named before, and is not any more. Where it is called open, all
 * that are named may be those alone who have signed, unless it named somebody before who had not.
 */
function haveAllSigned(document: Raw<'Document'>): boolean {
	const signed = signedAsAll(document);
	const isCalledOpen = isStillOpen(ownValue(STATUS, wordsOf(document)) ?? 'unknown');
	const isEverybodyNamed = !isCalledOpen || wasSeenOpen(document);
	return signed > 0 && signed >= signersSeen(document) && isEverybodyNamed;
}

/** Whether the count of an answer, where it has one, is that of the signers whom it lists. */
function isConsistent({ Status, Signers }: Raw<'Document'>): boolean {
	const [count, signers] = [countIn(Status), objectsIn(Signers)];
	const isCounted = count !== undefined && signers.length > 0;
	return !isCounted || signers.filter(hasSigned).length === count.signed;
}

/** Whether an answer that lists signers lists fewer than an earlier one. One without any tells nothing of them. */
function isSomebodyLeftOut(document: Raw<'Document'>): boolean {
	const { length } = objectsIn(document.Signers);
	return length > 0 && length < signersSeen(document);
}

/** Whether it is called signed by an answer that leaves out all of its several signers: one of them may be meant. */
const isSignedBySomebody = (document: Raw<'Document'>): boolean =>
	plainWords(document.Status) === 'signed' &&
	objectsIn(document.Signers).length === 0 &&
	signersSeen(document) > 1;

/**
 * Whether one answer does not tell if it is completed: it is called complete while a signer is said to be
 * open or to have declined, signed without its signers, or everybody has signed and it is not called complete.
 */
export function isInDoubt(document: Raw<'Document'>): boolean {
	const isComplete = /^completed?$/.test(wordsOf(document));
	if (isComplete) return isContradicted(document);
	const isSigned = haveAllSigned(document) || isSignedBySomebody(document);
	return isStillOpen(statusBefore(document)) && isSigned;
}

/** Whether somebody has still to sign, for certain: nothing else is called deleted when it is not there any more. */
export const isUnsigned = (document: Raw<'Document'>): boolean =>
	isStillOpen(documentStatus(document)) &&
	signedAsAll(document) === 0 &&
	!isSignedBySomebody(document);

/** Whether an answer says in its own status that a document is not completed; a list may leave that out. */
function isRefuted(document: Raw<'Document'>): boolean {
	return (
		text(document.Status) !== '' && !['completed', 'unknown'].includes(documentStatus(document))
	);
}

/**
 * A document as it was read just now. What is in doubt is completed if an earlier look, some minutes before,
 * had it so as well, or if everybody has signed and the last signature is that old.
 *
 * @param look of whom and when, as `readDated` tells
 * @param earlier what the caller knows of earlier looks; see `seenNow`
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
