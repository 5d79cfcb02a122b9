/**
 * What an expression may give for a field of a send that takes a text or a list of rows, and is neither: n8n hands it on
 * as it is. An empty field has a meaning, such as "everybody" or "the account's own"; a list in the place of a text, or
 * an expression that gives nothing, has not (docs/errors.md: "'…' is empty", "… is not text"). n8n itself takes an
 * expression in the place of all rows, or all options, for none, before the node sees it: those are not among them.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startBench, type Bench } from './node.cts';
import { ana, ben, both, byReference, dataFile, inDays } from './samples.cts';
import { referencesOf, storedDocument } from './sends.cts';

let bench: Bench;
let stored: string;
let references: Record<string, string>;
beforeAll(async () => {
	bench = await startBench();
	bench.records = false;
	references = await referencesOf(bench, 'form', 'template');
	stored = await storedDocument(bench, 'stored.pdf');
});
afterAll(async () => await bench.close());

/** By the names of the tests, what an expression gives. */
const NO_TEXT = {
	list: '={{ [2, 1] }}',
	object: '={{ ({ a: 1 }) }}',
	date: '={{ new Date(0) }}',
	true: '={{ true }}',
};
const NOTHING = {
	false: '={{ false }}',
	undefined: '={{ $json.nothing }}',
	null: '={{ null }}',
	'empty text': '={{ "" }}',
	blank: '={{ " " }}',
};
const TEXTS = { text: '={{ "abc" }}', number: '={{ 7 }}' };
/** What is no text, or none. */
const ODD = { ...NO_TEXT, ...NOTHING };
/** What is no list of rows, or none. */
const { list, ...OTHERS } = ODD;
const NO_ROWS = { ...OTHERS, ...TEXTS, 'list of others': list };

const smartTag = (parameters: object) => ({
	...{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(9) },
	...parameters,
});
const form = (parameters: object) => ({
	...{ resource: 'form', operation: 'send', dueDate: inDays(9) },
	form: byReference(references['Employment Agreement']),
	signers: {
		signer: [
			{ ...ana, signerType: 'Employee' },
			{ ...ben, signerType: 'Employer' },
		],
	},
	...parameters,
});
const template = (parameters: object) => ({
	...{ resource: 'template', operation: 'send', signers: both, dueDate: inDays(9) },
	template: byReference(references['Letter of Offer']),
	...parameters,
});
const mailMerge = (parameters: object) => ({
	...{ resource: 'mailMerge', operation: 'send', dueDate: inDays(9) },
	document: byReference(stored),
	...parameters,
});
const details = (of: object) => ({
	signers: { signer: [{ ...ana, signerType: 'Employee', details: of }, ben] },
});
const choice = (of: object) => ({
	options: {
		listItems: { item: [{ clientField: 'hours', item: 'Full time', value: 'FT', ...of }] },
	},
});
const taxDeclaration = () => byReference(references['Tax Declaration']);
const tenancyAgreement = () => byReference(references['Tenancy Agreement']);

type Case = [
	field: string,
	named: string,
	values: Record<string, string>,
	send: (value: string) => object,
];

const option = (name: string, named: string, send: (parameters: object) => object): Case => [
	`the option ${name}`,
	named,
	ODD,
	(value) => send({ options: { [name]: value } }),
];
const locatorOption = (name: string, named: string, send: (parameters: object) => object): Case => [
	`the option ${name}`,
	named,
	ODD,
	(value) => send({ options: { [name]: byReference(value) } }),
];

const CASES: Record<string, Case[]> = {
	'Smart Tag': [
		option('clientReference', 'Client Reference', smartTag),
		option('packageName', 'Package Name', smartTag),
		option('queueReference', 'Queue Reference', smartTag),
		option('sender', 'Sender', smartTag),
		option('sendAs', 'Send As', smartTag),
		locatorOption('workflow', 'Workflow', smartTag),
		locatorOption('invitationEmailTemplate', 'Invitation Template', smartTag),
		locatorOption('completionEmailTemplate', 'Completion Template', smartTag),

		[
			'rows of Share With',
			'Share With',
			NO_ROWS,
			(value) => smartTag({ options: { shareUsers: { user: value } } }),
		],

		['Client Field', 'Client Field', ODD, (value) => smartTag(choice({ clientField: value }))],
		['Shown Text', 'Shown Text', ODD, (value) => smartTag(choice({ item: value }))],
		['Value', 'Value', ODD, (value) => smartTag(choice({ value }))],

		[
			'one attachment',
			'Attachment',
			ODD,
			(value) =>
				smartTag(details({ attachments: { attachment: [{ attachment: byReference(value) }] } })),
		],
		[
			'the completion template of a signer',
			'Completion Template',
			ODD,
			(value) => smartTag(details({ completionEmailTemplate: byReference(value) })),
		],
		[
			'Email Subject',
			'email subject',
			NO_TEXT,
			(value) => smartTag(details({ emailSubject: value })),
		],

		[
			'one document',
			'Document',
			ODD,
			(value) =>
				smartTag({
					documentsFrom: 'both',
					documents: { document: [{ document: byReference(value) }] },
				}),
		],
		[
			'files',
			'Input Data Field Name',
			{
				'list with others': '={{ ["data", { a: 1 }] }}',
				'list with nothing': '={{ ["data", null] }}',
			},
			(value) => smartTag({ binaryPropertyName: value }),
		],
		['due date', 'Due', NOTHING, (value) => smartTag({ dueDate: value })],
		['days', 'Due', ODD, (value) => smartTag({ dueDate: '', dueInDays: value })],
	],
	Form: [
		option('clientReference', 'Client Reference', form),
		option('sender', 'Sender', form),
		option('employerReference', 'Employer Reference', form),
		option('xmlData', 'Prefill (XML)', form),
		locatorOption('invitationEmailTemplate', 'Invitation Template', form),

		[
			'an additional form',
			'Form',
			ODD,
			(value) => form({ additionalForms: { form: [{ form: byReference(value) }] } }),
		],

		...['employerReference', 'xmlData'].map(
			(name): Case => [
				`${name} of an additional form`,
				name === 'xmlData' ? 'Prefill (XML)' : 'Employer Reference',
				ODD,
				(value) =>
					form({
						additionalForms: { form: [{ form: taxDeclaration(), details: { [name]: value } }] },
					}),
			],
		),
		[
			'role',
			'Role',
			ODD,
			(value) => form({ signers: { signer: [{ ...ana, signerType: value }, ben] } }),
		],
		[
			'Only in Form',
			'Only in Form',
			ODD,
			(value) => form(details({ onlyInForm: byReference(value) })),
		],
		[
			'Identity Data',
			'Identity Data',
			NO_ROWS,
			(value) => form(details({ idData: { question: value } })),
		],
		[
			'Share With',
			'Share With',
			NO_ROWS,
			(value) => form(details({ shareUsers: { user: value } })),
		],
	],
	Template: [
		option('clientReference', 'Client Reference', template),
		option('sender', 'Sender', template),
		[
			'Signed By',
			'Signed By',
			ODD,
			(value) =>
				template({
					additionalTemplates: { template: [{ template: tenancyAgreement(), signedBy: value }] },
				}),
		],
		[
			'Signed By, second template',
			'Signed By',
			ODD,
			(value) =>
				template({
					additionalTemplates: {
						template: [
							{ template: byReference(references['Consent Form']), signedBy: '1' },
							{ template: tenancyAgreement(), signedBy: value },
						],
					},
				}),
		],
	],
	'Mail Merge': [
		option('sender', 'Sender', mailMerge),
		[
			'the option columns',
			'Columns',
			{
				...OTHERS,
				'list with others': '={{ ["email", { a: 1 }] }}',
				'list with nothing': '={{ ["email", null] }}',
			},
			(value) => mailMerge({ options: { columns: value } }),
		],
		locatorOption('invitationEmailTemplate', 'Invitation Template', mailMerge),
	],
};

/** What changes nothing in the account; all else would. */
const isRead = ({ method, operationId = '' }: { method: string; operationId?: string }) =>
	method === 'GET' || operationId.startsWith('get');

describe.each(Object.entries(CASES))('%s > Send', (_kind, cases) => {
	describe.each(cases)('%s', (_field, named, values, send) => {
		test.each(Object.entries(values))('%s', async (_name, value) => {
			const file = await bench.file(dataFile('confidentiality-agreement.pdf'), 'NDA.pdf');
			const json: IDataObject = { email: 'ana@example.com' };
			bench.simulator.requests.length = 0;
			const { error, items } = await bench.run(send(value) as INodeParameters, {
				items: [{ ...file, json }],
			});
			expect(items).toEqual([]);
			expect(error?.message).toContain(named);
			expect(bench.simulator.requests.filter((request) => !isRead(request))).toEqual([]);
		});
	});
});
