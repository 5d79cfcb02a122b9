import type { IDataObject } from 'n8n-workflow';

import { dueDateField, requiredDueDate } from '../../descriptions/dueDate';
import {
	documentLocator,
	invitationTemplateLocator,
	locatorValue,
	requiredLocator,
} from '../../descriptions/locators';
import { columnsField, mailMergeListFields, readList } from '../../descriptions/mailMergeList';
import { optionsField } from '../../descriptions/options';
import { readAddress } from '../../descriptions/people';
import { chosenView, simplifyField } from '../../descriptions/results';
import { embeddedField, returnUrlField } from '../../descriptions/sending';
import { simplifyMailMerge } from '../../outputs/mailMerge';
import { change, type Api } from '../../transport';
import { given } from '../../values';
import type { Operation } from '../operation';

// API: POST /SmartTag/MailMerge, docs/api/API.md section 5.4
export const send: Operation = {
	name: 'Send',
	value: 'send',
	action: 'Send mail merge for signing',
	description: 'Send a document once for each row of a list, each to its own people',
	fields: [
		{
			...documentLocator,
			description: 'The uploaded document, with Smart Tags that the rows of the list fill in',
		},
		...mailMergeListFields,
		dueDateField,
		simplifyField,
		optionsField([columnsField, embeddedField, invitationTemplateLocator, returnUrlField]),
	],
	takesAllItems() {
		return this.getNodeParameter('listFrom', 0, 'items') === 'items';
	},
	async execute(itemIndex) {
		const options = this.getNodeParameter('options', itemIndex, {});
		const { DueDate } = requiredDueDate(this, itemIndex);
		const request: Api<'MailMergeRequest'> = {
			DocumentReference: requiredLocator(this.getNodeParameter('document', itemIndex), 'Document'),
			...(await readList(this, itemIndex)),
			DueDate,
			...given({
				EmailTemplateReference: locatorValue(options.invitationEmailTemplate),
				Embedded: options.embedded as boolean | undefined,
				ReturnUrl: readAddress(options.returnUrl, 'Return URL'),
			}),
		};
		const merge = await change<IDataObject>(this, '/SmartTag/MailMerge', request);
		return [{ json: chosenView(this, itemIndex, merge, simplifyMailMerge) }];
	},
};
