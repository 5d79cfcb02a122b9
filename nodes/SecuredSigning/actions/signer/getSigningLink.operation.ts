import { UserError, type IExecuteFunctions } from 'n8n-workflow';

import { isNotFound, read, readPosted, type Api, type Raw } from '../../api';
import { simplifySigner } from '../../api/answers/document';
import { documentStatus, isEnded } from '../../api/answers/documentStatus';
import { withoutEntities } from '../../api/answers/entities';
import { emailOf, fullName } from '../../api/answers/people';
import { hasSigned } from '../../api/answers/signerStatus';
import { emailField, firstNameField, lastNameField, readPerson } from '../../fields/people';
import { chosenView, simplifyField } from '../../fields/results';
import { documentLocator, requiredReference, signerLocator } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';
import { toResult } from '../../shared/toResult';
import { refuseSigningKeys } from '../../shared/tool';
import { isNothing, objectsIn, plainWords, text } from '../../shared/values';
import { signerOf } from './signerOf';

// API: POST /FormDirect/GetSignerLink, docs/api/API.md section 5.5
export const getSigningLink: Operation = {
	name: 'Get Signing Link',
	value: 'getSigningLink',
	action: 'Get signing link of signer',
	description:
		"Get the key or link with which a signer opens the document. There may be none if the document was sent without 'Embedded Signing'.",
	fields: [
		documentLocator,
		{
			displayName: 'Choose Signer',
			name: 'signerBy',
			type: 'options',
			options: [
				{
					name: 'By Name and Email',
					value: 'details',
					description:
						'The name and email address, exactly as they were when the document was sent',
				},
				{
					name: 'From the Document',
					value: 'signer',
					description: 'One of the signers of the document',
				},
			],
			default: 'signer',
			description: 'How to identify the signer',
		},
		{ ...signerLocator, displayOptions: { show: { signerBy: ['signer'] } } },
		...[firstNameField, lastNameField, emailField].map((field) => ({
			...field,
			displayOptions: { show: { signerBy: ['details'] } },
		})),
		simplifyField,
	],
	async execute(itemIndex) {
		refuseSigningKeys(this);
		const DocumentReference = requiredReference(this, itemIndex, documentLocator);
		const { person, isElse } = await readSigner(this, itemIndex, DocumentReference);
		const request: Api<'LinkRequest'> = { DocumentReference, Signer: person };
		const outcome = await toResult(
			readPosted(this, '/FormDirect/GetSignerLink', { body: request }),
		);
		if ('error' in outcome) {
			throw isNotFound(outcome.error)
				? await explained(this, request, outcome.error)
				: outcome.error;
		}
		const signer = outcome.value;
		if (namesAnother(person, signer) || isElse(signer)) {
			throw new UserError("Secured Signing's answer has the signing key of somebody else", {
				description:
					'The key was not handed out. Check the name and email against the signers of the document, then try again.',
			});
		}
		const simplify = (answer: Raw<'Signer'>) => {
			const { signed, status, ...who } = simplifySigner(answer);
			const isSaid = answer.HasSigned !== undefined || answer.SignedStatus !== undefined;
			return {
				...who,
				...(isSaid && { signed, status }),
				documentReference: DocumentReference,
			};
		};
		return [{ json: chosenView(this, itemIndex, signer, simplify) }];
	},
};

/** Whom a link is for. */
interface Wanted {
	/** By name and email, as the service wants it. */
	person: Api<'UserInfo'>;
	/**
	 * Whether an answer is, or may be, about another signer: two signers of a document can have the same name
	 * and email.
	 */
	isElse(answered: Raw<'Signer'>): boolean;
}

async function readSigner(
	context: IExecuteFunctions,
	itemIndex: number,
	DocumentReference: string,
): Promise<Wanted> {
	if (context.getNodeParameter('signerBy', itemIndex, 'signer') === 'details') {
		const [firstName, lastName, email] = ['firstName', 'lastName', 'email'].map((name) =>
			context.getNodeParameter(name, itemIndex),
		);
		return {
			person: readPerson({ firstName, lastName, email }, 'The signer'),
			isElse: () => false,
		};
	}
	const reference = requiredReference(context, itemIndex, signerLocator);
	const document = await read(context, '/Document/Status/{DocumentReference}', {
		path: { DocumentReference },
	});
	const { FirstName, LastName, Email } = signerOf(document, reference);
	if ([FirstName, LastName, Email].some(isNothing)) {
		throw new UserError('Secured Signing does not say who this signer is', {
			description:
				"Choose 'By Name and Email' in 'Choose Signer', and enter the names and the email address as they were when the document was sent.",
		});
	}
	// Exactly as in the document, even if they look wrong: the service finds the signer by these values.
	const person = { FirstName, LastName, Email } as Api<'UserInfo'>;
	const isOneOfSeveral = objectsIn<Api<'Signer'>>(document.Signers).some(
		(other) => text(other.SignerReference) !== reference && !namesAnother(person, other),
	);
	return {
		person,
		isElse: ({ SignerReference }) =>
			text(SignerReference) === '' ? isOneOfSeveral : text(SignerReference) !== reference,
	};
}

/**
 * An error that says why there is no link, from the status of the document; the given error if that cannot be
 * read.
 */
async function explained(
	context: IExecuteFunctions,
	{ DocumentReference, Signer: person }: Api<'LinkRequest'>,
	error: Error,
): Promise<Error> {
	const found = await toResult(
		read(context, '/Document/Status/{DocumentReference}', { path: { DocumentReference } }),
	);
	if ('error' in found) return error;
	const signers = objectsIn<Api<'Signer'>>(found.value.Signers);
	const named = signers.filter((signer) => !namesAnother(person, signer));
	const who = fullName(person);
	const status = documentStatus(found.value);
	const because = (message: string, advice: string) =>
		new UserError(message, { description: `${advice} Nothing was changed.` });
	if (signers.length > 0 && named.length === 0) {
		return because(
			`The document has no signer ${who} <${text(person.Email)}>`,
			"Enter the names and the email address as they were when the document was sent, or choose 'From the Document' in 'Choose Signer'.",
		);
	}
	if (named.length > 0 && named.every(hasSigned)) {
		return because(
			`There is no signing link for ${who}, who has signed already`,
			'Choose somebody who still has to sign.',
		);
	}
	if (isEnded(status)) {
		return because(
			`There is no signing link for ${who}: the document is ${status}`,
			'Choose a document that is not finished.',
		);
	}
	const [first] = named;
	if (first && !named.some((signer) => fullName(signer) === who)) {
		return because(
			`Secured Signing has no signing link for ${who}`,
			`The document writes the name as '${fullName(first)}'. Enter it like that, or choose 'From the Document' in 'Choose Signer'.`,
		);
	}
	return because(
		`Secured Signing has no signing link for ${who}`,
		"The document may have been sent without 'Embedded Signing', or the turn of this signer may not have come yet.",
	);
}

/**
 * Whether an answer has another name or email: two people may share one address, so the email alone is not
 * enough.
 */
const namesAnother = (asked: Api<'UserInfo'>, answered: Raw<'Signer'>): boolean =>
	[firstNameOf, lastNameOf, emailOf].some((read) => {
		const said = read(answered);
		return said !== '' && said !== read(asked);
	});

const plainName = (name: unknown) => plainWords(withoutEntities(text(name))).normalize('NFC');
const firstNameOf = ({ FirstName }: Raw<'Signer'>) => plainName(FirstName);
const lastNameOf = ({ LastName }: Raw<'Signer'>) => plainName(LastName);
