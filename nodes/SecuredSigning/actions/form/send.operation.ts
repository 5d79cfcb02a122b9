import { optionalDueDateField, readDueDate } from '../../descriptions/dueDate';
import { formSignersField, readFormSigners } from '../../descriptions/formSigners';
import {
	formLocator,
	invitationTemplateLocator,
	locatorValue,
	requiredLocator,
} from '../../descriptions/locators';
import { optionsField } from '../../descriptions/options';
import { readAddress } from '../../descriptions/people';
import { chosenView, simplifyField } from '../../descriptions/results';
import {
	embeddedField,
	listItemsField,
	notifyUrlField,
	readListItems,
	returnUrlField,
	sendAsField,
} from '../../descriptions/sending';
import { simplifyDocument } from '../../outputs/document';
import { sentDocuments } from '../../outputs/sentDocuments';
import { change, path, read, type Api } from '../../transport';
import { given, text } from '../../values';
import type { Operation } from '../operation';

// API: POST /FormDirect/SendForms and SendForms2, docs/api/API.md section 5.5
export const send: Operation = {
	name: 'Send',
	value: 'send',
	action: 'Send form for signing',
	description: 'Send a Form Direct form to the people who fill it in and sign it',
	fields: [
		formLocator,
		formSignersField,
		optionalDueDateField,
		simplifyField,
		optionsField([
			{
				displayName: 'Client Reference',
				name: 'clientReference',
				type: 'string',
				default: '',
				description: 'Your own number for the form that is sent',
			},
			listItemsField,
			embeddedField,
			{
				displayName: 'Employer Reference',
				name: 'employerReference',
				type: 'string',
				default: '',
				description: 'The saved employer whose details go into the form',
			},
			invitationTemplateLocator,
			notifyUrlField,
			{
				displayName: 'Prefill (XML)',
				name: 'xmlData',
				type: 'string',
				typeOptions: { rows: 4 },
				default: '',
				description: 'Values to fill in beforehand, in the XML form that Secured Signing gave you',
			},
			returnUrlField,
			sendAsField,
		]),
	],
	async execute(itemIndex) {
		const reference = requiredLocator(this.getNodeParameter('form', itemIndex), 'Form');
		const dueDate = readDueDate(this, itemIndex);
		const options = this.getNodeParameter('options', itemIndex, {});
		const extras = given({
			ReturnUrl: readAddress(options.returnUrl, 'Return URL'),
			NotifyUrl: readAddress(options.notifyUrl, 'Notify URL'),
			XMLData: text(options.xmlData),
			EmployerReference: text(options.employerReference),
			ClientReference: text(options.clientReference),
		});
		// The service wants the whole form back, with people in the places it has for them.
		const form = given(
			await read<Api<'FormDirect'>>(this, path`/FormDirect/GetSingleForm/${reference}`),
		) as Api<'FormDirect'>;
		const Signers = readFormSigners(this, itemIndex, form.Signers ?? []);
		const request: Api<'SendFormDirectRequest'> = {
			Forms: [{ ...form, ...extras, Signers, EmbedForm: options.embedded === true }],
			...dueDate,
			...given({
				InvitationEmailTemplateReference: locatorValue(options.invitationEmailTemplate),
				ListItems: readListItems(options.listItems),
			}),
		};
		const route = options.sendAs === 'documents' ? 'SendForms' : 'SendForms2';
		const answer = await change(this, `/FormDirect/${route}`, request);
		return sentDocuments(answer).map((document) => ({
			json: chosenView(this, itemIndex, document, simplifyDocument),
		}));
	},
};
