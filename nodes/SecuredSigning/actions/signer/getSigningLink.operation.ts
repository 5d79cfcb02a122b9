import { UserError } from 'n8n-workflow';

import { readPosted, type Api, type Raw } from '../../api';
import { signingLink } from '../../api/answers/document';
import { emailOf } from '../../api/answers/people';
import { emailField, firstNameField, lastNameField, readPerson } from '../../fields/people';
import { documentLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';
import { refuseSigningKeys } from '../../shared/tool';
import { omitEmpty, plainWords } from '../../shared/values';

// API: POST /FormDirect/GetSignerLink, docs/api/API.md section 5.5
export const getSigningLink: Operation = {
	name: 'Get Signing Link',
	value: 'getSigningLink',
	action: 'Get signing link of signer',
	description: 'Get the key or link with which one signer opens the document',
	fields: [documentLocator, firstNameField, lastNameField, emailField],
	async execute(itemIndex) {
		refuseSigningKeys(this);
		const DocumentReference = requiredReference(this, itemIndex, documentLocator);
		const person = {
			firstName: this.getNodeParameter('firstName', itemIndex),
			lastName: this.getNodeParameter('lastName', itemIndex),
			email: this.getNodeParameter('email', itemIndex),
		};
		const request: Api<'LinkRequest'> = {
			DocumentReference,
			Signer: readPerson(person, 'The signer'),
		};
		const signer = await readPosted(this, '/FormDirect/GetSignerLink', { body: request });
		if (namesAnother(request.Signer, signer)) {
			throw new UserError("Secured Signing's answer has the signing key of somebody else", {
				description:
					'The key was not handed out. Check the name and email against the signers of the document, then try again.',
			});
		}
		return [
			{
				json: {
					documentReference: DocumentReference,
					...omitEmpty({ signingKey: signer.SigningKey, signingLink: signingLink(signer) }),
					...signer,
				},
			},
		];
	},
};

/** Whether an answer names anybody else: two people may sign with one address. */
const namesAnother = (asked: Api<'UserInfo'>, answered: Raw<'Signer'>): boolean =>
	[firstNameOf, lastNameOf, emailOf].some((read) => {
		const said = read(answered);
		return said !== '' && said !== read(asked);
	});

const firstNameOf = ({ FirstName }: Raw<'Signer'>) => plainWords(FirstName).normalize('NFC');
const lastNameOf = ({ LastName }: Raw<'Signer'>) => plainWords(LastName).normalize('NFC');
