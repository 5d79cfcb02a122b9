import type { IDataObject } from 'n8n-workflow';

import { omitEmpty, isRecord, isTrue } from '../../shared/values';
import type { Raw } from '../types';
import { isoDate } from './dates';
import { fullName } from './people';

/** Whether a file is signed and unchanged since. Without any signature it is not. */
export function simplifyVerification(answer: Raw<'DocumentValidationResponse'>) {
	const shown: unknown = answer.Signatures;
	// A signature that cannot be read is not a good one.
	const signatures = (Array.isArray(shown) ? shown : []).map((signature: unknown) =>
		simplifySignature(isRecord(signature) ? signature : {}),
	);
	const validCount = signatures.filter(({ valid }) => valid).length;
	return {
		valid: signatures.length > 0 && validCount === signatures.length,
		signatureCount: signatures.length,
		validCount,
		...omitEmpty({ name: answer.DocumentName, documentUrl: answer.DocumentURL }),
		signatures,
	};
}

function simplifySignature(signature: IDataObject) {
	const signer = isRecord(signature.Signer) ? signature.Signer : {};
	return {
		valid: isTrue(signature.isValid),
		...omitEmpty({
			signedAt: isoDate(signature.SignatureTime, undefined),
			name: fullName(signer) || signature.User,
			email: signer.Email,
			role: signer.SignerType,
			title: signer.Title,
			company: signer.Company,
			reason: signer.Reason,
		}),
	};
}
