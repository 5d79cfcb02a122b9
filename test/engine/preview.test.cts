/**
 * Preview: what Send would send, with nothing sent or uploaded, as docs/operations has it. What it shows is held against the
 * requests that Send makes with the same fields.
 */
import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { asHtml } from '../../nodes/SecuredSigning/actions/preview/render.ts';
import { pdfFile, stream } from '../harness/pdfFile.cts';
import { wordFileOf } from '../harness/wordFile.cts';
import { SEND, startBetween } from './between.cts';
import { execute, retry } from './executions.cts';
import { startBench, type Bench } from './node.cts';
import { ana, ben, both, byReference, dataFile, documentList, inDays } from './samples.cts';
import { referenceOf } from './sends.cts';

const FILE = dataFile('confidentiality-agreement.pdf');

let bench: Bench;
const references: Record<string, string> = {};
beforeAll(async () => {
	bench = await startBench();
	references.form = await referenceOf(bench, 'form', 'Confidentiality Undertaking');
	references.template = await referenceOf(bench, 'template', 'Consent Form');
});
afterAll(async () => await bench.close());
beforeEach(() => (bench.simulator.requests.length = 0));

interface Shown extends IDataObject {
	documents: IDataObject[];
	signers: IDataObject[];
	emails: IDataObject[];
	otherValues: Array<{ name: string; value: string }>;
	warnings: string[];
	previewText: string;
	previewHtml: string;
}

/** What Preview shows; what the simulator wrote down proves that it only read. */
async function preview(
	parameters: object,
	items?: INodeExecutionData[],
	timezone = 'America/New_York',
) {
	bench.simulator.requests.length = 0;
	const result = await bench.run({ ...parameters, operation: 'preview' }, { items, timezone });
	const { requests } = bench.simulator;
	expect(requests.filter(({ method }) => method !== 'GET')).toEqual([]);
	return { ...result, shown: result.items.map(({ json }) => json as Shown) };
}

/** The body of the request in which Send, with the same fields, sends it. */
async function sentBody(parameters: object, items?: INodeExecutionData[]) {
	const { error } = await bench.run({ ...parameters, operation: 'send' }, { items });
	expect(error).toBeUndefined();
	const send = bench.simulator.requests.find(({ operationId }) => operationId?.startsWith('send'));
	return send?.body as unknown as IDataObject;
}

/** Each text and number of a request. */
function* textsIn(value: unknown): Generator<string> {
	if (typeof value === 'object' && value !== null)
		for (const own of Object.values(value)) yield* textsIn(own);
	else if (value !== '' && typeof value !== 'boolean') yield String(value);
}

const smartTag = (more: object = {}) => ({
	...{ resource: 'smartTag', signers: both, dueDate: inDays(9), ...more },
});
const file = async (name = 'Contract.pdf') => await bench.file(FILE, name);

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

describe('pages', () => {
	const PAGE = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>';
	/** @param padding bytes that are part of no page */
	const threePages = (padding = 0) =>
		pdfFile(
			'<</Type/Catalog/Pages 2 0 R>>',
			'<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 3>>',
			...[PAGE, PAGE, PAGE, stream(Buffer.alloc(padding))],
		);
	const MB = 1024 * 1024;

	test('of each PDF, in the order of the files; a Word file has no certain number', async () => {
		const contents = { a: FILE, b: threePages(), c: dataFile('employment-agreement.docx') };
		const names = { a: 'A.pdf', b: 'B.pdf', c: 'C.docx' };
		const binary: NonNullable<INodeExecutionData['binary']> = {};
		for (const key of ['a', 'b', 'c'] as const) {
			binary[key] = (await bench.file(contents[key], names[key], '')).binary!.data;
		}
		const { shown } = await preview(smartTag({ binaryPropertyName: 'a,b,c' }), [
			{ json: {}, binary },
		]);
		const [{ documents, previewText, previewHtml }] = shown;
		expect(documents.map(({ pages }) => pages)).toEqual([1, 3, undefined]);
		expect(documents.map((document) => 'pages' in document)).toEqual([true, true, false]);
		const [one, three, word] = documents.map(({ sha256 }) => String(sha256));
		const htmlText = previewHtml.replace(/<[^>]+>/g, '|').replace(/\|+/g, '; ');
		for (const shown of [previewText, htmlText]) {
			expect(shown).toContain(`${FILE.length} bytes, 1 page; SHA-256 ${one}`);
			expect(shown).toContain(`${contents.b.length} bytes, 3 pages; SHA-256 ${three}`);
			expect(shown).toContain(`${contents.c.length} bytes; SHA-256 ${word}`);
		}
	});

	test.each([
		['the Smart Tags are not checked', threePages(), 3],
		['the file is larger than those whose Smart Tags are checked', threePages(6 * MB), 3],
		['the file is larger than the check reads', threePages(51 * MB), undefined],
		['the file needs a password', dataFile('encrypted/password.pdf'), undefined],
		['the file is broken', threePages().subarray(0, 100), undefined],
	])('%s', async (_what, content, pages) => {
		const options = { checkFirst: false };
		const { shown, error } = await preview(smartTag({ options }), [
			await bench.file(content, 'Contract.pdf'),
		]);
		expect(error).toBeUndefined();
		expect(shown[0].documents).toMatchObject([{ from: 'file', size: content.length }]);
		expect(shown[0].documents[0].pages).toBe(pages);
		expect(shown[0].previewText.includes('3 pages')).toBe(pages === 3);
	});

	test('are no part of the seal, and hide no value that is equal', async () => {
		const details = { embedded: true, emailSubject: '1' };
		const signer = [{ ...ana, details }, ben];
		const { shown } = await preview(smartTag({ signers: { signer } }), [await file()]);
		expect(shown[0].documents[0].pages).toBe(1);
		expect(shown[0].otherValues).toEqual([{ name: 'Signer 1: Email Subject', value: '1' }]);
		const [written] = String(shown[0].seal).split('.');
		const { parts } = JSON.parse(Buffer.from(written, 'base64url').toString()) as {
			parts: Array<[string, string]>;
		};
		const names = parts.map(([name]) => name);
		expect(names).toContain('File “Contract.pdf”');
		expect(names.filter((name) => /page/i.test(name))).toEqual([]);
	});
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
			await bench.run({ ...smartTag(more), operation: 'send' }, { items: [await file()] }),
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

describe('nobody who is asked is left out', () => {
	const [CLEO, DAN] = ['cleo@example.com', 'dan@example.com'];
	const ANA = ana.email;
	const tag = (order: number, name: string, email: string) =>
		`[!Sign.${order}.F, ${name}, Ng, ${email}]`;
	test.each<[string, string[][], string[], boolean]>([
		[
			'two files of a package name different people for one place',
			[[tag(1, 'Ana', ANA)], [tag(1, 'Cleo', CLEO), tag(2, 'Dan', DAN)]],
			[`1 ${ANA}`, `1 ${CLEO}`, `2 ${DAN}`],
			false,
		],
		[
			'one file names two people for one place',
			[[tag(1, 'Ana', ANA), tag(1, 'Dan', DAN)]],
			[`1 ${ANA}`, `1 ${DAN}`],
			false,
		],
		[
			'somebody has two places',
			[[tag(1, 'Ana', ANA), tag(2, 'Ana', ANA)]],
			[`1 ${ANA}`, `2 ${ANA}`],
			true,
		],
	])('%s', async (_what, files, places, isEverybody) => {
		const binary: NonNullable<INodeExecutionData['binary']> = {};
		for (const [at, tags] of files.entries()) {
			const word = await wordFileOf(...tags);
			binary[`file${at}`] = (await bench.file(word, `F${at}.docx`, '')).binary!.data;
		}
		const { shown } = await preview(
			smartTag({ signersFrom: 'tags', binaryPropertyName: Object.keys(binary).join(',') }),
			[{ json: {}, binary }],
		);
		const [{ signers, emails, warnings, ...rest }] = shown;
		expect(signers.map(({ order, email }) => `${String(order)} ${String(email)}`)).toEqual(places);
		expect(rest.isEverybody).toBe(isEverybody);
		expect(warnings.some((text) => /different people as signer 1/.test(text))).toBe(!isEverybody);
		const people = [...new Set(places.map((place) => place.slice(2)))];
		for (const kind of ['invitation', 'completion']) {
			expect(emails.filter((email) => email.kind === kind).map(({ to }) => to)).toEqual(people);
		}
	});
});

test('each document that goes out by itself has its own emails', async () => {
	const options = { sendAs: 'documents' };
	const two = [
		{
			json: {},
			binary: {
				one: (await file('One.pdf')).binary!.data,
				two: (await file('Two.pdf')).binary!.data,
			},
		},
	];
	const files = { binaryPropertyName: 'one,two' };
	const invitations = ({ emails }: Shown) =>
		emails
			.filter(({ kind }) => kind === 'invitation')
			.map(({ to, document }) => [document, to].filter(Boolean).join(' '));
	const apart = await preview(smartTag({ ...files, options }), two);
	expect(invitations(apart.shown[0])).toEqual(
		['One.pdf', 'Two.pdf'].flatMap((name) => [ana, ben].map(({ email }) => `${name} ${email}`)),
	);
	two[0].binary.two.fileName = 'One.pdf';
	const alike = await preview(smartTag({ ...files, options }), two);
	expect(invitations(alike.shown[0])[3]).toBe(`One.pdf (document 2) ${ben.email}`);
	const together = await preview(smartTag(files), two);
	expect(invitations(together.shown[0])).toEqual([ana.email, ben.email]);
});

test('what belongs to one signer is shown, whoever else has the same', async () => {
	const same = { emailSubject: 'Please sign', invitationText: 'By Friday' };
	const details = { ...same, embedded: true, isPersonalMessage: false };
	const signer = [
		{ ...ana, details },
		{ ...ben, details: same },
	];
	const parameters = smartTag({ signers: { signer } });
	const { shown } = await preview(parameters, [await file()]);
	expect(shown[0].otherValues).toEqual([
		{ name: 'Signer 1: Invitation Text', value: 'By Friday' },
		{ name: 'Signer 1: Invitation Is Personal', value: 'false' },
		{ name: 'Signer 1: Email Subject', value: 'Please sign' },
	]);
	const body = await sentBody(parameters, [await file()]);
	expect(body.Signers).toMatchObject([
		{ EmailSubject: 'Please sign', InvitationText: 'By Friday', IsPersonalMessage: false },
		{ EmailSubject: 'Please sign', InvitationText: 'By Friday' },
	]);
});

test('an address that looks like another one is told', async () => {
	// The second letter “a” is Cyrillic; the domain by Python's idna codec.
	const signer = [ana, { ...ben, email: 'ben@ex\u0430mple.com' }];
	const { shown } = await preview(smartTag({ signers: { signer } }), [await file()]);
	expect(shown[0].warnings).toEqual([
		'The email address of Ben Wu contains letters other than a to z, which may look like them: \u0430 (U+0430). Its domain is xn--exmple-4nf.com.',
	]);
});

test('blanks without end hide nothing', async () => {
	const lastName = `Poe${'\u2800\u00a0'.repeat(700)}Wu`;
	const { shown } = await preview(smartTag({ signers: { signer: [{ ...ana, lastName }, ben] } }), [
		await file(),
	]);
	for (const whole of [shown[0].previewText, shown[0].previewHtml])
		expect(whole).toContain('Poe [1,400 blanks] Wu');
});

test('a workflow may add signers', async () => {
	const options = { workflow: byReference('7') };
	const { shown } = await preview(smartTag({ options }), [await file()]);
	expect(shown[0].isEverybody).toBe(false);
	expect(shown[0].warnings).toEqual(['The workflow may add signers that this node does not know.']);
});

test('what belongs to an email that may not be sent is shown as well', async () => {
	const details = { embedded: true, emailSubject: 'Our offer', invitationText: 'By Friday' };
	const { shown } = await preview(
		smartTag({
			signers: { signer: [{ ...ana, details }, ben] },
			options: { sender: '154107214180', clientReference: 'order-8' },
		}),
		[await file()],
	);
	expect(shown[0].otherValues).toEqual([
		{ name: 'Sender', value: '154107214180' },
		{ name: 'Signer 1: Invitation Text', value: 'By Friday' },
		{ name: 'Signer 1: Email Subject', value: 'Our offer' },
	]);
	for (const text of ['154107214180', 'Our offer', 'By Friday', 'order-8']) {
		expect(shown[0].previewText).toContain(text);
	}
});

test("the account's template is not named where it is passed over", async () => {
	const options = { noInvitationEmailTemplate: true };
	const { shown } = await preview(smartTag({ options }), [await file()]);
	expect(shown[0].emails.map(({ kind, isStandardEmail }) => [kind, isStandardEmail])).toEqual([
		['invitation', true],
		['invitation', true],
		['completion', undefined],
		['completion', undefined],
	]);
});

test('a long subject hides no text', async () => {
	const details = { emailSubject: 'x'.repeat(5000), invitationText: 'By Friday' };
	const signer = [{ ...ana, details }, ben];
	const { shown } = await preview(smartTag({ signers: { signer } }), [await file()]);
	expect(shown[0].previewText).toContain('By Friday');
	expect(shown[0].previewHtml).toContain('By Friday');
});

test('lines without end hide nothing, and warnings stand first', async () => {
	const lines = (number: number) => `By Friday${'\n'.repeat(number - 1)}Or later`;
	const seen = async (number: number) => {
		const details = { embedded: true, emailSubject: 'Please sign', invitationText: lines(number) };
		const signer = [{ ...ana, details }, ben];
		const [only] = (await preview(smartTag({ signers: { signer } }), [await file()])).shown;
		return { ...only, html: only.previewHtml.replace(/<h3[^>]*>/g, '<h3>') };
	};
	const { html, previewText, otherValues } = await seen(3820);
	expect(previewText).toContain('\n  | … and 3,780 more lines');
	expect(html).toContain('<br>… and 3,780 more lines');
	expect(previewText.split('\n').length).toBeLessThan(100);
	expect(html.split('<br>').length).toBeLessThan(100);
	// What goes out is in the output as it is.
	expect(otherValues).toContainEqual(expect.objectContaining({ value: lines(3820) }));
	for (const shown of [previewText.split('\n\n'), html.split('<h3>')]) {
		expect(shown[1]).toMatch(/^Warnings/);
		expect(shown[1]).toContain('may also be sent an invitation');
		expect(shown[2]).toMatch(/^Documents/);
	}

	expect((await seen(41)).previewText).toMatch(/\n  \| … and 1 more line$/m);
	const whole = await seen(40);
	expect(whole.previewText).not.toContain('more line');
	expect(whole.previewText).toContain('Or later');
});

test('values are text in the HTML, signs that nobody sees are shown, and no key of a call is', async () => {
	const evil = '<img src=x onerror="alert(1)"> & more &#60;b> \\nDue date';
	const key = 'a'.repeat(43);
	const signer = [{ ...ana, details: { invitationText: evil } }, ben];
	const { shown } = await preview(
		smartTag({
			signers: { signer },
			options: { notifyUrl: `https://example.com/call?key=${key}` },
		}),
		[await file()],
	);
	const { previewHtml, previewText } = shown[0];
	// By number: n8n's *Send and Wait for Response* turns &lt; and the like back into signs.
	expect(previewHtml).toContain('&#60;img src=x onerror=&#34;alert(1)&#34;&#62; &#38; more');
	expect(previewHtml).not.toMatch(/&[a-z]+;|\\n/);
	expect(previewHtml).not.toMatch(
		/<(?!\/?(?:div|p|h3|b|table|tr|td|br)\b)|\b(?:src|href|url)\s*[=(](?!x)/,
	);
	// n8n puts a message into a page as it is: no markup, no entity, no line that a value makes of `\n`.
	expect(previewText).toContain('＜img src=x onerror="alert(1)"> & more ＆#60;b> ＼nDue date');
	expect(previewText).not.toMatch(/<|&#|\\n/);
	expect(asHtml([['Documents', [['\u202Efdp.exe', '']]]])).toContain('[U+202E]fdp.exe');
	expect(JSON.stringify(shown)).not.toContain(key);
	expect(JSON.stringify(shown)).toContain('https://example.com/call?…');
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
		expect(failed.error?.message).toMatch(/^Could not confirm whether/);
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
