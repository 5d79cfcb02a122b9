import type { IDataObject } from 'n8n-workflow';

import { entry, text } from '../values';

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

// The service's words: docs/api/API.md section 6 (SignedStatus).
const STATUS: Record<string, SignerStatus> = {
	Initialized: 'notInvited',
	Invitation: 'invited',
	AutoExtend: 'invited',
	Reminder: 'reminded',
	Reminder1: 'reminded',
	Reminder2: 'reminded',
	Pending: 'pending',
	Signed: 'signed',
	Complete: 'signed',
	Declined: 'declined',
	Expired: 'expired',
	Rejected: 'rejected',
	Deleted: 'deleted',
};

/** The status of a signer as one of a few fixed words. */
export function signerStatus(signer: IDataObject): SignerStatus {
	return hasSigned(signer) ? 'signed' : (entry(STATUS, text(signer.SignedStatus)) ?? 'unknown');
}

/** 'Archived' says nothing of it: it may stand for signers of a document that was put away. */
export function hasSigned({ HasSigned, SignedStatus }: IDataObject): boolean {
	return HasSigned === true || SignedStatus === 'Signed' || SignedStatus === 'Complete';
}

/** Whether this is the one who declined, or rejected, the document. */
export function hasDeclined({ SignedStatus }: IDataObject): boolean {
	return SignedStatus === 'Declined' || SignedStatus === 'Rejected';
}
