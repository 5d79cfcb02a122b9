import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Api } from '../api';
import { type Given, omitEmpty, rowsIn, text } from '../shared/values';
import { clientReferenceField } from './files';
import { meaningfulWhenEmpty } from './checkedValue';
import { refuseGivenTrigger, signedNotifyUrl } from './notifyUrl';
import { readAddress } from './people';
import { readSender, senderField } from './sender';

export const sendAsField: INodeProperties = {
	displayName: 'Send As',
	name: 'sendAs',
	type: 'options',
	options: [
		{
			name: 'One Package',
			value: 'package',
			description: 'All documents together, with one invitation for each person',
		},
		{
			name: 'Separate Documents',
			value: 'documents',
			description: 'Each document by itself, with its own invitations',
		},
	],
	default: 'package',
	description: 'How several documents are sent to the signers',
};

export const embeddedField: INodeProperties = {
	displayName: 'Embedded Signing',
	name: 'embedded',
	type: 'boolean',
	default: false,
	description:
		"Whether everybody signs on your own page. The output of 'Send' then has the signing keys that Secured Signing returns: Signer > Create Signing Page makes a page for a key. It is not known whether invitation emails are still sent, so give each signer their page or link yourself.",
};

/** For a send that waits: its output comes only when nobody needs a key any more. */
export const awaitedEmbeddedField: INodeProperties = {
	...embeddedField,
	description:
		"Whether everybody signs on your own page. This operation returns nothing before the wait ends, so you get no signing keys from it in time: use 'Send', give each signer their page or link, and then use Document > Await Signature. It is not known whether invitation emails are still sent.",
};

/** Of a mail merge: docs/api/API.md section 5.4 does not say that its answer has keys. */
export const mergedEmbeddedField: INodeProperties = {
	...embeddedField,
	description:
		'Whether everybody signs on your own page. It is not known whether invitation emails are still sent. Mail Merge > Get returns the documents, Signer > Get Signing Link returns a key or link of each signer, and Create Signing Page makes a page for a key.',
};

export const returnUrlField: INodeProperties = {
	displayName: 'Return URL',
	name: 'returnUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://www.example.com/thank-you',
	description: 'The page to open after signing',
};

export const notifyUrlField: INodeProperties = meaningfulWhenEmpty({
	displayName: 'Notify URL',
	name: 'notifyUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://n8n.example.com/webhook/…/secured-signing-callback',
	description:
		"An address that Secured Signing calls when something happens: the Production URL of a Secured Signing Callback Trigger, or {{ $execution.resumeUrl }} for an 'Await Signature' later in this workflow. With any other address, check the document before you rely on a call.",
});

const onceField: INodeProperties = {
	displayName: 'Send Once per Reference',
	name: 'oncePerClientReference',
	type: 'boolean',
	default: false,
	description:
		"Whether to send only once per client reference, such as an order number. Documents already sent with it are returned instead. Searches all folders for each item. Sends again if they were deleted or removed. After a restart of n8n, it may also send again if they were sent with a different 'Sender'.",
};

/** For a send that uploads nothing. */
export const sendReferenceField: INodeProperties = {
	...clientReferenceField,
	description: 'Your own reference for the send, such as an order number',
};

/** The options that all sends have. */
export const commonSendOptions: INodeProperties[] = [
	embeddedField,
	onceField,
	returnUrlField,
	senderField,
];

/** The fields that the requests of all sends have. */
type OfAllSends = Partial<
	Pick<
		Api<'SmartTagSendRequest'>,
		keyof Api<'SmartTagSendRequest'> & keyof Api<'FormDirect'> & keyof Api<'SendFormFillerRequest'>
	>
>;

/**
 * Reads the common options that have the same names in every send's request.
 * @param notifyUrl replaces the one that the user entered
 */
export async function readCommonOptions(
	context: IExecuteFunctions,
	options: Given,
	notifyUrl?: string,
): Promise<OfAllSends> {
	// Only checked here: the sender is not in the request, but in a header of all requests (sendingAs).
	readSender(options);
	return omitEmpty<OfAllSends>({
		ReturnUrl: readAddress(options.returnUrl, 'Return URL'),
		NotifyUrl: notifyUrl ?? (await readNotifyUrl(context, options.notifyUrl)),
	});
}

/** The 'Notify URL'; undefined if it is empty. */
async function readNotifyUrl(
	context: IExecuteFunctions,
	value: unknown,
): Promise<string | undefined> {
	const address = readAddress(value, 'Notify URL');
	if (address === undefined) return undefined;
	refuseGivenTrigger(context, address);
	return await signedNotifyUrl(context, address);
}

export const listItemsField: INodeProperties = {
	displayName: 'Drop-Down Choices',
	name: 'listItems',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add choice',
	default: {},
	description: 'The choices of the drop-down fields in the document',
	options: [
		{
			displayName: 'Choice',
			name: 'item',
			values: [
				meaningfulWhenEmpty({
					displayName: 'Client Field',
					name: 'clientField',
					type: 'string',
					default: '',
					placeholder: 'e.g. hours',
					description:
						"The client field of the drop-down, a name that was given to it in Secured Signing. For a form, 'Get Fields' returns it as 'clientField'. For a Smart Tag, no public page says how it gets this name: ask Secured Signing.",
				}),
				meaningfulWhenEmpty({
					displayName: 'Shown Text',
					name: 'item',
					type: 'string',
					default: '',
					placeholder: 'e.g. Full time',
					description: 'The text shown in the list',
				}),
				meaningfulWhenEmpty({
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					placeholder: 'e.g. FT',
					description: 'The value to store when this choice is taken. If empty: the text shown.',
				}),
			],
		},
	],
};

/** The choices of 'Drop-Down Choices'; undefined when there are none. */
export function readListItems(parameter: unknown): Api<'DropDownListItem'>[] | undefined {
	const rows = rowsIn(parameter, 'item');
	if (rows.length === 0) return undefined;
	return rows.map((row) => ({
		ClientField: text(row.clientField),
		Item: text(row.item),
		Value: text(row.value) || text(row.item),
	}));
}
