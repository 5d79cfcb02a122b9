// What the account holds before anybody calls: everything that is made in the web portal.
import type { Schemas } from '../api.cts';
import { newReference } from './references.cts';
import type { HeldField, HeldForm, HeldTemplate } from './types.cts';

function field(
	id: string,
	label: string,
	type: HeldField['type'] = 'Text',
	more: Partial<HeldField> = {},
): HeldField {
	return { id, label, type, value: '', required: false, readOnly: false, ...more };
}

/** The field that a signing page shows for a document with no fields of its own. */
export const sampleField = () => field('Comment', 'Comment');

const both = () => [
	{ role: 'Employee', optional: false },
	{ role: 'Employer', optional: false },
];

export const forms = (): HeldForm[] => [
	{
		reference: newReference(),
		name: 'Employment Agreement',
		formType: 1,
		roles: both(),
		fields: [
			field('Position', 'Position', 'Text', { required: true, clientField: 'position' }),
			field('StartDate', 'Start date', 'DateInput', { clientField: 'start' }),
			field('Hours', 'Hours', 'DropDownList', { options: ['Full time', 'Part time'] }),
			field('Trial', 'Trial period', 'RadioButton', { options: ['Yes', 'No'] }),
		],
	},
	{
		reference: newReference(),
		name: 'Tax Declaration',
		formType: 1,
		roles: both(),
		fields: [
			field('TaxNumber', 'Tax number', 'Text', { clientField: 'tax' }),
			field('Resident', 'Tax resident', 'CheckBox'),
		],
	},
	{
		reference: newReference(),
		name: 'Confidentiality Undertaking',
		formType: 2,
		roles: [
			{ role: 'Recipient', optional: false },
			{ role: 'Witness', optional: true },
		],
		fields: [field('Purpose', 'Purpose', 'MultiLineText')],
	},
];

export const templates = (): HeldTemplate[] => [
	{
		reference: newReference(),
		name: 'Consent Form',
		signerReferences: [newReference()],
		fields: [
			field(newReference(), 'Question 1', 'Text', { clientField: 'question1' }),
			field(newReference(), 'I agree', 'CheckBox', { required: true }),
		],
	},
	{
		reference: newReference(),
		name: 'Tenancy Agreement',
		signerReferences: [newReference(), newReference()],
		fields: [
			field(newReference(), 'Address', 'MultiLineText', { required: true, clientField: 'address' }),
			field(newReference(), 'Weekly rent', 'Text', { clientField: 'rent' }),
		],
	},
	{
		reference: newReference(),
		name: 'Letter of Offer',
		signerReferences: [newReference(), newReference()],
		fields: [
			field(newReference(), 'Salary', 'Text', {
				required: true,
				readOnly: true,
				value: 'To be agreed',
			}),
			field(newReference(), 'First day', 'DateInput', { clientField: 'start' }),
			field(newReference(), 'Hours', 'DropDownList', { options: ['Full time', 'Part time'] }),
			field(newReference(), 'Trial period', 'CheckBox', { value: 'true' }),
			field(newReference(), 'Company car', 'CheckBox'),
		],
	},
	{
		reference: newReference(),
		name: 'Casual Contract',
		signerReferences: [newReference()],
		fields: [
			field(newReference(), 'Hourly rate', 'Text', { required: true, readOnly: true }),
			field(newReference(), 'Uniform', 'CheckBox', { value: 'ja' }),
			field(newReference(), 'Parking', 'CheckBox', { value: 'nein' }),
		],
	},
];

const emailTemplate = (
	Name: string,
	IsDefault: boolean,
	words: { Subject: string; Template: string },
): Schemas['EmailTemplate'] => ({ Reference: newReference(), Name, IsDefault, ...words });

/** Assumed, like the names in braces: how the service words its emails is in no source. */
export const standardEmails = {
	invitation: {
		Subject: 'Please sign {DocumentName}',
		Template: 'Dear {FirstName},\n\nPlease sign {DocumentName} by {DueDate}.',
	},
	reminder: {
		Subject: 'Reminder: please sign {DocumentName}',
		Template: 'Dear {FirstName},\n\nYour signature is still missing. Please sign by {DueDate}.',
	},
	completion: {
		Subject: 'Signed by everybody: {DocumentName}',
		Template: 'Dear {FirstName},\n\nEverybody has signed {DocumentName}.',
	},
};

export const invitationTemplates = () => [
	emailTemplate('Standard invitation', true, standardEmails.invitation),
	emailTemplate('Friendly invitation', false, {
		Subject: '{DocumentName} is ready for you',
		Template: 'Hello {FirstName}!\n\n{DocumentName} is ready for your signature.',
	}),
];

export const completionTemplates = () => [
	emailTemplate('Standard completion', true, standardEmails.completion),
	emailTemplate('Completion for the archive', false, {
		Subject: 'For the archive: {DocumentName}',
		Template: 'Please file {DocumentName}, which everybody has signed.',
	}),
];

export const workflows = (): Schemas['Workflow'][] => [
	{ Reference: newReference(), Name: 'Two directors' },
	{ Reference: newReference(), Name: 'Manager approves first' },
];

export const recipients = (): Schemas['RecipientsResponse'] => ({
	NotificationRecipients: [
		{
			RecipientReference: newReference(),
			FirstName: 'Nora',
			LastName: 'Reid',
			Email: 'nora.reid@example.com',
			IsDefault: true,
			IsReviewer: true,
			IsDefaultReviewer: false,
		},
	],
	CompletionRecipients: [
		{
			RecipientReference: newReference(),
			FirstName: 'Colin',
			LastName: 'Park',
			Email: 'archive@example.com',
			IsDefault: false,
		},
	],
});

export const invoices = (): Schemas['InvoiceInfo'][] => [
	invoice('INV-1001', '2026-01-31T00:00:00.000Z', 'Account', 49.5),
	invoice('INV-1002', '2026-02-28T00:00:00.000Z', 'BuySMS', 12),
];

const invoice = (
	InvoiceNO: string,
	InvoiceDate: string,
	InvoiceType: Schemas['InvoiceType'],
	Amount: number,
): Schemas['InvoiceInfo'] => ({
	InvoiceReference: newReference(),
	InvoiceNO,
	InvoiceDate,
	InvoiceTimezone: 'UTC',
	Description: `Sandbox invoice ${InvoiceNO}`,
	Amount,
	InvoiceType,
});

export const employers = (): Required<Schemas['Employers']> => ({
	SuperFund: [
		{
			Reference: newReference(),
			Name: 'Harbour Super',
			ABN: '53004085616',
			BusinessName: 'Harbour Cafe Ltd',
			SuperFundName: 'Harbour Super',
			USI: 'HBR0001AU',
		},
	],
	TFN: [
		{
			Reference: newReference(),
			Name: 'Harbour Cafe',
			ABN: '53004085616',
			BusinessName: 'Harbour Cafe Ltd',
			BusinessSuburb: 'Newtown',
		},
	],
	AccClaimsHistory: [
		{
			Reference: newReference(),
			Name: 'Harbour Cafe',
			OrganisationName: 'Harbour Cafe Ltd',
			ContactPersonName: 'Mia Tane',
			IsDefault: true,
		},
	],
});
