import type { INodeProperties } from 'n8n-workflow';

import type { Api } from '../../api';
import { refusal } from '../../shared/refusal';
import { type Given, omitEmpty, text } from '../../shared/values';

export const categoryField: INodeProperties = {
	displayName: 'Category',
	name: 'category',
	type: 'string',
	default: '',
	placeholder: 'e.g. Insurance',
	description: 'Your own category for the attachment',
};

export const numberField: INodeProperties = {
	displayName: 'Number',
	name: 'number',
	type: 'string',
	default: '',
	placeholder: 'e.g. 4711',
	description: 'Your own number for the attachment, digits only',
};

/**
 * The number and category of an attachment; source: docs/api/API.md section 5.8.
 * @throws UserError for a number that is not made of digits
 */
export function readAttachmentOptions(
	options: Given,
): Pick<Api<'AttachmentFileInfo'>, 'Number' | 'Category'> {
	const Number = text(options.number);
	if (!/^\d*$/.test(Number)) {
		throw refusal(
			`'Number' takes digits only: "${Number}"`,
			"Put letters into 'Category' instead.",
		);
	}
	return omitEmpty({ Number, Category: text(options.category) });
}
