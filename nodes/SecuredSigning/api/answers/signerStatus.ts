import { ownValue, isTrue, objectsIn, plainWords } from '../../shared/values';
import type { Raw, RawSigner } from '../types';

/** How far one signer is, in words that a workflow can compare. */
export type SignerStatus =
	| 'notInvited'
	| 'invited'
	| 'reminded'
	| 'pending'
	| 'signed'
	| 'declined'
	| 'expired'
	| 'rejected'
	| 'deleted'
	| 'unknown';

// The service's words: docs/api/API.md section 6 (SignedStatus), as `plainWords` has them.
const STATUS: Record<string, SignerStatus> = {
	initialized: 'notInvited',
	invitation: 'invited',
	autoextend: 'invited',
	reminder: 'reminded',
	reminder1: 'reminded',
	reminder2: 'reminded',
	pending: 'pending',
	signed: 'signed',
	complete: 'signed',
	completed: 'signed',
	declined: 'declined',
	expired: 'expired',
	rejected: 'rejected',
	deleted: 'deleted',
};

const told = ({ SignedStatus }: Raw<'Signer'>): SignerStatus =>
	ownValue(STATUS, plainWords(SignedStatus)) ?? 'unknown';

/** The status of a signer as one of a few fixed words. */
export function signerStatus(signer: Raw<'Signer'>): SignerStatus {
	return hasSigned(signer) ? 'signed' : told(signer);
}

/** 'Archived' says nothing of it: it may stand for signers of a document that was put away. */
export function hasSigned(signer: Raw<'Signer'>): boolean {
	return isTrue(signer.HasSigned) || told(signer) === 'signed';
}

/** Whether an answer names somebody who has not signed, also where that is optional. */
export const namesUnsigned = ({ Signers }: Raw<'Document'>): boolean =>
	objectsIn(Signers).some((signer) => !hasSigned(signer));

/** Whether a signer's own status says that the document was sent to them (docs/api/API.md section 6). */
export const isInvited = (signer: Raw<'Signer'>): boolean =>
	['invited', 'reminded', 'signed'].includes(told(signer));

const OPEN: SignerStatus[] = ['notInvited', 'invited', 'reminded', 'pending'];

/**
 * Whether the service says in so many words that this signer has still to sign. The role of an optional one
 * may stay empty.
 */
export function isOpen(signer: RawSigner): boolean {
	return !hasSigned(signer) && !isTrue(signer.Optional) && OPEN.includes(told(signer));
}

/** Whether this is the one who declined, or rejected, the document. */
export function hasDeclined(signer: Raw<'Signer'>): boolean {
	return ['declined', 'rejected'].includes(told(signer));
}

/** Whether a signer who is needed has declined: then not everybody signs, whatever the document is called. */
export function isRefusing(signer: RawSigner): boolean {
	return !hasSigned(signer) && !isTrue(signer.Optional) && hasDeclined(signer);
}
