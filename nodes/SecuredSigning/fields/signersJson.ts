import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readJson } from '../shared/jsonText';
import { refusal } from '../shared/refusal';
import { isTool, storedParameter } from '../shared/tool';
import { type Given, isRecord } from '../shared/values';
import { PERSON } from './people';

/** The default value in the editor: no signer. */
const UNTOUCHED = '[\n  { "firstName": "", "lastName": "", "email": "" }\n]';

/** The fields of 'From JSON'. @param details what a signer may have besides a name and an email */
export const signersJsonFields = (details: INodeProperties[]): INodeProperties[] => [
	{
		displayName: 'Signers (JSON)',
		name: 'signersJson',
		type: 'json',
		default: UNTOUCHED,
		hint: 'An entry for each signer, in the order of the Smart Tags, with firstName, lastName and email',
		description:
			"As in 'Enter Below', optional: mobileCountry, mobileNumber, invitationText, isPersonalMessage, emailSubject, embedded, returnUrl, isFaceToFaceSigning, clientReference, attachments (references), shareUsers (firstName, lastName, email), invitationEmailTemplate, completionEmailTemplate (references)",
		displayOptions: { show: { signersFrom: ['json'] } },
	},
	{
		displayName: 'Fields for AI Agents',
		name: 'signersJsonFields',
		type: 'multiOptions',
		noDataExpression: true,
		options: details.map(({ displayName, name }) => ({ name: displayName, value: name })),
		default: [],
		description:
			"What an AI agent may add to the JSON in addition to first name, last name and email when this node is a tool. Careful: with 'Embedded Signing', it could get a signing key if 'Signing Keys for Agents' is on. With 'Share With', it can choose who else sees the document.",
		displayOptions: { show: { signersFrom: ['json'] } },
	},
];

/**
 * The signers of 'Signers (JSON)'. Unknown fields are refused, and in a tool also those that the user did not
 * tick: a model may have been tricked into adding them.
 *
 * @param details what a signer may have besides a name and an email
 * @throws UserError for a value that is not a list of signers, and for a field that is not allowed
 */
export function readSignersJson(
	context: IExecuteFunctions,
	itemIndex: number,
	details: INodeProperties[],
): Given[] {
	if (storedParameter(context, 'signersJson') === UNTOUCHED) return [];
	const rows = jsonRows(context.getNodeParameter('signersJson', itemIndex));
	const known = [...PERSON, ...details.map(({ name }) => name)];
	// The stored value: an expression could otherwise allow its own fields.
	const ticked = storedParameter(context, 'signersJsonFields');
	const allowed = isTool(context) ? [...PERSON, ...(Array.isArray(ticked) ? ticked : [])] : known;
	rows.forEach((row, index) => {
		const other = Object.keys(row).find((name) => !known.includes(name) || !allowed.includes(name));
		if (other === undefined) return;
		if (known.includes(other)) {
			throw refusal(
				`Signer ${index + 1} has the field "${other}", which an AI agent is not allowed to set`,
				`It can set ${allowed.join(', ')}. Only the person who builds the workflow can allow more, with 'Fields for AI Agents'. An AI agent should leave the field out.`,
			);
		}
		throw refusal(
			`Signer ${index + 1} has a field that is not known: "${other}"`,
			`A signer can have only these fields: ${allowed.join(', ')}. Remove the others.`,
		);
	});
	return rows;
}

function jsonRows(parameter: unknown): Given[] {
	const rows = readJson(parameter, (entry) => `Signer ${entry + 1}`);
	if (!Array.isArray(rows) || !rows.every(isRecord)) {
		throw refusal(
			"'Signers (JSON)' is not a list of signers",
			'It must be a list such as [{"firstName": "…", "lastName": "…", "email": "…"}].',
		);
	}
	return rows;
}
