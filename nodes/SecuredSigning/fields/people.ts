import type { INodeProperties } from 'n8n-workflow';

import type { Api } from '../api';
import { isEmail } from '../shared/addresses';
import { characterName, givenText, visibleText, visibleWords } from '../shared/characters';
import { readEach } from '../shared/readAll';
import { refusal } from '../shared/refusal';
import { notFilledIn, unfilledInEmail, unfilledInName } from '../shared/unfilled';
import type { Given } from '../shared/values';

export { isEmail };

export const firstNameField: INodeProperties = {
	displayName: 'First Name',
	name: 'firstName',
	type: 'string',
	default: '',
	placeholder: 'e.g. Mia',
	required: true,
	description: 'The given name of this person',
};

export const lastNameField: INodeProperties = {
	displayName: 'Last Name',
	name: 'lastName',
	type: 'string',
	default: '',
	placeholder: 'e.g. Wong',
	required: true,
	description: 'The family name of this person',
};

export const emailField: INodeProperties = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	placeholder: 'name@email.com',
	default: '',
	required: true,
	description: "The person's email address",
};

export const mobileFields: INodeProperties[] = [
	{
		displayName: 'Mobile Country Code',
		name: 'mobileCountry',
		type: 'string',
		default: '',
		placeholder: 'e.g. 64',
		description:
			'The country code of the mobile number, for a signer who gets a code by SMS: 61 for Australia, 64 for New Zealand and so on',
	},
	{
		displayName: 'Mobile Number',
		name: 'mobileNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. 0211234567',
		description:
			'For a code by SMS: the number as people dial it inside the country, without the country code',
	},
];

export const faceToFaceField: INodeProperties = {
	displayName: 'Face-to-Face Signing',
	name: 'isFaceToFaceSigning',
	type: 'boolean',
	default: false,
	description: 'Whether this person signs on your device, in your presence',
};

export const signerReferenceField: INodeProperties = {
	displayName: 'Client Reference',
	name: 'clientReference',
	type: 'string',
	default: '',
	placeholder: 'e.g. order-4711',
	description: 'Your own reference for this signer',
};

export const videoConfirmationField: INodeProperties = {
	displayName: 'Video Confirmation',
	name: 'videoConfirmation',
	type: 'boolean',
	default: false,
	description: 'Whether this person confirms their identity by video',
};

/** The fields of a person in JSON. */
export const PERSON = ['firstName', 'lastName', 'email'];

/** What the user entered about a person, not checked yet. */
interface PersonValues {
	firstName?: unknown;
	lastName?: unknown;
	email?: unknown;
}

/**
 * The name and email of one person.
 *
 * @param who how to name the person in a message, e.g. "Signer 2"
 * @throws UserError that names the person and the field
 */
export function readPerson(values: PersonValues, who: string): Api<'UserInfo'> {
	const readers = [
		() => readName(values.firstName, 'first name', who),
		() => readName(values.lastName, 'last name', who),
		() => readEmail(values.email, who),
	];
	const [FirstName, LastName, Email] = readEach(readers, (read) => read());
	return { FirstName, LastName, Email };
}

function readName(value: unknown, which: string, who: string): string {
	const name = visibleWords(value, `The ${which} of ${who}`);
	if (name === '') throw refusal(`${who} has no ${which}`);
	const unfilled = unfilledInName(name);
	if (unfilled !== undefined) throw notFilledIn(`The ${which} of ${who}`, unfilled);
	return name;
}

function readEmail(value: unknown, who: string): string {
	const email = visibleText(value, `The email address of ${who}`);
	const unfilled = unfilledInEmail(email);
	if (unfilled !== undefined) throw notFilledIn(`The email address of ${who}`, unfilled);
	if (isEmail(email)) return email;
	const lookAlike = /[\uff20\ufe6b]/.exec(email)?.[0];
	if (lookAlike !== undefined) {
		throw refusal(
			`The email address of ${who} has no @: “${lookAlike}” is ${characterName(lookAlike)}`,
			'Type the @ again.',
		);
	}
	throw refusal(
		email === ''
			? `${who} has no email address`
			: `The email address of ${who} is not valid: "${email}"`,
	);
}

/**
 * The mobile number of one person in the service's form: digits only, the country code without "+". Empty if
 * nothing was entered.
 * Source: docs/api/API.md section 6 (Invitee).
 */
export function readMobile(
	values: Given,
	who: string,
): Pick<Api<'Invitee'>, 'MobileCountry' | 'MobileNumber'> {
	const [given, code] = [
		givenText(values.mobileNumber, `The mobile number of ${who}`).trim(),
		givenText(values.mobileCountry, `The mobile country code of ${who}`).trim(),
	];
	const number = given.replace(/[\s().-]/g, '');
	const country = code.replace(/^\+/, '');
	if (number === '' && country === '') return {};
	if (!/^\d{5,14}$/.test(number)) {
		throw refusal(
			`The mobile number of ${who} is not valid: "${given}"`,
			"Enter only digits. The country code has its own field, 'Mobile Country Code'.",
		);
	}
	if (!/^[1-9]\d{0,2}$/.test(country)) {
		throw refusal(
			`The mobile number of ${who} has no valid country code: "${code}"`,
			"Enter the code of the country in 'Mobile Country Code', such as 61 or 64.",
		);
	}
	return { MobileCountry: country, MobileNumber: number };
}

/**
 * A web address; undefined if the field is empty.
 * @throws UserError naming the field
 */
export function readAddress(value: unknown, displayName: string): string | undefined {
	const address = visibleText(value, `'${displayName}'`);
	if (address === '') return undefined;
	if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
		throw refusal(
			`'${displayName}' is not a web address: "${address}"`,
			'Enter the whole address, beginning with https://.',
		);
	}
	return address;
}
