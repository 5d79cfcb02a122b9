import { ownValue, isTrue, objectsIn, plainWords } from '../../shared/values';
import type { Raw, RawSigner } from '../types';

/** The status of a signer, in words that a workflow can compare. */
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

/**
 * Whether a signer has signed. 'Archived' does not count: it may only mean that the document was archived.
 */
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
 * Whether the service explicitly says that this signer still has to sign. An optional signer does not have
 * to.
 */
export function isOpen(signer: RawSigner): boolean {
	return !hasSigned(signer) && !isTrue(signer.Optional) && OPEN.includes(told(signer));
}

/** Whether this signer declined or rejected the document. */
export function hasDeclined(signer: Raw<'Signer'>): boolean {
	return ['declined', 'rejected'].includes(told(signer));
}

/** Whether a required signer has declined: the document can then not be completed, whatever its status is. */
export function isRefusing(signer: RawSigner): boolean {
	return !hasSigned(signer) && !isTrue(signer.Optional) && hasDeclined(signer);
}
