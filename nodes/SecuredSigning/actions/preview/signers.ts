/** The signers of a send. */
import type { Planned, PlannedSigner } from '../../send';
import { objectsIn, omitEmpty, text } from '../../shared/values';
import { titleOf, type PreviewedDocument } from './documents';
import type { Row } from './render';

/**
 * The JSON output for one signer.
 *
 * @param planned what is said of all signers
 */
export function signerOf(
	{ details, order, document, isOfTag }: PlannedSigner,
	planned: Planned,
	documents: PreviewedDocument[],
) {
	const { Embedded = planned.isEmbedded ?? planned.request.Embedded } = details;
	const isFaceToFace = details.IsFaceToFaceSigning ?? details.EnabledFaceToFaceSigning;
	const isByVideo = details.VideoConfirmation ?? details.VideoConfirmationEnabled;
	const mobile = text(details.MobileNumber);
	const questions = objectsIn(details.IDData).map(({ Label }) => text(Label));
	return {
		order,
		...omitEmpty({
			document: document === undefined ? undefined : titleOf(documents, document),
			role: text(details.SignerType),
		}),
		name: [text(details.FirstName), text(details.LastName)].filter(Boolean).join(' '),
		email: text(details.Email),
		detailsFrom: isOfTag ? 'tag' : 'node',
		signsOn: isFaceToFace === true ? 'your device' : Embedded === true ? 'your page' : 'email',
		identifiedBy: [
			...(mobile === '' ? [] : [`SMS to +${text(details.MobileCountry)} ${mobile}`]),
			...(isByVideo === true ? ['video'] : []),
			...(details.VideoConfirmationDeepfakeEnabled === true ? ['deepfake check'] : []),
			...questions.map((question) => `question: ${question} (its answer is not shown)`),
		],
	};
}

export type PreviewedSigner = ReturnType<typeof signerOf>;

const SIGNS: Record<string, string> = {
	'your device': 'signs on your device, in your presence',
	'your page': 'signs on your own page',
	email: 'signs from the invitation email',
};

/** What people are shown of one. */
export const signerRow = (signer: PreviewedSigner): Row => [
	[`${signer.order}. ${signer.name}`, signer.role, signer.document].filter(Boolean).join(', '),
	signer.email,
	SIGNS[signer.signsOn],
	signer.identifiedBy.length > 0
		? `identified by ${signer.identifiedBy.join(', ')}`
		: 'no identity check requested here',
	...(signer.detailsFrom === 'tag' ? ['named by a Smart Tag in the document'] : []),
];
