import { UserError, type IDataObject, type INodeProperties } from 'n8n-workflow';

import { documentLocator, requiredLocator, signerLocator } from '../../descriptions/locators';
import { optionsField } from '../../descriptions/options';
import {
	emailField,
	firstNameField,
	lastNameField,
	mobileFields,
	readMobile,
	readPerson,
} from '../../descriptions/people';
import { chosenView, simplifyField } from '../../descriptions/results';
import { peopleLimitsField } from '../../descriptions/sendingLimits';
import { checkNewAddress } from '../../limits';
import { simplifySigner } from '../../outputs/document';
import { hasSigned } from '../../outputs/signerStatus';
import { change, path, read, type Api } from '../../transport';
import { given, records, text } from '../../values';
import type { Operation } from '../operation';

type Document = Api<'Document'>;
type Signer = Api<'Signer'>;

const CHANGES: INodeProperties[] = [emailField, firstNameField, lastNameField, ...mobileFields];

// API: POST /Document/UpdateSigner, docs/api/API.md section 5.2
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update signer',
	description: 'Correct the name, email or mobile number of somebody who has not signed yet',
	fields: [
		documentLocator,
		signerLocator,
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add field',
			default: {},
			description: 'What changes. What is not added here stays as it is.',
			options: CHANGES.map((field) => ({ ...field, required: false })),
		},
		simplifyField,
		optionsField([peopleLimitsField]),
	],
	repetition: 'harmless',
	async execute(itemIndex) {
		const documentReference = requiredLocator(
			this.getNodeParameter('document', itemIndex),
			'Document',
		);
		const signerReference = requiredLocator(this.getNodeParameter('signer', itemIndex), 'Signer');
		const changes = this.getNodeParameter('updateFields', itemIndex, {}) as IDataObject;
		check(changes);
		const options = this.getNodeParameter('options', itemIndex, {}) as IDataObject;
		const email = 'email' in changes ? text(changes.email) : undefined;
		checkNewAddress(this, options, email);
		const document = await read<Document>(this, path`/Document/Status/${documentReference}`);
		const signer = editableSigner(document, signerReference);
		const request: Api<'SignerRequest'> = {
			DocumentReference: documentReference,
			Signers: [changed(signer, changes)],
		};
		const answer = await change<IDataObject>(this, '/Document/UpdateSigner', request);
		refuseLoss(records<Signer>(document.Signers), records<Signer>(answer.Signers));
		const simplify = ({ Signers }: IDataObject) => ({
			documentReference,
			...simplifySigner(
				records(Signers).find(({ SignerReference }) => SignerReference === signerReference) ?? {},
			),
		});
		return [{ json: chosenView(this, itemIndex, answer, simplify) }];
	},
};

/** Stands in for what stays as it is, so that the rest is checked before anything is asked. */
const UNCHANGED = {
	firstName: '-',
	lastName: '-',
	email: 'unchanged@example.com',
	mobileCountry: '64',
	mobileNumber: '00000',
};

function check(changes: IDataObject): void {
	const empty = CHANGES.find(({ name }) => name in changes && text(changes[name]) === '');
	if (empty !== undefined) {
		throw new UserError(`No value for '${empty.displayName}'`, {
			description:
				"Enter a value, or take the field out of 'Update Fields': it then stays as it is. Nothing was sent.",
		});
	}
	if (Object.keys(changes).length === 0) {
		throw new UserError('There is nothing to change', {
			description: "Add what changes to 'Update Fields'. Nothing was sent.",
		});
	}
	readPerson({ ...UNCHANGED, ...changes }, 'the signer');
	readMobile({ ...UNCHANGED, ...changes }, 'the signer');
}

/** @throws UserError when the document has no such signer, or the signer cannot be changed any more */
function editableSigner({ Signers }: Document, reference: string): Signer {
	const signer = records<Signer>(Signers).find(
		({ SignerReference }) => SignerReference === reference,
	);
	if (signer === undefined) {
		throw new UserError(`The document has no signer with the reference ${reference}`, {
			description: "Choose the signer from the list of 'Signer'. Nothing was changed.",
		});
	}
	// Where the service does not say whether a signer is editable, its answer to the change decides.
	if (signer.Editable === false || hasSigned(signer as IDataObject)) {
		throw new UserError(`${signer.FirstName} ${signer.LastName} can no longer be changed`, {
			description:
				'Secured Signing lets signers be changed only until they have signed. Nothing was changed.',
		});
	}
	return signer;
}

/**
 * Holds those who sign after the change against those before: whether the request corrects one signer
 * or replaces them all is not known (docs/api/API.md section 12.6).
 *
 * @throws UserError naming whoever is missing
 */
function refuseLoss(before: Signer[], after: Signer[]): void {
	const known = new Set(after.map(({ SignerReference }) => SignerReference));
	const lost = before.filter(
		({ SignerReference }) => SignerReference !== undefined && !known.has(SignerReference),
	);
	if (lost.length === 0) return;
	const names = lost.map(({ FirstName, LastName, Email }) => `${FirstName} ${LastName} (${Email})`);
	throw new UserError(
		`The signer was updated, but the document no longer names ${names.join(' and ')}`,
		{
			description:
				'Secured Signing answered the change without them. Open the document in Secured Signing and check who signs it. Do not run this item again before.',
		},
	);
}

/** The whole invitee goes back: what were left out might be taken for emptied. */
function changed(signer: Signer, changes: IDataObject): Signer {
	const mobile = {
		mobileCountry: changes.mobileCountry ?? signer.MobileCountry,
		mobileNumber: changes.mobileNumber ?? signer.MobileNumber,
	} as IDataObject;
	const changesMobile = 'mobileCountry' in changes || 'mobileNumber' in changes;
	return {
		...given({
			SignerReference: signer.SignerReference,
			MobileCountry: signer.MobileCountry,
			MobileNumber: signer.MobileNumber,
			ShareUsers: signer.ShareUsers,
			ClientReference: signer.ClientReference,
			IsFaceToFaceSigning: signer.IsFaceToFaceSigning,
		}),
		FirstName: text(changes.firstName) || signer.FirstName,
		LastName: text(changes.lastName) || signer.LastName,
		Email: text(changes.email) || signer.Email,
		...(changesMobile && readMobile(mobile, 'the signer')),
	};
}
