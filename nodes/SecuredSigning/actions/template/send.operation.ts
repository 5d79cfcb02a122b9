import type { IDataObject } from 'n8n-workflow';

import { optionalDueDateField, readDueDate } from '../../descriptions/dueDate';
import { requiredLocator, templateLocator } from '../../descriptions/locators';
import { optionsField } from '../../descriptions/options';
import { readAddress } from '../../descriptions/people';
import { chosenView, simplifyField } from '../../descriptions/results';
import { embeddedField, notifyUrlField, returnUrlField } from '../../descriptions/sending';
import {
	filledFields,
	readTemplateValues,
	templateFieldsField,
} from '../../descriptions/templateFields';
import {
	placedSigners,
	readTemplateSigners,
	templateSignersField,
} from '../../descriptions/templateSigners';
import { simplifyDocument } from '../../outputs/document';
import { sentDocuments } from '../../outputs/sentDocuments';
import { withSigningKeys } from '../../outputs/signingKeys';
import { change, type Api } from '../../transport';
import { given, text } from '../../values';
import type { Operation } from '../operation';
import { readTemplate } from './readTemplate';

// API: POST /FormFiller/Send, docs/api/API.md section 5.6
export const send: Operation = {
	name: 'Send',
	value: 'send',
	action: 'Send template for signing',
	description: 'Fill in a Form Filler template and send it to the people who sign it',
	fields: [
		templateLocator,
		templateSignersField,
		templateFieldsField,
		optionalDueDateField,
		simplifyField,
		optionsField([
			{
				displayName: 'Client Reference',
				name: 'clientReference',
				type: 'string',
				default: '',
				description: 'Your own number for the document that is sent',
			},
			embeddedField,
			notifyUrlField,
			returnUrlField,
			{
				displayName: 'Sign One After Another',
				name: 'sequential',
				type: 'boolean',
				default: false,
				description:
					'Whether each signer is invited only when the one before has signed, in the order above',
			},
		]),
	],
	async execute(itemIndex) {
		// Everything that does not need the template is checked before it is asked for.
		const reference = requiredLocator(this.getNodeParameter('template', itemIndex), 'Template');
		const people = readTemplateSigners(this, itemIndex);
		const values = readTemplateValues(this, itemIndex);
		const options = this.getNodeParameter('options', itemIndex, {});
		const settings = {
			...readDueDate(this, itemIndex),
			...given({
				Embedded: options.embedded as boolean | undefined,
				Sequential: options.sequential as boolean | undefined,
				ReturnUrl: readAddress(options.returnUrl, 'Return URL'),
				NotifyUrl: readAddress(options.notifyUrl, 'Notify URL'),
			}),
		};
		const template = await readTemplate(this, reference);
		const request: Api<'SendFormFillerRequest'> = {
			Templates: [
				{
					Name: template.Name,
					Reference: template.Reference,
					Signers: placedSigners(people, template.Signers),
					Fields: filledFields(values, template.Fields, this.getTimezone()),
					...given({ ClientReference: text(options.clientReference) }),
				},
			],
			...settings,
		};
		const answer = await change<IDataObject>(this, '/FormFiller/Send', request);
		return sentDocuments(answer).map((document) => ({
			json: chosenView(this, itemIndex, withSigningKeys(document, answer), simplifyDocument),
		}));
	},
};
