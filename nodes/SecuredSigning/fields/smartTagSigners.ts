import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Api } from '../api';
import {
	completionTemplateLocator,
	invitationTemplateLocator,
	locatorValue,
} from '../pickers/locators';
import { visibleLines, visibleText, visibleWords } from '../shared/characters';
import { readEach } from '../shared/readAll';
import { refusal } from '../shared/refusal';
import { type Given, omitEmpty } from '../shared/values';
import { attachmentsField, readAttachments } from './attachments';
import { signersJsonFields, readSignersJson } from './signersJson';
import {
	faceToFaceField,
	mobileFields,
	readAddress,
	readMobile,
	readPerson,
	signerReferenceField,
} from './people';
import { returnUrlField } from './sending';
import { NO_SIGNER, signerRows, signersField } from './signerRows';
import { readShareUsers, shareUsersField } from './shareUsers';
import { readSwitch } from './switches';

const ELSE_OF_ALL = "If empty: the one in Options, otherwise the account's default.";

const detailFields: INodeProperties[] = [
	attachmentsField,
	{ ...signerReferenceField, description: 'Your own reference for this signer' },
	{
		...completionTemplateLocator,
		description: `The email to this signer when everybody has signed. ${ELSE_OF_ALL}`,
	},
	{
		displayName: 'Email Subject',
		name: 'emailSubject',
		type: 'string',
		default: '',
		placeholder: 'e.g. Please sign your contract',
		description: 'The subject of the invitation',
	},
	{
		displayName: 'Embedded Signing',
		name: 'embedded',
		type: 'boolean',
		default: false,
		description:
			"Whether this signer signs on your own page, whatever 'Embedded Signing' in Options says. There may be no invitation then: give this signer the link from 'Get Signing Link' or a page from 'Create Signing Page'. In 'Send and Await Signature' that is too late: use 'Send', then 'Await Signature'.",
	},
	faceToFaceField,
	{
		displayName: 'Invitation Is Personal',
		name: 'isPersonalMessage',
		type: 'boolean',
		default: true,
		description:
			"Whether to add 'Invitation Text' to the usual invitation as a personal note. When off, 'Invitation Text' is the whole email.",
	},
	{
		...invitationTemplateLocator,
		description: `The invitation email to this signer. ${ELSE_OF_ALL}`,
	},
	{
		displayName: 'Invitation Text',
		name: 'invitationText',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. Please sign this contract by Friday.',
		description:
			"A personal note in the invitation email. With 'Invitation Is Personal' off, it is the text of the whole email. If empty: the text of the template.",
	},
	...mobileFields,
	{ ...returnUrlField, description: 'The page to open after this signer has signed' },
	shareUsersField,
];

export const smartTagSignersFields: INodeProperties[] = [
	{
		displayName: 'Signers',
		name: 'signersFrom',
		type: 'options',
		options: [
			{
				name: 'Enter Below',
				value: 'list',
				description: "In the order of the document's Smart Tags: the first is for [!Sign.1…]",
			},
			{
				name: 'From JSON',
				value: 'json',
				description: 'A list from an earlier node or an expression',
			},
			{
				name: 'From the Smart Tags',
				value: 'tags',
				description: "Names and email addresses are in the document's Smart Tags",
			},
		],
		default: 'list',
		description: 'The people who are invited to sign',
	},
	{
		...signersField(
			{
				displayName: 'Signer List',
				description:
					'The signers in the order of the Smart Tags: the first signs at [!Sign.1…], the second at [!Sign.2…]. They replace the names in the tags. They are probably invited in this order, too: no public page says so for certain.',
			},
			detailFields,
		),
		displayOptions: { show: { signersFrom: ['list'] } },
	},
	...signersJsonFields(detailFields),
];

/**
 * Reads and checks the signers of a Smart Tag send.
 *
 * @returns undefined when the document's own tags say who signs
 * @throws UserError for an empty list, a missing name, and an invalid email address or mobile number
 */
export function readSmartTagSigners(
	context: IExecuteFunctions,
	itemIndex: number,
): Api<'SmartTagInvitee'>[] | undefined {
	const from = context.getNodeParameter('signersFrom', itemIndex, 'list');
	if (from === 'tags') return undefined;
	const rows =
		from === 'json'
			? readSignersJson(context, itemIndex, detailFields)
			: signerRows(context, itemIndex);
	if (rows.length === 0) {
		throw refusal(
			NO_SIGNER,
			`Fill in ${from === 'json' ? "'Signers (JSON)'" : "'Signer List'"}, or choose 'From the Smart Tags' in 'Signers' if the Smart Tags of the document contain names and email addresses.`,
		);
	}
	return readEach(rows, (row, index) => readSigner(row, `Signer ${index + 1}`));
}

function readSigner(values: Given, who: string): Api<'SmartTagInvitee'> {
	const InvitationText = visibleLines(values.invitationText, `The invitation text of ${who}`);
	return {
		...readPerson(values, who),
		...readMobile(values, who),
		...omitEmpty({ Embedded: readSwitch(values.embedded, `Embedded Signing of ${who}`) }),
		...(readSwitch(values.isFaceToFaceSigning, `Face-to-Face Signing of ${who}`) === true && {
			IsFaceToFaceSigning: true,
		}),
		...(InvitationText && {
			InvitationText,
			IsPersonalMessage:
				readSwitch(values.isPersonalMessage, `Invitation Is Personal of ${who}`) !== false,
		}),
		...omitEmpty<Partial<Api<'SmartTagInvitee'>>>({
			ClientReference: visibleText(values.clientReference, `The client reference of ${who}`),
			EmailSubject: visibleWords(values.emailSubject, `The email subject of ${who}`),
			ReturnUrl: readAddress(values.returnUrl, `Return URL of ${who}`),
			InvitationEmailTemplateReference: locatorValue(values.invitationEmailTemplate),
			CompletionEmailTemplateReference: locatorValue(values.completionEmailTemplate),
			ShareUsers: readShareUsers(values.shareUsers, `Share With of ${who}`),
			Attachments: readAttachments(values.attachments, `Attachments of ${who}`),
		}),
	};
}
