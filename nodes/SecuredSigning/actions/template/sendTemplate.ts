import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { change, type Api, type RawDocument } from '../../api';
import {
	additionalTemplatesField,
	readAdditionalTemplates,
} from '../../fields/additionalTemplates';
import { checkDueDate, dueDateFields } from '../../fields/dueDate';
import { commonSendOptions, sendReferenceField } from '../../fields/sending';
import { preparedLimitsField } from '../../fields/sendingLimits';
import { templateFieldsField } from '../../fields/templateFields';
import { templateSignersField } from '../../fields/templateSigners';
import { templateLocator } from '../../pickers/locators';
import {
	checkedBeforehand,
	checkSeal,
	clientReferenceOf,
	orderOfEach,
	sendOnce,
	unlessAttempted,
	unlessSent,
	signersOfParts,
	type Attempt,
	type ClientReference,
	type Contract,
	type Planned,
} from '../../send';
import { checkSendingLimits } from '../../send/limits';
import { readAll } from '../../shared/readAll';
import { objectsIn, text } from '../../shared/values';
import { entriesIn, preparedIn, type Prepared } from './preparedTemplates';

export const templateSendFields: INodeProperties[] = [
	templateLocator,
	additionalTemplatesField,
	templateSignersField,
	templateFieldsField,
	...dueDateFields,
];

export const templateOptions: INodeProperties[] = [
	sendReferenceField,
	...commonSendOptions,
	preparedLimitsField,
	{
		displayName: 'Sign One After Another',
		name: 'sequential',
		type: 'boolean',
		default: false,
		description:
			'Whether each signer is invited only when the one before has signed, in the order above',
	},
];

/**
 * Fills in a template, or several, and sends them together, once.
 *
 * @param notifyUrl in place of the builder's own
 * @returns the documents as the service answers them; `recovered` on those that were out already
 * Source: docs/api/API.md sections 5.6 and 12.3
 */
export async function sendTemplate(
	context: IExecuteFunctions,
	itemIndex: number,
	notifyUrl?: string,
): Promise<RawDocument[]> {
	return await unlessAttempted(
		context,
		itemIndex,
		async () =>
			contractOf({
				...(await readAll(entriesIn(context, itemIndex))),
				options: context.getNodeParameter('options', itemIndex, {}),
			}),
		async (attempt) => await send(context, itemIndex, attempt, notifyUrl),
	);
}

/** Mapped automatically, what n8n adds to an item that comes out of an error output is none of its values. */
const isOwnValue = ({ label, optional }: { label: string; optional: boolean }): boolean =>
	!optional || !['error', 'message', 'details'].includes(label);

const contractOf = ({
	reference,
	additional,
	people,
	values,
	dueDate,
	options,
}: Pick<
	Prepared,
	'reference' | 'additional' | 'people' | 'values' | 'dueDate' | 'options'
>): Contract => ({
	people,
	subject: {
		Template: reference,
		'Additional Templates':
			additional.length > 0 ? additional.map((template) => template.reference) : '',
	},
	values: [
		...values.filter(isOwnValue).map(({ label, value }): [string, unknown] => [label, value]),
		['Client Reference', options.clientReference],
		['Sender', options.sender],
		['Embedded Signing', options.embedded === true || undefined],
		['Sign One After Another', options.sequential === true || undefined],
		...additional.map((template): [string, unknown] => [
			'Signed By',
			template.signedBy && { ...template },
		]),
	],
	dueDate,
});

const checkPrepared = async (
	context: IExecuteFunctions,
	prepared: Prepared,
	notifyUrl?: string,
): Promise<void> => {
	const { dueDate, options, people, settings, templates, filled } = prepared;
	await checkSendingLimits(context, options, {
		signers: people,
		// The service may share it with those whom a template names.
		shareUsers: templates
			.flatMap(({ Signers }) => Signers)
			.flatMap(({ ShareUsers }) => objectsIn<Api<'ShareUser'>>(ShareUsers)),
		values: filled
			.flatMap(({ Fields }) => Fields)
			.map(({ Label, ID, Value }): [string, unknown] => [text(Label) || text(ID), Value]),
		addresses: [
			['Notify URL', notifyUrl === undefined ? settings.NotifyUrl : undefined],
			['Return URL', settings.ReturnUrl],
		],
		documentsOf: (item) => 1 + readAdditionalTemplates(context, item).length,
	});
	const request = requestOf(prepared, { clientReference: '' });
	await checkSeal(context, { request, isPackage: isPackageOf(prepared), options, notifyUrl });
	// Last of them: it asks the service, which needs to hear of nothing that is refused here.
	await checkDueDate(context, dueDate);
};

/** Checks what an item sends, while no item of the run is sent yet; as sendTemplate would. */
export const checkTemplate = checkedBeforehand(preparedIn, checkPrepared);

const requestOf = (
	{ settings, filled }: Prepared,
	{ clientReference: ClientReference }: Pick<ClientReference, 'clientReference'>,
): Api<'SendFormFillerRequest'> => ({
	Templates: filled.map((template) => ({ ...template, ClientReference })),
	...settings,
});

const isPackageOf = ({ filled }: Prepared): boolean => filled.length > 1;

const partsOf = ({ filled }: Prepared) =>
	filled.map(({ Name, Signers }) => ({ name: text(Name), people: Signers }));

/** What sendTemplate would send, read and checked in the same way. Nothing is sent. */
export async function planTemplate(
	context: IExecuteFunctions,
	itemIndex: number,
	attempt: Attempt,
): Promise<Planned> {
	const prepared = await preparedIn(context, itemIndex);
	const sentAs = clientReferenceOf(prepared.options, attempt);
	await checkPrepared(context, prepared);
	return {
		request: requestOf(prepared, sentAs),
		sentAs,
		isPackage: isPackageOf(prepared),
		isInTurn: prepared.settings.Sequential === true,
		signers: signersOfParts(partsOf(prepared)),
		isEverybody: true,
		warnings: [],
	};
}

async function send(
	context: IExecuteFunctions,
	itemIndex: number,
	attempt: Attempt,
	notifyUrl?: string,
): Promise<RawDocument[]> {
	const prepared = await preparedIn(context, itemIndex, notifyUrl);
	const { options } = prepared;
	const sentAs = clientReferenceOf(options, attempt);
	const request = requestOf(prepared, sentAs);
	const order = orderOfEach(partsOf(prepared));
	const post = async () => await change(context, '/FormFiller/Send', { body: request });
	return await unlessSent(
		context,
		attempt,
		sentAs,
		{
			...order,
			contract: contractOf(prepared),
			check: async () => await checkPrepared(context, prepared, notifyUrl),
		},
		async () => await sendOnce(context, attempt, sentAs, order, post),
	);
}
