import type { IDataObject } from 'n8n-workflow';

import { entry, given, plainWords, records, text } from '../values';
import { isoDate } from './dates';
import { isSaidAgain, noted } from './saidAgain';
import { hasSigned, isOpen, signerStatus } from './signerStatus';

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

/**
 * The status of a document as one of a few fixed words; `unknown` for any word that is not the
 * service's own, on which nothing may rest that cannot be taken back.
 */
export function documentStatus(document: IDataObject): DocumentStatus {
	const { Status, Folder, Signers } = document;
	const words = plainWords(Status) || plainWords(Folder);
	// "1 of 2 Signed"; all of them signed is still not "Complete", the file may be in the making.
	const status =
		entry(STATUS, words) ?? (/^\d+of\d+signed$/.test(words) ? 'inProgress' : 'unknown');
	// "Signed" may be said of one signer. "Complete" is the document's own word: it counts when it stays.
	if (status === 'completed' && records(Signers).some(isOpen)) {
		if (words === 'signed') return 'inProgress';
		return isSaidAgain(document) ? status : 'unknown';
	}
	// No source says that "NotStart" means "not sent": it may be that nobody has opened it yet.
	const isOut = plainWords(Folder) === 'progress';
	return status === 'notStarted' && isOut ? 'inProgress' : status;
}

/** Whether it is called complete while a signer is said to be open: one answer does not tell which is true. */
export function isDisputed({ Status, Signers }: IDataObject): boolean {
	const isComplete = /^completed?$/.test(plainWords(Status));
	return isComplete && records(Signers).some(isOpen);
}

/** A document as it was read just now; complete if an earlier look, some minutes before, had it so as well. */
export const readAgain = (document: IDataObject): IDataObject =>
	noted(document, isDisputed(document));

/** The few things of a document that matter, flat; fields that the answer does not have are left out. */
export function simplifyDocument(document: IDataObject): IDataObject {
	const signers = records(document.Signers);
	return {
		documentReference: document.Reference,
		...given({ name: document.Name }),
		status: documentStatus(document),
		...given({ statusText: document.Status }),
		signedCount: signers.filter(hasSigned).length,
		signerCount: signers.length,
		...given({
			dueDate: isoDate(document.DueDate, document.GMT),
			lastSignedDate: isoDate(document.LastSignedDate, document.GMT),
			packageReference: document.PackageReference,
			clientReference: document.ClientReference,
			recovered: document.recovered,
			warning: document.warning,
		}),
		signers: signers.map(simplifySigner),
		...given({ unmatchedSigningKeys: unmatchedKeys(document) }),
		...given({ log: simplifyLog(document.Logs) }),
	};
}

/** Keys of which nobody can tell whose they are: see outputs/signingKeys.ts. */
function unmatchedKeys({ UnmatchedSigners }: IDataObject): IDataObject[] | undefined {
	const signers = records(UnmatchedSigners);
	if (signers.length === 0) return undefined;
	return signers
		.map(simplifySigner)
		.map(({ name, email, signerReference, signingKey }) =>
			given({ name, email, signerReference, signingKey }),
		);
}

/** The steps of a document's log, where it was asked for. */
function simplifyLog(logs: unknown): IDataObject[] | undefined {
	return Array.isArray(logs) ? records(logs).map(simplifyLogEntry) : undefined;
}

/** One step of a document's log. */
export function simplifyLogEntry({ Name, Email, Action, Date, GMT }: IDataObject): IDataObject {
	return given({ action: Action, name: Name, email: Email, date: isoDate(Date, GMT) });
}

/** A document that was just uploaded: the service may answer with nothing but its reference. */
export const simplifyUpload =
	(name: string) =>
	({ Reference, Name, ClientReference }: IDataObject): IDataObject => ({
		documentReference: Reference,
		name: Name ?? name,
		status: 'notStarted' satisfies DocumentStatus,
		...given({ clientReference: ClientReference }),
	});

/** One signer: who, how far, and the key for embedded signing where the service gives one. */
export function simplifySigner(signer: IDataObject): IDataObject {
	return given({
		name: [signer.FirstName, signer.LastName].map(text).filter(Boolean).join(' '),
		email: signer.Email,
		role: signer.SignerType,
		signed: hasSigned(signer),
		status: signerStatus(signer),
		declinedReason: signer.DeclinedReason,
		signerReference: signer.SignerReference,
		signingKey: signer.SigningKey,
		signingLink: signingLink(signer),
	});
}

/**
 * The signing key where it is a link. Sources disagree on whether it is a key or an address
 * (docs/api/API.md section 8), so it is only called a link when it looks like one.
 */
export function signingLink({ SigningKey }: IDataObject): string | undefined {
	return typeof SigningKey === 'string' && /^https?:\/\//i.test(SigningKey)
		? SigningKey
		: undefined;
}
