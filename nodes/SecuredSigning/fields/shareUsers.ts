import type { INodeProperties } from 'n8n-workflow';

import type { Api } from '../api';
import { refusal } from '../shared/refusal';
import { isRecord } from '../shared/values';
import { emailField, firstNameField, lastNameField, PERSON, readPerson } from './people';

export const shareUsersField: INodeProperties = {
	displayName: 'Share With',
	name: 'shareUsers',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add person',
	default: {},
	description: 'People who may see the document without signing it',
	options: [
		{ displayName: 'Person', name: 'user', values: [firstNameField, lastNameField, emailField] },
	],
};

/**
 * The people of a 'Share With' field; undefined when there are none.
 *
 * @param who how to name the field in a message, e.g. "Share With of Signer 2"
 * @throws UserError for a value that is not a list of people, and for an unknown field of a person
 */
export function readShareUsers(parameter: unknown, who: string): Api<'ShareUser'>[] | undefined {
	const users = usersIn(parameter);
	if (users === undefined || !users.every(isRecord)) {
		throw refusal(
			`${who} is not a list of people`,
			`It must be a list such as [{"firstName": "…", "lastName": "…", "email": "…"}].`,
		);
	}
	if (users.length === 0) return undefined;
	return users.map((user, index) => {
		const person = `Person ${index + 1} of ${who}`;
		const other = Object.keys(user).find((name) => !PERSON.includes(name));
		if (other !== undefined) {
			throw refusal(
				`${person} has a field that is not known: "${other}"`,
				`A person can have only these fields: ${PERSON.join(', ')}. Remove the others.`,
			);
		}
		return readPerson(user, person);
	});
}

/** The people as rows of the field, as a JSON list, or as one object; undefined for anything else. */
function usersIn(parameter: unknown): unknown[] | undefined {
	if (parameter === undefined || parameter === null || parameter === '') return [];
	if (Array.isArray(parameter)) return parameter;
	if (!isRecord(parameter)) return undefined;
	const names = Object.keys(parameter);
	if (names.length === 0) return [];
	return names.length === 1 && names[0] === 'user' ? [parameter.user].flat() : [parameter];
}
