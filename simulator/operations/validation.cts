import type { Schemas } from '../api.cts';
import { formatDate } from '../dates.cts';
import type { Service } from '../service.cts';
import { present } from '../store/present.cts';

/** Recognises a file that this simulator signed, by its bytes; any other has no signatures. */
export function validate(
	service: Service,
	name: string,
	sha256: string | undefined,
): Schemas['DocumentValidationResponse'] {
	const held = [...service.store.documents.values()].find(
		({ signed }) => signed && signed.sha256 === sha256,
	);
	return present({
		DocumentName: name,
		DocumentURL: held && `${service.origin}/files/${held.reference}`,
		Signatures: (held?.signers ?? []).map((signer) => ({
			isValid: true,
			SignatureTime: signer.signedAt && formatDate(signer.signedAt, service.readings.dates),
			User: `${signer.firstName} ${signer.lastName}`,
			Signer: {
				FirstName: signer.firstName,
				LastName: signer.lastName,
				Email: signer.email,
				HasSigned: true,
			},
		})),
	});
}
