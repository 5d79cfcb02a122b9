import {
	UserError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import type { Api } from '../transport';
import { given, text } from '../values';
import {
	emailField,
	firstNameField,
	lastNameField,
	mobileFields,
	readMobile,
	readPerson,
} from './people';

export const formSignersField: INodeProperties = {
	displayName: 'Signers',
	name: 'signers',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add signer',
	default: {},
	required: true,
	description:
		'Who fills in and signs the form. Without a role, they take the roles of the form in order.',
	options: [
		{
			displayName: 'Signer',
			name: 'signer',
			values: [
				{
					displayName: 'Role Name or ID',
					name: 'signerType',
					type: 'options',
					typeOptions: { loadOptionsMethod: 'getFormRoles', loadOptionsDependsOn: ['form.value'] },
					default: '',
					description:
						'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
				},
				firstNameField,
				lastNameField,
				emailField,
				...mobileFields,
				{
					displayName: 'Face-to-Face Signing',
					name: 'faceToFace',
					type: 'boolean',
					default: false,
					description: 'Whether this signer signs on your device, in your presence',
				},
			],
		},
	],
};

type FormSigner = Api<'FormDirectInvitee'>;

/**
 * Puts the people of the 'Signers' field into the places that a form has for them.
 *
 * @param places the signers of the form as the service lists them: roles without people
 * @throws UserError when somebody is missing, or has no place in this form
 */
export function readFormSigners(
	context: IExecuteFunctions,
	itemIndex: number,
	places: FormSigner[],
): FormSigner[] {
	const { signer: rows = [] } = context.getNodeParameter('signers', itemIndex, {}) as {
		signer?: IDataObject[];
	};
	if (rows.length === 0) throw refusal('There is no signer', places);
	const free = [...places];
	const filled = new Map<FormSigner, FormSigner>();
	rows.forEach((row, index) => {
		const who = `Signer ${index + 1}`;
		const role = text(row.signerType);
		const place = role === '' ? free[0] : free.find((candidate) => isRole(candidate, role));
		if (place === undefined) {
			throw refusal(
				role === ''
					? `The form has no place for ${who}`
					: `The form has no place for ${who} with the role "${role}"`,
				places,
			);
		}
		free.splice(free.indexOf(place), 1);
		filled.set(place, {
			...given(place),
			...readPerson(row, who),
			...readMobile(row, who),
			...(row.faceToFace === true && { EnabledFaceToFaceSigning: true }),
		});
	});
	const missing = free.find(({ Optional }) => Optional !== true);
	if (missing) throw refusal(`Nobody is given for the role "${roleOf(missing, places)}"`, places);
	return places.flatMap((place) => filled.get(place) ?? []);
}

function isRole(place: FormSigner, role: string): boolean {
	return (place.SignerType ?? '').toLowerCase() === role.toLowerCase();
}

function roleOf(place: FormSigner, places: FormSigner[]): string {
	return place.SignerType ?? `Signer ${places.indexOf(place) + 1}`;
}

function refusal(message: string, places: FormSigner[]): UserError {
	const roles = places.map(
		(place) => roleOf(place, places) + (place.Optional === true ? ' (optional)' : ''),
	);
	return new UserError(message, {
		description: `The form asks for: ${roles.join(', ') || 'nobody'}. Nothing was sent.`,
	});
}
