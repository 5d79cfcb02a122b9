import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { change, type Api, type RawDocument } from '../../api';
import {
	additionalFormsField,
	formDetailFields,
	readAdditionalForms,
} from '../../fields/additionalForms';
import { checkDueDate, dueDateFields } from '../../fields/dueDate';
import { invitedSigners } from '../../fields/formPlaces';
import { formSignersField, readFormPeople } from '../../fields/formSigners';
import {
	commonSendOptions,
	listItemsField,
	sendAsField,
	sendReferenceField,
} from '../../fields/sending';
import { preparedLimitsField } from '../../fields/sendingLimits';
import { formLocator, invitationTemplateLocator, locatorValue } from '../../pickers/locators';
import {
	checkedBeforehand,
	checkSeal,
	clientReferenceOf,
	eachOnce,
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
import { checkSendingLimits, choicesIn, type NamedAddress } from '../../send/limits';
import { readAll } from '../../shared/readAll';
import { omitEmpty, text } from '../../shared/values';
import { entriesIn, preparedIn, type Prepared } from './preparedForms';

export const formFields: INodeProperties[] = [
	formLocator,
	additionalFormsField,
	formSignersField,
	...dueDateFields,
];

export const formOptions: INodeProperties[] = [
	sendReferenceField,
	...commonSendOptions,
	preparedLimitsField,
	listItemsField,
	...formDetailFields.map((field) => ({
		...field,
		description: `${field.description}. Additional forms have their own options.`,
	})),
	invitationTemplateLocator,
	sendAsField,
];

/**
 * Sends a form, or several together, once.
 *
 * @param notifyUrl in place of the builder's own
 * @returns the documents as the service answers them; `recovered` on those that were out already
 * Source: docs/api/API.md sections 5.5 and 12.3
 */
export async function sendForm(
	context: IExecuteFunctions,
	itemIndex: number,
	notifyUrl?: string,
): Promise<RawDocument[]> {
	return await unlessAttempted(
		context,
		itemIndex,
		async () =>
			contractOf(context, itemIndex, {
				...(await readAll(entriesIn(context, itemIndex))),
				options: context.getNodeParameter('options', itemIndex, {}),
			}),
		async (attempt) => await send(context, itemIndex, attempt, notifyUrl),
	);
}

const checkPrepared = async (
	context: IExecuteFunctions,
	prepared: Prepared,
	notifyUrl?: string,
): Promise<void> => {
	const { dueDate, options, ListItems, forms } = prepared;
	await checkSendingLimits(context, options, {
		signers: eachOnce(forms.flatMap(({ Signers }) => invitedSigners(Signers))),
		values: [
			...forms.map(({ XMLData }): [string, unknown] => ['Prefill (XML)', XMLData]),
			...choicesIn(ListItems),
		],
		// What a form brings along goes out, too.
		addresses: forms.flatMap(({ NotifyUrl, ReturnUrl }): NamedAddress[] => [
			['Notify URL', notifyUrl === undefined ? NotifyUrl : undefined],
			['Return URL', ReturnUrl],
		]),
		documentsOf: (item) => 1 + readAdditionalForms(context, item).length,
	});
	const request = requestOf(prepared, { clientReference: '' });
	await checkSeal(context, { request, isPackage: isPackageOf(prepared), options, notifyUrl });
	// Last of them: it asks the service, which needs to hear of nothing that is refused here.
	await checkDueDate(context, dueDate);
};

/** Checks what an item sends, while no item of the run is sent yet; as sendForm would. */
export const checkForm = checkedBeforehand(preparedIn, checkPrepared);

/** @throws UserError for people who cannot be invited */
const contractOf = (
	context: IExecuteFunctions,
	itemIndex: number,
	{
		reference,
		additional,
		dueDate,
		options,
	}: Pick<Prepared, 'reference' | 'additional' | 'dueDate' | 'options'>,
): Contract => ({
	people: readFormPeople(context, itemIndex),
	subject: {
		Form: reference,
		'Additional Forms': additional.length > 0 ? additional.map((form) => form.reference) : '',
	},
	values: [
		['Client Reference', options.clientReference],
		['Sender', options.sender],
		['Drop-Down Choices', options.listItems],
		['Embedded Signing', options.embedded === true || undefined],
		['Employer Reference', options.employerReference],
		['Invitation Template', locatorValue(options.invitationEmailTemplate)],
		['Prefill (XML)', options.xmlData],
		['Send As', options.sendAs === 'documents' || undefined],
		...additional.flatMap((form): Contract['values'] => [
			['Form Options', Object.keys(form.details).length > 0 ? { ...form } : undefined],
		]),
	],
	dueDate,
});

const requestOf = (
	{ dueDate, options, ListItems, forms }: Prepared,
	{ clientReference: ClientReference }: Pick<ClientReference, 'clientReference'>,
): Api<'SendFormDirectRequest'> => ({
	Forms: forms.map((form) => ({
		...form,
		ClientReference,
		EmbedForm: options.embedded === true,
	})),
	...dueDate,
	...omitEmpty<Partial<Api<'SendFormDirectRequest'>>>({
		InvitationEmailTemplateReference: locatorValue(options.invitationEmailTemplate),
		ListItems,
	}),
});

const isPackageOf = ({ options }: Prepared): boolean => options.sendAs !== 'documents';

const partsOf = ({ forms }: Prepared) =>
	forms.map(({ Name, Signers }) => ({ name: text(Name), people: invitedSigners(Signers) }));

/** What sendForm would send, read and checked in the same way. Nothing is sent. */
export async function planForm(
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
		isEmbedded: prepared.options.embedded === true,
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
	const route = isPackageOf(prepared) ? '/FormDirect/SendForms2' : '/FormDirect/SendForms';
	const order = orderOfEach(partsOf(prepared));
	const post = async () => await change(context, route, { body: request });
	return await unlessSent(
		context,
		attempt,
		sentAs,
		{
			...order,
			contract: contractOf(context, itemIndex, prepared),
			check: async () => await checkPrepared(context, prepared, notifyUrl),
		},
		async () => await sendOnce(context, attempt, sentAs, order, post),
	);
}
