import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { change, type Api } from '../../api';
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
import { checkSeal, eachOnce, sendParts, type ClientReference, type Contract } from '../../send';
import { checkSendingLimits, choicesIn, type NamedAddress } from '../../send/limits';
import { omitEmpty, text } from '../../shared/values';
import { enteredIn, preparedIn, type Entered, type Prepared } from './preparedForms';

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
		// Addresses that are stored in the form are sent, too.
		addresses: forms.flatMap(({ NotifyUrl, ReturnUrl }): NamedAddress[] => [
			['Notify URL', notifyUrl === undefined ? NotifyUrl : undefined],
			['Return URL', ReturnUrl],
		]),
		documentsOf: (item) => 1 + readAdditionalForms(context, item).length,
	});
	const request = requestOf(prepared, { clientReference: '' });
	await checkSeal(context, { request, isPackage: isPackageOf(prepared), options, notifyUrl });
	// The last check, because it sends a request: none is needed if an earlier check fails.
	await checkDueDate(context, dueDate);
};

const contractOf = (
	{ reference, additional, dueDate, options }: Entered,
	context: IExecuteFunctions,
	itemIndex: number,
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

const partsOf = (prepared: Prepared) =>
	prepared.forms.map(({ Name, Signers }) => ({
		name: text(Name),
		people: invitedSigners(Signers),
	}));

/**
 * Sends a form, or several together.
 *
 * Source: docs/api/API.md sections 5.5 and 12.3
 */
export const forms = sendParts({
	read: enteredIn,
	prepare: preparedIn,
	contractOf,
	check: checkPrepared,
	requestOf,
	isPackageOf,
	partsOf,
	signingOf: ({ options }) => ({ isEmbedded: options.embedded === true }),
	post: async (context, body, prepared) =>
		await change(
			context,
			isPackageOf(prepared) ? '/FormDirect/SendForms2' : '/FormDirect/SendForms',
			{ body },
		),
});
