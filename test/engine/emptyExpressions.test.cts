/**
 * Options that an expression fills, and for which it gives nothing: with a misspelt name, a guard would be off, or a
 * value left out, without a word. docs/faults.md: "If an expression gives nothing".
 */
import type { INodeParameters } from 'n8n-workflow';

import { useTemplates } from './templateSends.cts';
import type { Bench } from './node.cts';
import { ana, ben, byReference, dataFile, inDays } from './samples.cts';
import { sending, storedDocument } from './sends.cts';

const NONE = '={{ $json.none }}';
const BLANK = '={{ "" }}';

let bench: Bench;
const { send: sendTemplate, mapped, sent, valuesOf } = useTemplates((own) => ({ bench } = own));

const signers = (details: object) => ({ signer: [{ ...ana, details }, ben] });

const sends = {
	smartTag: async (details: object, options: object) =>
		await bench.run(
			{
				...{ resource: 'smartTag', operation: 'send', dueDate: inDays(10), options },
				signers: signers(details),
			} as INodeParameters,
			{ items: [await bench.file(dataFile('confidentiality-agreement.pdf'), 'agreement.pdf')] },
		),
	template: async (details: object, options: object) =>
		await sendTemplate({ signers: signers(details), options }),
	form: async (details: object, options: object) => {
		const { parameters } = await sending(bench, 'form');
		const { signer } = parameters.signers as { signer: object[] };
		const rows = signer.map((row, at) => (at === 0 ? { ...row, details } : row));
		bench.simulator.requests.length = 0;
		return await bench.run(
			{ ...parameters, signers: { signer: rows }, options } as INodeParameters,
			{ items: [{ json: { id: 's1' } }] },
		);
	},
	mailMerge: async (_details: object, options: object) => {
		const document = byReference(await storedDocument(bench, 'merge.pdf'));
		bench.simulator.requests.length = 0;
		return await bench.run(
			{ resource: 'mailMerge', operation: 'send', document, dueDate: inDays(10), options } as never,
			{ items: [{ json: { Email: 'ana@example.com' } }] },
		);
	},
};

const SWITCHES: Array<[keyof typeof sends, string, object, object]> = [
	['template', 'Video Confirmation of Signer 1', { videoConfirmation: NONE }, {}],
	['template', 'Deepfake Check of Signer 1', { videoConfirmation: true, deepfakeCheck: NONE }, {}],
	['template', 'Review Before Signing of Signer 1', { reviewBeforeSigning: NONE }, {}],
	['template', 'Sign One After Another', {}, { sequential: NONE }],
	['template', 'Embedded Signing', {}, { embedded: NONE }],
	['form', 'Video Confirmation of Signer 1', { videoConfirmation: NONE }, {}],
	['form', 'Face-to-Face Signing of Signer 1', { isFaceToFaceSigning: NONE }, {}],
	['smartTag', 'Embedded Signing of Signer 1', { embedded: NONE }, {}],
	['smartTag', 'Supervising', {}, { supervising: NONE }],
	...(['smartTag', 'template', 'form'] as const).map(
		(kind): [keyof typeof sends, string, object, object] => [
			kind,
			'Send Once per Reference',
			{},
			{ clientReference: 'r', oncePerClientReference: NONE },
		],
	),
	['mailMerge', 'Send Again', {}, { sendAgain: NONE }],
	['smartTag', 'Notify URL', {}, { notifyUrl: NONE }],
	['template', 'Notify URL', {}, { notifyUrl: BLANK }],
	['form', 'Sender', {}, { sender: BLANK }],
	['smartTag', 'Approved Seal', {}, { approvedSeal: BLANK }],
];

test.each(SWITCHES)('%s: %s', async (kind, name, details, options) => {
	const { error } = await sends[kind](details, options);
	expect(error?.message).toBe(`'${name}' is empty`);
	expect(error?.description).toMatch(/gave no value for this item\. Nothing was sent\.$/);
	expect(bench.simulator.requests.map(({ operationId }) => operationId)).toEqual([]);
});

test('with several items, the item is named before anything is sent', async () => {
	const { error } = await sendTemplate(
		{
			signers: signers({ videoConfirmation: '={{ $json.video }}' }),
			requestOptions: { itemsAtATime: 1 },
		},
		[{ video: true }, { vidoe: true }],
	);
	expect(error?.message).toBe("'Video Confirmation of Signer 1' is empty");
	expect(error).toMatchObject({ context: { itemIndex: 1 } });
	expect(sent()).toEqual([]);
});

test('a switch that is on as it comes stays on', async () => {
	const { error } = await sends.smartTag({}, { checkFirst: NONE, checkIfSent: NONE });
	expect(error).toBeUndefined();
});

// n8n's Extract From File and Google Sheets leave empty cells out: their items lack the field.
describe('values that some rows may rightly leave empty', () => {
	const OPTIONAL: Array<[keyof typeof sends, string, object, object]> = [
		['template', 'Mobile', { mobileCountry: NONE, mobileNumber: NONE }, {}],
		['form', 'Mobile', { mobileCountry: NONE, mobileNumber: BLANK }, {}],
		['smartTag', 'Invitation Text', { invitationText: NONE }, {}],
		['smartTag', 'Email Subject', { emailSubject: NONE }, {}],
		['smartTag', 'Client Reference of a signer', { clientReference: NONE }, {}],
		['smartTag', 'Return URL of a signer', { returnUrl: NONE }, {}],
		['template', 'Return URL', {}, { returnUrl: NONE }],
	];

	test.each(OPTIONAL)('%s: %s is left out', async (kind, _name, details, options) => {
		const { error } = await sends[kind](details, options);
		expect(error).toBeUndefined();
	});

	test('the fields of a template', async () => {
		const { error } = await sendTemplate({ fields: mapped({ 'Salary (Read-Only)': NONE }) });
		expect(error).toBeUndefined();
		expect(valuesOf(sent()[0])).toEqual({});
	});
});

test('Limit Wait Time', async () => {
	for (const [wait, message] of [
		[{ limitWaitTime: NONE }, "'Limit Wait Time' is empty"],
		[{ limitWaitTime: 'atSpecifiedTime', maxDateAndTime: NONE }, /'Wait Until'/],
		[{ limitWaitTime: 'afterTimeInterval', resumeAmount: NONE }, /'Amount'/],
		[{ limitWaitTime: 'afterTimeInterval', resumeUnit: NONE }, "'Unit' is empty"],
	] as const) {
		const { error } = await sendTemplate({
			operation: 'sendAndAwait',
			signers: signers({}),
			...wait,
		});
		expect(error?.message).toEqual(
			typeof message === 'string' ? message : expect.stringMatching(message),
		);
	}
	expect(sent()).toEqual([]);
});

test.each([
	['document', 'upload', 'clientReference', NONE, 'Client Reference'],
	['document', 'upload', 'clientReference', BLANK, 'Client Reference'],
])('%s > %s: %s %s', async (resource, operation, name, value, label) => {
	const file = await bench.file(dataFile('confidentiality-agreement.pdf'), 'agreement.pdf');
	const { error } = await bench.run(
		{ resource, operation, options: { [name]: value } },
		{ items: [file] },
	);
	expect(error?.message).toBe(`'${label}' is empty`);
	expect(bench.simulator.requests).toEqual([]);
});
