import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { change, type Api } from '../../api';
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
import { checkSeal, sendParts, type ClientReference, type Contract } from '../../send';
import { checkSendingLimits } from '../../send/limits';
import { objectsIn, text } from '../../shared/values';
import { enteredIn, preparedIn, type Entered, type Prepared } from './preparedTemplates';

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
			"Whether each signer is invited only when the one before has signed, in the order of 'Signers'",
	},
];

/**
 * Whether a mapped value is the item's own: n8n adds `error`, `message` and `details` to items of an error
 * output.
 */
const isOwnValue = ({ label, isAutomatic }: { label: string; isAutomatic: boolean }): boolean =>
	!isAutomatic || !['error', 'message', 'details'].includes(label);

const contractOf = ({
	reference,
	additional,
	people,
	values,
	dueDate,
	options,
}: Entered): Contract => ({
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
		// The service may share the document with people whom a template names.
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
	// The last check, because it sends a request: none is needed if an earlier check fails.
	await checkDueDate(context, dueDate);
};

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

/**
 * Fills in a template, or several, and sends them together.
 *
 * Source: docs/api/API.md sections 5.6 and 12.3
 */
export const templates = sendParts({
	read: enteredIn,
	prepare: preparedIn,
	contractOf,
	check: checkPrepared,
	requestOf,
	isPackageOf,
	partsOf,
	signingOf: ({ settings }) => ({ isInTurn: settings.Sequential === true }),
	post: async (context, body) => await change(context, '/FormFiller/Send', { body }),
});
