/**
 * Preview: what Send would send, with nothing sent or uploaded, as docs/operations has it. What it shows is held against the
 * requests that Send makes with the same fields.
 */
import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { UNCONFIRMED } from '../../nodes/SecuredSigning/send/recovered.ts';
import { SEND, startBetween } from './between.cts';
import { execute, retry } from './executions.cts';
import { FILE, smartTag, usePreview, type Previewing, type Shown } from './previewing.cts';
import { ana, ben, byReference, dataFile, documentList, inDays } from './samples.cts';

let bench: Previewing['bench'];
let references: Previewing['references'];
let run: Previewing['run'];
let preview: Previewing['preview'];
let sentBody: Previewing['sentBody'];
let file: Previewing['file'];
usePreview((own) => ({ bench, references, run, preview, sentBody, file } = own));

/** Each text and number of a request. */
function* textsIn(value: unknown): Generator<string> {
	if (typeof value === 'object' && value !== null)
		for (const own of Object.values(value)) yield* textsIn(own);
	else if (value !== '' && typeof value !== 'boolean') yield String(value);
}

test('a file, its signers, the due date and the emails', async () => {
	const signer = [
		{ ...ana, details: { emailSubject: 'Please sign', invitationText: 'By Friday' } },
		{ ...ben, details: { embedded: true, mobileCountry: '64', mobileNumber: '0211234567' } },
	];
	const day = DateTime.now().setZone('Pacific/Auckland').plus({ days: 14 });
	const dueDate = day.toFormat('yyyy-MM-dd');
	const { shown, error } = await preview(
		smartTag({ signers: { signer }, dueDate, options: { packageName: 'Offer' } }),
		[await file()],
		'Pacific/Auckland',
	);
	expect(error).toBeUndefined();
	expect(shown).toHaveLength(1);
	const sha256 = createHash('sha256').update(FILE).digest('hex');
	expect(shown[0]).toMatchObject({
		documents: [{ from: 'file', name: 'Contract.pdf', size: FILE.length, pages: 1, sha256 }],
		signers: [
			{ order: 1, name: 'Ana Lopez', email: ana.email, signsOn: 'email', identifiedBy: [] },
			{ order: 2, name: 'Ben Wu', signsOn: 'your page', identifiedBy: ['SMS to +64 0211234567'] },
		],
		dueDate: day.endOf('day').toJSDate().toISOString(),
		emails: [
			{ kind: 'invitation', to: ana.email, subject: 'Please sign', text: 'By Friday' },
			{ kind: 'completion', to: ana.email },
			{ kind: 'completion', to: ben.email },
		],
		otherValues: [{ name: 'Package Name', value: 'Offer' }],
		isEverybody: true,
		warnings: [expect.stringMatching(/may also be sent an invitation/)],
	});
	for (const text of [sha256, 'Ana Lopez', `${dueDate} 23:59`, 'By Friday', 'Offer']) {
		expect(shown[0].previewText).toContain(text);
		expect(shown[0].previewHtml).toContain(text);
	}
});

test('one item for each send', async () => {
	const { items } = await preview(smartTag(), [await file('One.pdf'), await file('Two.pdf')]);
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
});

const OPTIONS = { clientReference: 'order-7', returnUrl: 'https://example.com/done' };
test.each<[string, () => Promise<[object, INodeExecutionData[]?]>]>([
	[
		'files',
		async () => [
			smartTag({
				options: {
					...OPTIONS,
					listItems: { item: [{ clientField: 'hours', item: 'Full time', value: 'FT' }] },
					shareUsers: { user: [{ firstName: 'Cleo', lastName: 'Ng', email: 'cleo@example.com' }] },
				},
			}),
			[await file()],
		],
	],
	[
		'a form',
		async () => [
			{
				...{ resource: 'form', form: byReference(references.form), dueDate: inDays(9) },
				...{ signers: { signer: [ana] }, options: OPTIONS },
			},
		],
	],
	[
		'a template',
		async () => [
			{
				...{ resource: 'template', template: byReference(references.template) },
				...{ signers: { signer: [ana] }, dueDate: inDays(9), options: OPTIONS },
			},
		],
	],
])('whatever Send sends of %s was shown', async (_what, made) => {
	const [parameters, items] = await made();
	const { shown, error } = await preview(parameters, items);
	expect(error).toBeUndefined();
	const { DocumentReferences: _, GMT, ...body } = await sentBody(parameters, items);
	expect(GMT).toBe('0');
	const all = JSON.stringify(shown[0]);
	expect([...textsIn(body)].filter((text) => !all.includes(text))).toEqual([]);
});

test('what Send refuses, Preview refuses in the same words', async () => {
	const limits = { limits: { allowedDomains: 'example.org' } };
	for (const more of [
		{ dueDate: '2020-01-31' },
		{ dueInDays: 400, dueDate: '' },
		{ signers: { signer: [{ ...ana, email: 'ana' }] } },
		{ options: { sendingLimits: limits } },
	]) {
		const [seen, sent] = [
			await preview(smartTag(more), [await file()]),
			await run('send', smartTag(more), [await file()]),
		];
		expect(seen.error?.message).toBeDefined();
		expect(seen.error?.message).toBe(sent.error?.message);
	}
});

test('limits, and what is not known, are said', async () => {
	const limits = { allowedDomains: 'example.com', maxSigners: 2, allowStoredDocuments: true };
	const { items: uploaded } = await bench.run(
		{ resource: 'document', operation: 'upload' },
		{ items: [await file('Stored.pdf')] },
	);
	const documentReference = uploaded[0].json.documentReference as string;
	const { shown } = await preview(
		smartTag({
			...{ documentsFrom: 'documents', documents: documentList(documentReference) },
			options: { sendingLimits: { limits } },
		}),
	);
	expect(shown[0]).toMatchObject({
		documents: [{ from: 'stored', name: 'Stored.pdf', documentReference }],
		limits: { allowedDomains: ['example.com'], maxSigners: 2, allowStoredDocuments: true },
		isEverybody: false,
		warnings: [
			expect.stringMatching(/may name more signers\.$/),
			expect.stringMatching(/contents .* were not read/),
		],
	});
	for (const shownAs of ['Allowed Email Domains: example.com', 'Allow Stored Documents: yes']) {
		expect(shown[0].previewText).toContain(shownAs);
	}
	const tenancy = [
		await bench.file(dataFile('tenancy-agreement.docx'), 'tenancy-agreement.docx', ''),
	];
	const tags = await preview(
		smartTag({ signersFrom: 'tags', options: { checkFirst: false } }),
		tenancy,
	);
	expect(tags.shown[0]).toMatchObject({
		isEverybody: false,
		warnings: [expect.stringMatching(/^The signers are in the Smart Tags/)],
	});
	const unread = await preview(smartTag({ options: { checkFirst: false } }), [await file()]);
	expect(unread.shown[0]).toMatchObject({
		isEverybody: false,
		warnings: [expect.stringMatching(/may name more signers\.$/)],
	});
	const named = await preview(smartTag({ signersFrom: 'tags' }), tenancy);
	expect(named.shown[0].isEverybody).toBe(true);
	expect(named.shown[0].signers).toMatchObject([
		{ order: 1, email: ana.email, detailsFrom: 'tag' },
		{ order: 2, email: ben.email, detailsFrom: 'tag' },
	]);
});

test('a preview counts for no limit of a later turn, and leaves the execution nothing to remember', async () => {
	const options = { sendingLimits: { limits: { maxDocuments: 1 } } };
	const { run } = await preview(smartTag({ options }), [await file()]);
	expect(JSON.stringify(run.data.executionData?.contextData ?? {})).not.toMatch(/planned|seed/);
});

test('a send of this execution that could not be confirmed is told', async () => {
	const between = await startBetween(bench);
	try {
		let isOut = false;
		between.rule = async ({ route }, pass) => {
			if (isOut) return { status: 502 };
			const told = await pass();
			isOut = SEND.test(route);
			return isOut ? { status: 502 } : told;
		};
		const parameters = smartTag({ operation: 'send' }) as INodeParameters;
		const failed = await execute(between.bench, parameters, { items: [await file()] });
		expect(failed.error?.message).toMatch(UNCONFIRMED);
		between.rule = async (_passing, pass) => await pass();
		// "Retry with currently saved workflow", in which the node was changed.
		const changes = { parameters: { ...parameters, operation: 'preview' } };
		const { items } = await retry(between.bench, failed, changes);
		expect((items[0].json as Shown).warnings).toEqual([
			expect.stringMatching(/could not be confirmed/),
		]);
	} finally {
		between.close();
	}
});
