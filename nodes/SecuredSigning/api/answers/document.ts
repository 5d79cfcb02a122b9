import { omitEmpty, objectsIn, text } from '../../shared/values';
import type { Raw, RawDocument } from '../types';
import { isoDate } from './dates';
import { documentStatus, type DocumentStatus } from './documentStatus';
import { fullName } from './people';
import { hasSigned, signerStatus } from './signerStatus';
import { summaryOf } from './standing';

/**
 * The values of a document that workflows need, flat; those that the answer lacks are left out.
 *
 * @param timezone of the reader, for `summary`; without it, there is no summary
 */
export function simplifyDocument(document: RawDocument, timezone?: string) {
	const signers = objectsIn(document.Signers);
	return {
		...omitEmpty({ name: document.Name }),
		status: documentStatus(document),
		...omitEmpty({
			statusText: document.Status,
			summary: timezone && summaryOf(document, timezone),
		}),
		signers: signers.map(simplifySigner),
		signedCount: signers.filter(hasSigned).length,
		signerCount: signers.length,
		...omitEmpty({
			dueDate: isoDate(document.DueDate, document.GMT),
			lastSignedDate: isoDate(document.LastSignedDate, document.GMT),
			recovered: document.recovered,
			warning: document.warning,
			unmatchedSigningKeys: unmatchedKeys(document),
			log: simplifyLog(document.Logs),
			clientReference: document.ClientReference,
			packageReference: document.PackageReference,
		}),
		documentReference: document.Reference,
	};
}

/** Signing keys that could not be matched to a signer: see signingKeys.ts. */
function unmatchedKeys({ UnmatchedSigners }: RawDocument) {
	const signers = objectsIn(UnmatchedSigners);
	if (signers.length === 0) return undefined;
	return signers
		.map(simplifySigner)
		.map(({ name, email, signerReference, signingKey }) =>
			omitEmpty({ name, email, signerReference, signingKey }),
		);
}

/** The steps of a document's log, where it was asked for. */
function simplifyLog(logs: unknown) {
	return Array.isArray(logs) ? objectsIn(logs).map(simplifyLogEntry) : undefined;
}

/** One step of a document's log. */
export function simplifyLogEntry({ Name, Email, Action, Date, GMT }: Raw<'DocumentLog'>) {
	return omitEmpty({ action: Action, name: Name, email: Email, date: isoDate(Date, GMT) });
}

const SENT = /\b(?:sent|invited|invitation)\b/i;

/**
 * Whether a step of a log says that the document was sent, or that somebody was invited. The wording is not
 * documented.
 */
export const isSentStep = ({ Action }: Raw<'DocumentLog'>): boolean => SENT.test(text(Action));

/** A document that was just uploaded: the service may answer with nothing but its reference. */
export const simplifyUpload =
	(name: string) =>
	({ Reference, Name, ClientReference }: Raw<'Document'>) => ({
		name: Name ?? name,
		status: 'notStarted' satisfies DocumentStatus,
		...omitEmpty({ clientReference: ClientReference }),
		documentReference: Reference,
	});

/** One signer: the person, the status, and the key for embedded signing if the service gives one. */
export function simplifySigner(signer: Raw<'Signer'>) {
	return omitEmpty({
		name: fullName(signer),
		email: signer.Email,
		role: signer.SignerType,
		signed: hasSigned(signer),
		status: signerStatus(signer),
		declinedReason: signer.DeclinedReason,
		identity: identityOf(signer),
		signerReference: signer.SignerReference,
		signingKey: signer.SigningKey,
		signingLink: signingLink(signer),
	});
}

/**
 * The results of a signer's identity checks, in the service's own words, which are not documented
 * (docs/api/API.md section 12.2); undefined if there are none.
 */
function identityOf(signer: Raw<'Signer'>) {
	const identity = omitEmpty({
		checkStatus: signer.IDCheckStatus,
		verificationStatus: signer.IDVerificationStatus,
		verificationResult: signer.IDVerificationResult,
		faceMatch: signer.IDVerificationFaceMatchResult,
		liveness: signer.IDVerificationLivenessResult,
	});
	return Object.keys(identity).length > 0 ? identity : undefined;
}

/**
 * The signing key where it is a link. Sources disagree on whether it is a key or an address
 * (docs/api/API.md section 8), so it is only called a link when it looks like one.
 */
export function signingLink({ SigningKey }: Raw<'Signer'>): string | undefined {
	return typeof SigningKey === 'string' && /^https?:\/\//i.test(SigningKey)
		? SigningKey
		: undefined;
}
