import { UserError } from 'n8n-workflow';

import type { Api } from '../../api';
import { emailOf, nameOf } from '../../api/answers/people';
import { objectsIn } from '../../shared/values';

type Signer = Api<'Signer'>;

/**
 * The signer of a document with a reference.
 *
 * @throws UserError when there is none, or when different people have this reference
 */
export function signerOf({ Signers }: Pick<Api<'Document'>, 'Signers'>, reference: string): Signer {
	const [signer, ...others] = objectsIn<Signer>(Signers).filter(
		({ SignerReference }) => SignerReference === reference,
	);
	if (signer === undefined) {
		throw new UserError(`The document has no signer with the reference ${reference}`, {
			description: "Choose the signer from the list of 'Signer'. Nothing was changed.",
		});
	}
	if (
		others.some((other) => emailOf(other) !== emailOf(signer) || nameOf(other) !== nameOf(signer))
	) {
		throw new UserError(`Two signers of the document have the reference ${reference}`, {
			description:
				'It is not clear which one is meant. Update this signer in Secured Signing. Nothing was changed.',
		});
	}
	return signer;
}
