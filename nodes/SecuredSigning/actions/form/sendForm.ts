import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { askedOnce, change, read, type Api, type RawDocument } from '../../api';
import { checkDueDate, dueDateFields, requiredDueDate } from '../../fields/dueDate';
import {
	formSignersField,
	invitedSigners,
	readFormPeople,
	readFormSigners,
} from '../../fields/formSigners';
import {
	commonSendOptions,
	listItemsField,
	readCommonOptions,
	readListItems,
	sendAsField,
} from '../../fields/sending';
import {
	formLocator,
	invitationTemplateLocator,
	locatorValue,
	requiredReference,
} from '../../pickers/locators';
import {
	checkedBeforehand,
	clientReferenceOf,
	sendOnce,
	unlessAttempted,
	unlessSent,
	type Attempt,
	type Contract,
} from '../../send';
import { checkSendingLimits, choicesIn } from '../../send/limits';
import { visibleText } from '../../shared/characters';
import { oncePerItem } from '../../shared/oncePerRun';
import { readAll } from '../../shared/readAll';
import { refusal } from '../../shared/refusal';
import { omitEmpty, objectsIn, text } from '../../shared/values';

export const formFields: INodeProperties[] = [formLocator, formSignersField, ...dueDateFields];

export const formOptions: INodeProperties[] = [
	{
		displayName: 'Client Reference',
		name: 'clientReference',
		type: 'string',
		default: '',
		placeholder: 'e.g. order-4711',
		description: 'Your own number for the form that is sent',
	},
	...commonSendOptions,
	listItemsField,
	{
		displayName: 'Employer Reference',
		name: 'employerReference',
		type: 'string',
		default: '',
		placeholder: 'e.g. 154107214180236225199245158115055014119106193119',
		description: 'The saved employer whose details go into the form',
	},
	invitationTemplateLocator,
	{
		displayName: 'Prefill (XML)',
		name: 'xmlData',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. <form>…</form>',
		description: 'Values to fill in beforehand, in the XML form that Secured Signing gave you',
	},
	sendAsField,
];

/**
 * Sends a form, once.
 *
 * @param notifyUrl in place of the builder's own
 * @returns the documents as the service answers them; `recovered` on those that were out already
 * Source: docs/api/API.md section 5.5
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
				...(await readAll(entries(context, itemIndex))),
				options: context.getNodeParameter('options', itemIndex, {}),
			}),
		async (attempt) => await send(context, itemIndex, attempt, notifyUrl),
	);
}

/** What the item says of it, its people apart: their places are the form's. */
const entries = (context: IExecuteFunctions, itemIndex: number) => ({
	reference: () => requiredReference(context, itemIndex, formLocator),
	dueDate: () => requiredDueDate(context, itemIndex),
});

/** Everything that is read before it is sent, the form as well: the service wants the whole form back. */
const preparedIn = oncePerItem(
	async (context: IExecuteFunctions, itemIndex: number, notifyUrl?: string) => {
		const options = context.getNodeParameter('options', itemIndex, {});
		const { reference, dueDate, extras, ListItems } = await readAll({
			people: () => readFormPeople(context, itemIndex),
			...entries(context, itemIndex),
			extras: async () =>
				omitEmpty<Partial<Api<'FormDirect'>>>({
					...(await readCommonOptions(context, options, notifyUrl)),
					XMLData: prefillIn(options),
					EmployerReference: visibleText(options.employerReference, "'Employer Reference'"),
				}),
			ListItems: () => readListItems(options.listItems),
		});
		const form = await readForm(context, reference);
		const Signers = readFormSigners(context, itemIndex, objectsIn(form.Signers));
		return { reference, dueDate, options, extras, ListItems, form, Signers };
	},
);

const readForm = askedOnce(
	async (context, reference) =>
		omitEmpty(
			await read(context, '/FormDirect/GetSingleForm/{FormReference}', {
				path: { FormReference: reference },
			}),
		) as Api<'FormDirect'>,
);

type Prepared = Awaited<ReturnType<typeof preparedIn>>;

const checkAgainstLimits = async (
	context: IExecuteFunctions,
	{ dueDate, options, extras, ListItems, form, Signers }: Prepared,
	notifyUrl?: string,
): Promise<void> => {
	await checkSendingLimits(context, options, {
		signers: invitedSigners(Signers),
		values: [['Prefill (XML)', extras.XMLData], ...choicesIn(ListItems)],
		// What the form brings along goes out, too.
		addresses: [
			['Notify URL', notifyUrl === undefined ? (extras.NotifyUrl ?? form.NotifyUrl) : undefined],
			['Return URL', extras.ReturnUrl ?? form.ReturnUrl],
		],
	});
	// Last of them: it asks the service, which needs to hear of nothing that is refused here.
	await checkDueDate(context, dueDate);
};

/** Checks what an item sends, while no item of the run is sent yet; as sendForm would. */
export const checkForm = checkedBeforehand(preparedIn, checkAgainstLimits);

/** @throws UserError for people who cannot be invited */
const contractOf = (
	context: IExecuteFunctions,
	itemIndex: number,
	{ reference, dueDate, options }: Pick<Prepared, 'reference' | 'dueDate' | 'options'>,
): Contract => ({
	people: readFormPeople(context, itemIndex),
	subject: { Form: reference },
	values: [
		['Client Reference', options.clientReference],
		['Drop-Down Choices', options.listItems],
		['Embedded Signing', options.embedded === true || undefined],
		['Employer Reference', options.employerReference],
		['Invitation Template', locatorValue(options.invitationEmailTemplate)],
		['Prefill (XML)', options.xmlData],
		['Send As', options.sendAs === 'documents' || undefined],
	],
	dueDate,
});

async function send(
	context: IExecuteFunctions,
	itemIndex: number,
	attempt: Attempt,
	notifyUrl?: string,
): Promise<RawDocument[]> {
	const prepared = await preparedIn(context, itemIndex, notifyUrl);
	const { dueDate, options, extras, ListItems, form, Signers } = prepared;
	const sentAs = clientReferenceOf(options, attempt);
	const { clientReference: ClientReference } = sentAs;
	const request: Api<'SendFormDirectRequest'> = {
		Forms: [{ ...form, ...extras, ClientReference, Signers, EmbedForm: options.embedded === true }],
		...dueDate,
		...omitEmpty<Partial<Api<'SendFormDirectRequest'>>>({
			InvitationEmailTemplateReference: locatorValue(options.invitationEmailTemplate),
			ListItems,
		}),
	};
	const route = options.sendAs === 'documents' ? '/FormDirect/SendForms' : '/FormDirect/SendForms2';
	const order = {
		count: request.Forms.length,
		signers: invitedSigners(Signers),
		isEverybody: true,
	};
	const post = async () => await change(context, route, { body: request });
	return await unlessSent(
		context,
		attempt,
		sentAs,
		{
			...order,
			contract: contractOf(context, itemIndex, prepared),
			check: async () => await checkAgainstLimits(context, prepared, notifyUrl),
		},
		async () => await sendOnce(context, attempt, sentAs, order, post),
	);
}

/** @throws UserError for a document type, which no values need: its entities can stand for anything */
function prefillIn({ xmlData }: IDataObject): string {
	const xml = text(xmlData);
	if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) {
		throw refusal(
			"'Prefill (XML)' declares a document type",
			'What its entities stand for is not read. Take “<!DOCTYPE” out, and write the values themselves.',
		);
	}
	return xml;
}
