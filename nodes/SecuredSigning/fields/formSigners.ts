import {
	UserError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import type { Api } from '../api';
import { emailOf } from '../api/answers/people';
import { visibleText } from '../shared/characters';
import { readEach } from '../shared/readAll';
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

const detailFields: INodeProperties[] = [
	signerReferenceField,
	faceToFaceField,
	...mobileFields,
	shareUsersField,
	videoConfirmationField,
];

export const formSignersField = signersField(
	{
		displayName: 'Signers',
		description:
			'Who fills in and signs the form. Without a role, they take the roles of the form in order.',
	},
	detailFields,
	[
		{
			displayName: 'Role Name or ID',
			name: 'signerType',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'getFormRoles', loadOptionsDependsOn: ['form.value'] },
			default: '',
			description:
				'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		},
	],
);

type FormSigner = Api<'FormDirectInvitee'>;

/**
 * Puts the people of the 'Signers' field into the places that a form has for them. All places go back
 * to the service: in a request, `Optional: true` leaves that signer out (docs/api/API.md section 12.1).
 *
 * @param places the signers of the form as the service lists them: roles without people
 * @throws UserError when somebody is missing, or has no place in this form
 */
export function readFormSigners(
	context: IExecuteFunctions,
	itemIndex: number,
	places: FormSigner[],
): FormSigner[] {
	const rows = signerRows(context, itemIndex);
	if (rows.length === 0) throw refusal('Add at least one signer', places);
	const people = readEach(rows, (row, index) => ({
		role: text(row.signerType),
		who: `Signer ${index + 1}`,
		details: readSigner(row, `Signer ${index + 1}`),
	}));
	const free = [...places];
	const filled = new Map<FormSigner, FormSigner>();
	// Those with a role go first, so that nobody without one takes their place.
	const [withRole, without] = [true, false].map((has) =>
		people.filter(({ role }) => (role !== '') === has),
	);
	for (const { role, who, details } of [...withRole, ...without]) {
		const place = role === '' ? free[0] : free.find((candidate) => isRole(candidate, role));
		if (place === undefined) {
			const wanted = role === '' ? '' : ` with the role "${role}"`;
			throw refusal(`The form has no place for ${who}${wanted}`, places);
		}
		free.splice(free.indexOf(place), 1);
		filled.set(place, { ...omitEmpty(withoutPerson(place, details)), ...details, Optional: false });
	}
	const missing = free.find(({ Optional }) => Optional !== true);
	if (missing) throw refusal(`No signer for the role "${roleOf(missing, places)}"`, places);
	return places.map((place) => filled.get(place) ?? leftOut(place));
}

/**
 * The people of the 'Signers' field, with all that is said of them: in the order of their roles, where each has
 * one, as which the rows of the field say nothing.
 */
export function readFormPeople(
	context: IExecuteFunctions,
	itemIndex: number,
): Array<Partial<FormSigner>> {
	const people = readEach(signerRows(context, itemIndex), (row, index) => ({
		...readSigner(row, `Signer ${index + 1}`),
		SignerType: text(row.signerType).toLowerCase(),
	}));
	if (people.some(({ SignerType }) => SignerType === '')) return people;
	return people.sort((one, other) => one.SignerType.localeCompare(other.SignerType));
}

/** Whom a form is sent to: everybody whose place is not left out. */
export const invitedSigners = (signers: FormSigner[]): FormSigner[] =>
	signers.filter(({ Optional }) => Optional !== true);

const OF_PERSON = new Set([
	'MobileNumber',
	'MobileCountry',
	'ClientReference',
	'ShareUsers',
	'UseIDData',
	'IDData',
]);

/**
 * A place that is handed over: a form that keeps somebody in a role has that person's number and whatever else
 * is theirs as well, which is not for whoever takes the role.
 */
function withoutPerson(place: FormSigner, details: Api<'UserInfo'>): Partial<FormSigner> {
	if (['', emailOf(details)].includes(emailOf(place))) return place;
	return Object.fromEntries(Object.entries(place).filter(([name]) => !OF_PERSON.has(name)));
}

/** The place of somebody who is not invited. The service wants names and an email in it, if empty ones. */
const leftOut = (place: FormSigner): FormSigner => ({
	FirstName: '',
	LastName: '',
	Email: '',
	...omitEmpty(place),
	Optional: true,
});

const SWITCHES = {
	isFaceToFaceSigning: 'EnabledFaceToFaceSigning',
	videoConfirmation: 'VideoConfirmation',
} as const;

function readSigner(row: IDataObject, who: string): Partial<FormSigner> & Api<'UserInfo'> {
	return {
		...readPerson(row, who),
		...readMobile(row, who),
		...switchesIn(row, SWITCHES),
		...omitEmpty<Partial<FormSigner>>({
			ClientReference: visibleText(row.clientReference, `The client reference of ${who}`),
			ShareUsers: readShareUsers(row.shareUsers, `Share With of ${who}`),
		}),
	};
}

function isRole(place: FormSigner, role: string): boolean {
	return text(place.SignerType).toLowerCase() === role.toLowerCase();
}

function roleOf(place: FormSigner, places: FormSigner[]): string {
	return text(place.SignerType) || `Signer ${places.indexOf(place) + 1}`;
}

function refusal(message: string, places: FormSigner[]): UserError {
	const roles = places.map(
		(place) => roleOf(place, places) + (place.Optional === true ? ' (optional)' : ''),
	);
	return new UserError(message, {
		description: `The form asks for: ${roles.join(', ') || 'nobody'}. Nothing was sent.`,
	});
}
