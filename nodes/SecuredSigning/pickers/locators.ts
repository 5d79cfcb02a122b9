import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { visibleText } from '../shared/characters';
import { refuseDots } from '../shared/references';
import { refusal } from '../shared/refusal';
import { splitList, text } from '../shared/values';

const locator = (
	displayName: string,
	name: string,
	searchListMethod: string,
	description: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod, searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 154107214180236225199245158115055014119106193119',
		},
	],
});

export const documentLocator: INodeProperties = {
	...locator('Document', 'document', 'searchDocuments', 'The document in Secured Signing'),
	required: true,
};

export const packageLocator: INodeProperties = {
	...locator('Package', 'package', 'searchPackages', 'Documents that were sent together'),
	required: true,
};

/** One signer of the document that is chosen in 'Document'. */
export const signerLocator: INodeProperties = {
	...locator('Signer', 'signer', 'searchSigners', 'A signer of the chosen document'),
	typeOptions: { loadOptionsDependsOn: ['document.value'] },
	required: true,
};

export const attachmentLocator: INodeProperties = {
	...locator('Attachment', 'attachment', 'searchAttachments', 'The attachment in Secured Signing'),
	required: true,
};

export const invoiceLocator: INodeProperties = {
	...locator('Invoice', 'invoice', 'searchInvoices', 'An invoice of your account'),
	required: true,
};

export const formLocator: INodeProperties = {
	...locator('Form', 'form', 'searchForms', 'The Form Direct form'),
	required: true,
};

export const templateLocator: INodeProperties = {
	...locator('Template', 'template', 'searchTemplates', 'The Form Filler template'),
	required: true,
};

export const invitationTemplateLocator = locator(
	'Invitation Template',
	'invitationEmailTemplate',
	'searchInvitationTemplates',
	"The invitation email. If empty: the account's default.",
);

export const completionTemplateLocator = locator(
	'Completion Template',
	'completionEmailTemplate',
	'searchCompletionTemplates',
	"The email sent when everybody has signed. If empty: the account's default.",
);

export const workflowLocator = locator(
	'Workflow',
	'workflow',
	'searchWorkflows',
	'A Smart Tag workflow that is set up in Secured Signing, not an n8n workflow. It may add signers that this node does not know.',
);

/**
 * The reference that a resource locator holds, or '' when nothing was chosen.
 * @throws UserError for a reference with an invisible character, or one of only dots
 */
export function locatorValue(parameter: unknown): string {
	return asReference(valueOf(parameter));
}

/** The same for several references, separated by commas. */
export function locatorValues(parameter: unknown): string[] {
	return splitList(text(valueOf(parameter))).map(asReference);
}

function asReference(value: unknown): string {
	const reference = visibleText(value, 'A reference');
	refuseDots(reference);
	return reference;
}

const valueOf = (parameter: unknown): unknown =>
	typeof parameter === 'object' && parameter !== null && 'value' in parameter
		? parameter.value
		: parameter;

/**
 * The reference of something that has to be chosen.
 * @throws UserError naming the field when nothing is chosen
 */
export const requiredReference = (
	context: IExecuteFunctions,
	itemIndex: number,
	{ name, displayName }: INodeProperties,
): string => requiredLocator(context.getNodeParameter(name, itemIndex), displayName);

/** The same for the value of a locator. @param where the row of its list, for the message */
export function requiredLocator(parameter: unknown, displayName: string, where = ''): string {
	const reference = locatorValue(parameter);
	if (reference === '') {
		throw refusal(
			`'${displayName}'${where} is empty`,
			'Choose from the list, or check the expression: it gave no value for this item.',
		);
	}
	return reference;
}
