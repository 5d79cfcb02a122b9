import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Api } from '../api';
import { visibleText } from '../shared/characters';
import { readEach } from '../shared/readAll';
import { refusal } from '../shared/refusal';
import { type Given, omitEmpty, text } from '../shared/values';
import {
	faceToFaceField,
	mobileFields,
	readMobile,
	readPerson,
	signerReferenceField,
	videoConfirmationField,
} from './people';
import { NO_SIGNER, signerRows, signersField } from './signerRows';
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
		description: 'Whether to check the video confirmation for a forged face',
	},
	faceToFaceField,
	...mobileFields,
	{
		displayName: 'Review Before Signing',
		name: 'reviewBeforeSigning',
		type: 'boolean',
		default: false,
		description:
			"Whether this signer is asked to review the document before signing. Secured Signing's public pages do not say what changes for the signer.",
	},
	shareUsersField,
	videoConfirmationField,
];

export const templateSignersField = signersField(
	{
		displayName: 'Signers',
		description:
			"Who signs, in the order of the template: the first signer here is its signer 1, the second its signer 2. 'Signed By' says who signs an additional template.",
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
		throw refusal(NO_SIGNER, "Fill in 'Signers'.");
	}
	return readEach(rows, (row, index) => readSigner(row, `Signer ${index + 1}`));
}

function readSigner(row: Given, who: string): TemplateSigner {
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

/** A template of the service: its signers are places without people. */
interface TemplatePlaces {
	name: string;
	places: TemplateSigner[];
	/** The numbers of the signers of this template, if several are sent and not everybody signs it. */
	signedBy?: number[];
}

/**
 * Puts people into the places that templates have for them, by position: templates have no roles. The first
 * template gets the first people; for the others, 'Signed By' says who signs. The service identifies each
 * signer by the reference of the place (docs/api/API.md sections 5.6 and 12.3).
 *
 * @returns the signers of each template
 * @throws UserError when there are more or fewer people than places, or when places have no reference or the
 *   same one
 */
export function placedSigners(
	people: TemplateSigner[],
	[first, ...others]: TemplatePlaces[],
): TemplateSigner[][] {
	if (others.length === 0 || people.length < first.places.length) {
		return [inPlaces(people, first.places)];
	}
	const signing = [
		people.slice(0, first.places.length),
		...others.map((template) => signersOf(people, template)),
	];
	const idle = people.findIndex((person) => !signing.flat().includes(person));
	if (idle >= 0) {
		throw refusal(
			`Signer ${idle + 1} signs none of the templates`,
			"Add this signer's number to 'Signed By' of an additional template, or remove the signer from 'Signers'. The first template takes the first signers.",
		);
	}
	return [first, ...others].map(({ places }, at) => inPlaces(signing[at], places));
}

/** @throws UserError when 'Signed By' does not fit the people or the places of the template */
function signersOf(
	people: TemplateSigner[],
	{ name, places, signedBy = people.map((_, at) => at + 1) }: TemplatePlaces,
): TemplateSigner[] {
	const stray = signedBy.find((number) => number > people.length);
	if (stray !== undefined) {
		throw refusal(
			`'Signed By' of the template "${name}" names signer ${stray}, but there are only ${counted(people.length)}`,
			"Enter the numbers of those in 'Signers' who sign it, separated by commas, such as 2, 1.",
		);
	}
	if (signedBy.length !== places.length) {
		throw refusal(
			`The template "${name}" is signed by ${counted(places.length)}, but ${signedBy.length} are chosen for it`,
			"In its 'Signed By', enter one number for each signer of the template: 2, 1 stands for the second and the first of 'Signers'.",
		);
	}
	return signedBy.map((number) => people[number - 1]);
}

function inPlaces(people: TemplateSigner[], places: TemplateSigner[]): TemplateSigner[] {
	if (people.length !== places.length) {
		throw refusal(
			`The template is signed by ${counted(places.length)}, but ${people.length} were entered`,
			"Enter exactly that many people in 'Signers', as the template needs.",
		);
	}
	if (places.length > 1) refuseUntold(places);
	return people.map((person, index) => ({
		...omitEmpty({ SignerReference: places[index].SignerReference }),
		...person,
	}));
}

/** Refuses places without a unique reference: it would not be clear who signs there. */
function refuseUntold(places: TemplateSigner[]): void {
	const references = places.map(({ SignerReference }) => text(SignerReference));
	const second = references.findIndex((reference, at) => references.indexOf(reference) !== at);
	const without = references.indexOf('');
	if (without === -1 && second === -1) return;
	throw refusal(
		without === -1
			? `Signer ${references.indexOf(references[second]) + 1} and signer ${second + 1} of the template have the same reference: ${references[second]}`
			: `Signer ${without + 1} of the template has no reference`,
		'Secured Signing identifies the signers of a template by these references, so it is not clear who would sign where. Open the template in Secured Signing, set its signers again and save it.',
	);
}

const counted = (people: number) => (people === 1 ? '1 person' : `${people} people`);
