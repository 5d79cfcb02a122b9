/** Assigns people to the signer roles ("places") of forms. */
import { UserError } from 'n8n-workflow';

import type { Api } from '../api';
import { decoded, nameKey } from '../api/answers/entities';
import { emailOf, isWhole } from '../api/answers/people';
import { omitEmpty, text } from '../shared/values';
import { NO_SIGNER } from './signerRows';

export type FormSigner = Api<'FormDirectInvitee'>;

/** A person in the 'Signers' field. */
export interface FormPerson {
	/** The requested role; '' for the next free one. */
	role: string;
	/** The reference of the only form that this person signs; '' for all forms with the role. */
	onlyIn: string;
	/** How to name the person in a message. */
	who: string;
	details: Partial<FormSigner> & Api<'UserInfo'>;
}

/** A form of the service: its signers are roles without people. */
export interface FormPlaces {
	reference: string;
	name: string;
	places: FormSigner[];
}

/**
 * Assigns people to the roles of forms. A person takes the same role in each form, unless it is taken by a
 * person who signs only that form. The request contains all roles: `Optional: true` leaves that signer out
 * (docs/api/API.md sections 12.1 and 12.3).
 *
 * @returns the signers of each form
 * @throws UserError when a required role has nobody, or a person has no role in any form
 */
export function placedInForms(people: FormPerson[], forms: FormPlaces[]): FormSigner[][] {
	if (people.length === 0) throw refusal(NO_SIGNER, forms);
	refuseUntold(people, forms);
	const filled = forms.map(() => new Map<FormSigner, FormPerson>());
	const freeIn = (at: number) => forms[at].places.filter((place) => !filled[at].has(place));
	const idle = new Set(people);
	const take = (at: number, person: FormPerson, place?: FormSigner) => {
		if (place === undefined) return;
		filled[at].set(place, person);
		idle.delete(person);
	};
	// People with a role are assigned first, so that nobody without a role takes it.
	const withRole = people.filter(({ role }) => role !== '');
	const without = people.filter(({ role }) => role === '');
	forms.forEach(({ reference }, at) => {
		const own = (person: FormPerson) => person.onlyIn === reference;
		const ofAll = ({ onlyIn }: FormPerson) => onlyIn === '';
		for (const person of [...withRole.filter(own), ...withRole.filter(ofAll)])
			take(
				at,
				person,
				freeIn(at).find((place) => isRole(place, person.role)),
			);
		for (const person of without.filter(own)) take(at, person, freeIn(at)[0]);
	});
	const open = forms.flatMap(({ places }, at) => freeIn(at).map((place) => keyOf(place, places)));
	const keys = [...new Set(open)];
	for (const [index, person] of without.filter(({ onlyIn }) => onlyIn === '').entries()) {
		forms.forEach(({ places }, at) =>
			take(
				at,
				person,
				freeIn(at).find((place) => keyOf(place, places) === keys[index]),
			),
		);
	}
	const homeless = [...withRole, ...without].find((person) => idle.has(person));
	if (homeless) throw withoutPlace(homeless, forms);
	for (const [at, form] of forms.entries()) refuseMissing(form, filled[at], freeIn(at), forms);
	return forms.map(({ name, places }, at) =>
		places.map((place) => {
			const person = filled[at].get(place);
			return person ? takenBy(place, person, name) : leftOut(place);
		}),
	);
}

/** The signers that a form is sent to: all whose role is not left out. */
export const invitedSigners = (signers: FormSigner[]): FormSigner[] =>
	signers.filter(({ Optional }) => Optional !== true);

/**
 * Refuses people with a form that is not sent and, with several forms and people, forms whose signers have no
 * roles.
 */
function refuseUntold(people: FormPerson[], forms: FormPlaces[]): void {
	const stray = people.find(
		({ onlyIn }) => onlyIn !== '' && !forms.some(({ reference }) => reference === onlyIn),
	);
	if (stray)
		throw refusal(
			`${stray.who} has a form in 'Only in Form' that is not part of this send: choose one that is, or leave it empty`,
			forms,
		);
	if (forms.length === 1 || people.length === 1) return;
	const nameless = forms.find(({ places }) =>
		places.some((place) => text(place.SignerType) === ''),
	);
	if (nameless === undefined) return;
	throw new UserError(
		`In Secured Signing, the form "${nameless.name}" has a signer without a role`,
		{
			description:
				'If several forms are sent, roles say who signs what. Send this form by itself. Nothing was sent.',
		},
	);
}

function refuseMissing(
	{ name, places }: FormPlaces,
	filled: Map<FormSigner, FormPerson>,
	free: FormSigner[],
	forms: FormPlaces[],
): void {
	const missing = free.find(({ Optional }) => Optional !== true);
	if (missing && forms.length === 1)
		throw refusal(`No signer for the role "${roleOf(missing, places)}"`, forms);
	if (missing)
		throw refusal(
			`No signer for the role "${roleOf(missing, places)}" of the form "${name}"`,
			forms,
		);
	if (filled.size === 0) throw refusal(`No signer was entered for the form "${name}"`, forms);
}

/** What a form may have saved of a person and may mask, with the names of the fields that replace it. */
const MASKABLE: Array<[key: keyof FormSigner, displayName: string]> = [
	['MobileNumber', 'Mobile Number'],
	['ShareUsers', 'Share With'],
	['IDData', 'Identity Data'],
];

/**
 * A filled role is sent with `Optional: false`, whatever the form itself says (docs/api/API.md section 12.1).
 *
 * @throws UserError when the form masks what it has saved of this person, and the node does not replace it
 */
function takenBy(place: FormSigner, { details, who }: FormPerson, name: string): FormSigner {
	// The service knows the role by how it writes it.
	const kept = { ...decoded(withoutPerson(place, details)), SignerType: place.SignerType };
	const signer = { ...omitEmpty(kept), ...details, Optional: false };
	const hidden = MASKABLE.find(([key]) => !(key in details) && !isWhole(key, signer[key]));
	if (hidden === undefined) return signer;
	throw new UserError(`The form "${name}" does not show the whole '${hidden[1]}' of ${who}`, {
		description: `The form has it saved, and what is shown would be sent in its place. Enter '${hidden[1]}' in 'Signers'. Nothing was sent.`,
	});
}

const OF_PERSON = new Set([
	'MobileNumber',
	'MobileCountry',
	'ClientReference',
	'ShareUsers',
	'UseIDData',
	'IDData',
]);

/**
 * The role without personal data of somebody else: a form may have a saved person in a role, with a mobile
 * number and more, which must not be used for another person.
 */
function withoutPerson(place: FormSigner, details: Api<'UserInfo'>): Partial<FormSigner> {
	if (['', emailOf(details)].includes(emailOf(place))) return place;
	return Object.fromEntries(Object.entries(place).filter(([name]) => !OF_PERSON.has(name)));
}

/** The role of somebody who is not invited. The service requires names and an email, which may be empty. */
const leftOut = (place: FormSigner): FormSigner => ({
	FirstName: '',
	LastName: '',
	Email: '',
	...omitEmpty(place),
	Optional: true,
});

const isRole = (place: FormSigner, role: string): boolean =>
	nameKey(place.SignerType) === nameKey(role);

/**
 * A key that is equal for one person's roles in several forms: the role, and its position among equal roles.
 */
function keyOf(place: FormSigner, places: FormSigner[]): string {
	const same = places.filter((other) => isRole(other, text(place.SignerType)));
	return `${same.indexOf(place)} ${nameKey(place.SignerType)}`;
}

const roleOf = (place: FormSigner, places: FormSigner[]): string =>
	text(place.SignerType) || `Signer ${places.indexOf(place) + 1}`;

function withoutPlace({ onlyIn, role, who }: FormPerson, forms: FormPlaces[]): UserError {
	const wanted = role === '' ? who : `${who} with the role "${role}"`;
	const own = forms.find(({ reference }) => reference === onlyIn);
	if (forms.length === 1) return refusal(`The form has no role for ${wanted}`, forms);
	if (own) return refusal(`The form "${own.name}" has no role for ${wanted}`, forms);
	return refusal(`None of the forms has a role for ${wanted}`, forms);
}

function refusal(message: string, forms: FormPlaces[]): UserError {
	const roles = forms.map(({ name, places }) => {
		const all = places.map(
			(place) => roleOf(place, places) + (place.Optional === true ? ' (optional)' : ''),
		);
		return `${name}: ${all.join(', ') || 'nobody'}`;
	});
	return new UserError(message, {
		description: `Roles in each form: ${roles.join('; ')}. Nothing was sent.`,
	});
}
