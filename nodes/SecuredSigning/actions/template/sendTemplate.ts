import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { change, type Api, type RawDocument } from '../../api';
import { checkDueDate, dueDateFields, requiredDueDate } from '../../fields/dueDate';
import { commonSendOptions, readCommonOptions } from '../../fields/sending';
import { switchesIn } from '../../fields/switches';
import { filledFields, readTemplateValues, templateFieldsField } from '../../fields/templateFields';
import {
	placedSigners,
	readTemplateSigners,
	templateSignersField,
} from '../../fields/templateSigners';
import { timezoneOf } from '../../fields/timezone';
import { requiredReference, templateLocator } from '../../pickers/locators';
import {
	checkedBeforehand,
	clientReferenceOf,
	sendOnce,
	unlessAttempted,
	unlessSent,
	type Attempt,
	type Contract,
} from '../../send';
import { checkSendingLimits } from '../../send/limits';
import { oncePerItem } from '../../shared/oncePerRun';
import { readAll } from '../../shared/readAll';
import { objectsIn, text } from '../../shared/values';
import { readTemplate } from './readTemplate';

export const templateSendFields: INodeProperties[] = [
	templateLocator,
	templateSignersField,
	templateFieldsField,
	...dueDateFields,
];

export const templateOptions: INodeProperties[] = [
	{
		displayName: 'Client Reference',
		name: 'clientReference',
		type: 'string',
		default: '',
		placeholder: 'e.g. order-4711',
		description: 'Your own number for the document that is sent',
	},
	...commonSendOptions,
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
 * Fills in a template and sends it, once.
 *
 * @param notifyUrl in place of the builder's own
 * @returns the documents as the service answers them; `recovered` on those that were out already
 * Source: docs/api/API.md section 5.6
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
				...(await readAll(entries(context, itemIndex))),
				options: context.getNodeParameter('options', itemIndex, {}),
			}),
		async (attempt) => await send(context, itemIndex, attempt, notifyUrl),
	);
}

/** Mapped automatically, what n8n adds to an item that comes out of an error output is none of its values. */
const isOwnValue = ({ label, optional }: { label: string; optional: boolean }): boolean =>
	!optional || !['error', 'message', 'details'].includes(label);

/** What the item says of it, without the template. */
const entries = (context: IExecuteFunctions, itemIndex: number) => ({
	reference: () => requiredReference(context, itemIndex, templateLocator),
	people: () => readTemplateSigners(context, itemIndex),
	values: () => readTemplateValues(context, itemIndex),
	dueDate: () => requiredDueDate(context, itemIndex),
});

const contractOf = ({
	reference,
	people,
	values,
	dueDate,
	options,
}: Pick<Prepared, 'reference' | 'people' | 'values' | 'dueDate' | 'options'>): Contract => ({
	people,
	subject: { Template: reference },
	values: [
		...values.filter(isOwnValue).map(({ label, value }): [string, unknown] => [label, value]),
		['Client Reference', options.clientReference],
		['Embedded Signing', options.embedded === true || undefined],
		['Sign One After Another', options.sequential === true || undefined],
	],
	dueDate,
});

/** Everything that is read before it is sent; what does not need the template is checked before it is asked for. */
const preparedIn = oncePerItem(
	async (context: IExecuteFunctions, itemIndex: number, notifyUrl?: string) => {
		const options = context.getNodeParameter('options', itemIndex, {});
		const { switches, common, ...entered } = await readAll({
			...entries(context, itemIndex),
			switches: () => switchesIn(options, { embedded: 'Embedded', sequential: 'Sequential' }),
			common: async () => await readCommonOptions(context, options, notifyUrl),
		});
		const { reference, people, values, dueDate } = entered;
		const template = await readTemplate(context, reference);
		return {
			...entered,
			options,
			settings: { ...dueDate, ...switches, ...common },
			template,
			filled: {
				Name: template.Name,
				Reference: template.Reference,
				...(await readAll({
					Signers: () => placedSigners(people, template.Signers),
					Fields: () => filledFields(values, template.Fields, timezoneOf(context)),
				})),
			},
		};
	},
);

type Prepared = Awaited<ReturnType<typeof preparedIn>>;

const checkAgainstLimits = async (
	context: IExecuteFunctions,
	{ dueDate, options, people, settings, template, filled }: Prepared,
	notifyUrl?: string,
): Promise<void> => {
	await checkSendingLimits(context, options, {
		signers: people,
		// The service may share it with those whom the template names.
		shareUsers: template.Signers.flatMap(({ ShareUsers }) =>
			objectsIn<Api<'ShareUser'>>(ShareUsers),
		),
		values: objectsIn<Api<'FormFillerField'>>(filled.Fields).map(
			({ Label, ID, Value }): [string, unknown] => [text(Label) || text(ID), Value],
		),
		addresses: [
			['Notify URL', notifyUrl === undefined ? settings.NotifyUrl : undefined],
			['Return URL', settings.ReturnUrl],
		],
	});
	// Last of them: it asks the service, which needs to hear of nothing that is refused here.
	await checkDueDate(context, dueDate);
};

/** Checks what an item sends, while no item of the run is sent yet; as sendTemplate would. */
export const checkTemplate = checkedBeforehand(preparedIn, checkAgainstLimits);

async function send(
	context: IExecuteFunctions,
	itemIndex: number,
	attempt: Attempt,
	notifyUrl?: string,
): Promise<RawDocument[]> {
	const prepared = await preparedIn(context, itemIndex, notifyUrl);
	const { options, settings, filled } = prepared;
	const sentAs = clientReferenceOf(options, attempt);
	const request: Api<'SendFormFillerRequest'> = {
		Templates: [{ ...filled, ClientReference: sentAs.clientReference }],
		...settings,
	};
	const order = {
		count: request.Templates.length,
		signers: filled.Signers,
		isEverybody: true,
	};
	const post = async () => await change(context, '/FormFiller/Send', { body: request });
	return await unlessSent(
		context,
		attempt,
		sentAs,
		{
			...order,
			contract: contractOf(prepared),
			check: async () => await checkAgainstLimits(context, prepared, notifyUrl),
		},
		async () => await sendOnce(context, attempt, sentAs, order, post),
	);
}
