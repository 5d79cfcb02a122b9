import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Api } from '../api';
import { visibleText } from '../shared/characters';
import { readEach } from '../shared/readAll';
import { refusal } from '../shared/refusal';
import { omitEmpty, text } from '../shared/values';
import {
	faceToFaceField,
	mobileFields,
	readMobile,
	readPerson,
	signerReferenceField,
	videoConfirmationField,
} from './people';
import { signerRows, signersField } from './signerRows';
import { readShareUsers, shareUsersField } from './shareUsers';
import { switchesIn } from './switches';

/** Switches of a signer; source: docs/api/API.md section 6 (Invitee, FormFillerSigner). */
const SWITCHES = {
	isFaceToFaceSigning: 'IsFaceToFaceSigning',
	reviewBeforeSigning: 'ReviewBeforeSigningEnabled',
	videoConfirmation: 'VideoConfirmationEnabled',
	deepfakeCheck: 'VideoConfirmationDeepfakeEnabled',
} as const;

const detailFields: INodeProperties[] = [
	signerReferenceField,
	{
		displayName: 'Deepfake Check',
		name: 'deepfakeCheck',
		type: 'boolean',
		default: false,
		description: 'Whether the video confirmation is checked for a forged face',
	},
	faceToFaceField,
	...mobileFields,
	{
		displayName: 'Review Before Signing',
		name: 'reviewBeforeSigning',
		type: 'boolean',
		default: false,
		description: 'Whether this signer reviews the document before signing it',
	},
	shareUsersField,
	videoConfirmationField,
];

export const templateSignersField = signersField(
	{
		displayName: 'Signers',
		description:
			'Who signs, in the order of the template: the first signer here is its signer 1, the second its signer 2',
	},
	detailFields,
);

type TemplateSigner = Api<'FormFillerSigner'>;

/**
 * Reads and checks the people of the 'Signers' field.
 * @throws UserError when there is nobody, or somebody has no name or no valid email
 */
export function readTemplateSigners(
	context: IExecuteFunctions,
	itemIndex: number,
): TemplateSigner[] {
	const rows = signerRows(context, itemIndex);
	if (rows.length === 0) {
		throw refusal('Add at least one signer', "Fill in 'Signers'.");
	}
	return readEach(rows, (row, index) => readSigner(row, `Signer ${index + 1}`));
}

function readSigner(row: IDataObject, who: string): TemplateSigner {
	return {
		...readPerson(row, who),
		...readMobile(row, who),
		...switchesIn(row, SWITCHES),
		...omitEmpty<Partial<TemplateSigner>>({
			ClientReference: visibleText(row.clientReference, `The client reference of ${who}`),
			ShareUsers: readShareUsers(row.shareUsers, `Share With of ${who}`),
		}),
	};
}

/**
 * Puts people into the places that a template has for them, by position. The service takes each by the
 * reference of its place (docs/api/API.md section 5.6).
 *
 * @throws UserError when there are more or fewer people than places, or when the places cannot be told apart
 */
export function placedSigners(
	people: TemplateSigner[],
	places: TemplateSigner[],
): TemplateSigner[] {
	if (people.length !== places.length) {
		throw refusal(
			`The template is signed by ${counted(places.length)}, and ${people.length} are given`,
			"Put exactly as many into 'Signers'.",
		);
	}
	if (places.length > 1) refuseUntold(places);
	return people.map((person, index) => ({
		...omitEmpty({ SignerReference: places[index].SignerReference }),
		...person,
	}));
}

/** Without a reference of its own, a place could be given to anybody of them. */
function refuseUntold(places: TemplateSigner[]): void {
	const references = places.map(({ SignerReference }) => text(SignerReference));
	const second = references.findIndex((reference, at) => references.indexOf(reference) !== at);
	const without = references.indexOf('');
	if (without === -1 && second === -1) return;
	throw refusal(
		without === -1
			? `Signer ${references.indexOf(references[second]) + 1} and signer ${second + 1} of the template have the same reference: ${references[second]}`
			: `Signer ${without + 1} of the template has no reference`,
		'Secured Signing tells the signers of a template apart by these references, so nobody can tell who would sign where. Open the template in Secured Signing, set its signers again and save it.',
	);
}

const counted = (people: number) => (people === 1 ? '1 person' : `${people} people`);
