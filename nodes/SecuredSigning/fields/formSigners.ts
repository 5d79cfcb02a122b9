import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { formLocator, locatorValue } from '../pickers/locators';
import { visibleText } from '../shared/characters';
import { readEach } from '../shared/readAll';
import { type Given, omitEmpty, text } from '../shared/values';
import { ADDITIONAL_FORMS } from './additionalForms';
import { idDataField, readIdData } from './idData';
import { placedInForms, type FormPerson, type FormPlaces, type FormSigner } from './formPlaces';
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
	idDataField,
	...mobileFields,
	{
		...formLocator,
		displayName: 'Only in Form',
		name: 'onlyInForm',
		required: false,
		description:
			'If several forms are sent: the one form that this signer signs. If empty: all forms that have the role.',
	},
	shareUsersField,
	videoConfirmationField,
];

export const formSignersField = signersField(
	{
		displayName: 'Signers',
		description:
			'Who fills in and signs. Without a role, signers take the roles of the form in order. With several forms, a signer takes the same role in each. It is not known whether signers of a form sign one after another.',
	},
	detailFields,
	[
		{
			displayName: 'Role Name or ID',
			name: 'signerType',
			type: 'options',
			typeOptions: {
				loadOptionsMethod: 'getFormRoles',
				loadOptionsDependsOn: ['form.value', ...ADDITIONAL_FORMS],
			},
			default: '',
			description:
				'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		},
	],
);

/**
 * Assigns the people of the 'Signers' field to the roles of the forms.
 *
 * @returns the signers of each form, for the request
 * @throws UserError when a required role has nobody, or a person has no role in any form
 */
export function readFormSigners(
	context: IExecuteFunctions,
	itemIndex: number,
	forms: FormPlaces[],
): FormSigner[][] {
	return placedInForms(peopleIn(context, itemIndex), forms);
}

/**
 * The people of the 'Signers' field with all their details. If each has a role, they are sorted by role,
 * because the order of the rows then has no meaning.
 */
export function readFormPeople(
	context: IExecuteFunctions,
	itemIndex: number,
): Array<Partial<FormSigner> & { OnlyInForm?: string }> {
	const people = peopleIn(context, itemIndex).map(({ role, onlyIn, details }) => ({
		...details,
		SignerType: role.toLowerCase(),
		...(onlyIn !== '' && { OnlyInForm: onlyIn }),
	}));
	if (people.some(({ SignerType }) => SignerType === '')) return people;
	return people.sort((one, other) => one.SignerType.localeCompare(other.SignerType));
}

const peopleIn = (context: IExecuteFunctions, itemIndex: number): FormPerson[] =>
	readEach(signerRows(context, itemIndex), (row, index) => {
		const who = `Signer ${index + 1}`;
		const details = readSigner(row, who, context);
		return { role: text(row.signerType), onlyIn: locatorValue(row.onlyInForm), who, details };
	});

const SWITCHES = {
	isFaceToFaceSigning: 'EnabledFaceToFaceSigning',
	videoConfirmation: 'VideoConfirmation',
} as const;

function readSigner(row: Given, who: string, context: IExecuteFunctions): FormPerson['details'] {
	return {
		...readPerson(row, who),
		...readMobile(row, who),
		...readIdData(row.idData, who, context),
		...switchesIn(row, SWITCHES),
		...omitEmpty<Partial<FormSigner>>({
			ClientReference: visibleText(row.clientReference, `The client reference of ${who}`),
			ShareUsers: readShareUsers(row.shareUsers, `Share With of ${who}`),
		}),
	};
}
