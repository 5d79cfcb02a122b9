import type { IDataObject } from 'n8n-workflow';

import { given, records } from '../values';

/**
 * A sent document whose signers have their keys for embedded signing: the answer to a send of
 * templates names the signers a second time, outside of the document, and the vendor's sample takes
 * the keys from there (docs/api/API.md sections 5.6 and 8).
 */
export function withSigningKeys(document: IDataObject, answer: IDataObject): IDataObject {
	const named = records(answer.Signers);
	const own = records(document.Signers);
	if (named.length === 0 || own.length === 0) return document;
	const again = ({ SignerReference: wanted }: IDataObject) =>
		named.find(({ SignerReference }) => wanted !== undefined && SignerReference === wanted);
	return {
		...document,
		Signers: own.map((signer) => ({
			...signer,
			...given({ SigningKey: signer.SigningKey || again(signer)?.SigningKey }),
		})),
	};
}
