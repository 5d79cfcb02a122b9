import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { docxWith, tagFor } from '../../simulator/testing/files.cts';
import { binaryData } from '../harness/engine.cts';
import { toldOn } from '../harness/told.cts';
import { startBench, type Bench } from './node.cts';
import { ana, ben, byReference, dataFile, inDays } from './samples.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
	bench.simulator.faults.clear();
	bench.simulator.readings.attachmentFields = 'either';
});

const pdf = dataFile('no-tags.pdf');
const run = async (operation: string, parameters = {}) =>
	await bench.run({
		resource: 'attachment',
		operation,
		...(['delete', 'download'].includes(operation) ? {} : { simplify: false }),
		...parameters,
	});
const upload = async (parameters = {}, fileName = 'policy.pdf') =>
	await bench.run(
		{ resource: 'attachment', operation: 'upload', simplify: false, ...parameters },
		{ items: [await bench.file(pdf, fileName)] },
	);
const uploaded = async (name = 'policy.pdf') => {
	const { items } = await upload({}, name);
	bench.simulator.requests.length = 0;
	return byReference(items[0].json.Reference);
};

describe('upload', () => {
	test.each(['either', 'query', 'form'] as const)(
		'number and category arrive, wherever the service looks: %s',
		async (attachmentFields) => {
			bench.simulator.readings.attachmentFields = attachmentFields;
			const { items } = await upload({ options: { number: '0042', category: 'Insurance & more' } });
			expect(items[0].json).toEqual({
				Reference: expect.any(String),
				Name: 'policy.pdf',
				FileType: 'pdf',
				Number: '0042',
				Category: 'Insurance & more',
			});
			expect(bench.simulator.problems).toEqual([]);
		},
	);

	test.each(['file', 'any'] as const)('where the part may be called %s', async (uploadPart) => {
		bench.simulator.readings.uploadPart = uploadPart;
		const { items } = await upload({ options: { fileName: 'terms.pdf' } });
		bench.simulator.readings.uploadPart = 'any';
		expect(items[0].json).toEqual({
			Reference: expect.any(String),
			Name: 'terms.pdf',
			FileType: 'pdf',
		});
		expect(bench.simulator.requests[0].query).toEqual({});
	});

	test.each([
		[{ options: { number: 'A-1' } }, /'Number' takes digits only: "A-1"/],
		[{ options: { fileName: 'photo.png' } }, /does not accept files like “photo.png”/],
		[{ binaryPropertyName: 'nothing' }, /nothing/],
	])('refuses %j before anything is sent', async (parameters, message) => {
		const { error } = await upload(parameters);
		expect(error?.message).toMatch(message);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test("the service's refusal, and no second try", async () => {
		bench.simulator.faults.add({ kind: 'tooLarge', operation: 'uploadAttachment' });
		expect((await upload()).error?.message).toMatch(toldOn(413));
		expect(
			bench.simulator.requests.filter(({ operationId }) => operationId === 'uploadAttachment'),
		).toHaveLength(1);
	});
});

describe('upload from URL', () => {
	let files: Server;
	let address: string;
	beforeAll(async () => {
		files = createServer((_request, response) => response.end(pdf));
		await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve));
		address = `http://127.0.0.1:${(files.address() as AddressInfo).port}`;
	});
	afterAll(() => files.close());

	const fetchFrom = async (fileUrl: string, options = {}) =>
		await run('uploadFromUrl', { fileUrl, options });

	test('simplified', async () => {
		const fileUrl = `${address}/House%20rules.pdf`;
		const options = { number: '7', category: 'Rules' };
		const { items } = await run('uploadFromUrl', { fileUrl, options, simplify: true });
		expect(items[0].json).toMatchObject({ name: 'House rules.pdf', number: '7' });
		bench.simulator.requests.length = 0;
	});

	test('with a number and a category', async () => {
		const fileUrl = `${address}/House%20rules.pdf`;
		const { items } = await fetchFrom(fileUrl, { number: '7', category: 'Rules' });
		expect(items[0].json).toMatchObject({ Name: 'House rules.pdf', Number: '7' });
		expect(bench.simulator.requests[0].body).toEqual({
			File: {
				Name: 'House rules.pdf',
				FileType: 'pdf',
				FileUrl: fileUrl,
				Number: '7',
				Category: 'Rules',
			},
		});
		expect(bench.simulator.problems).toEqual([]);
	});

	test.each([
		['rules.pdf', {}, /not a web address/],
		['https://www.example.com/rules.odt', {}, /cannot fetch a file of this type/],
		['https://www.example.com/rules.pdf', { number: '1.5' }, /takes digits only/],
	])('refuses %s %j', async (fileUrl, options, message) => {
		const { error } = await fetchFrom(fileUrl, options);
		expect(error?.message).toMatch(message);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test("the service's refusal", async () => {
		bench.simulator.faults.add({ kind: 'planExhausted', operation: 'uploadAttachmentByUrl' });
		expect((await fetchFrom(`${address}/a.pdf`)).error?.message).toMatch(toldOn(426));
	});
});

describe('get many', () => {
	test('lists what was uploaded, up to the limit', async () => {
		const { value } = await uploaded('listed.pdf');
		const { items } = await run('getAll', { returnAll: true });
		expect(items.map(({ json }) => json)).toContainEqual(
			expect.objectContaining({ Reference: value, Name: 'listed.pdf' }),
		);
		expect((await run('getAll', { limit: 1 })).items).toHaveLength(1);
	});

	test("the service's refusal", async () => {
		bench.simulator.faults.add({ kind: 'unauthorized' });
		expect((await run('getAll')).error?.message).toMatch(toldOn(401));
	});
});

describe('download', () => {
	test('gives the file as it was, under a name of choice', async () => {
		const attachment = await uploaded('as-it-was.pdf');
		const { items } = await run('download', { attachment, binaryPropertyName: 'annex' });
		expect(items[0].json).toMatchObject({
			attachmentReference: attachment.value,
			fileName: 'as-it-was.pdf',
			mimeType: 'application/pdf',
		});
		const bytes = await (await binaryData()).getAsBuffer(items[0].binary!.annex);
		expect(bytes.equals(pdf)).toBe(true);

		const renamed = await run('download', { attachment, options: { fileName: 'annex-a.pdf' } });
		expect(renamed.items[0].json.fileName).toBe('annex-a.pdf');
		expect(renamed.items[0].binary?.data.fileName).toBe('annex-a.pdf');
		expect(bench.simulator.problems).toEqual([]);
	});

	// docs/api/API.md section 5.10: what headers a download has is not known.
	test('without a word of the service, the content says what it is, or nothing does', async () => {
		const docx = docxWith(tagFor(1));
		const fetched = async (content: Buffer, name: string) => {
			const file = await bench.file(content, name);
			const { items } = await bench.run(
				{ resource: 'attachment', operation: 'upload', simplify: false },
				{ items: [file] },
			);
			const attachment = byReference(items[0].json.Reference);
			bench.simulator.readings.downloadHeaders = 'absent';
			const result = await run('download', { attachment });
			bench.simulator.readings.downloadHeaders = 'present';
			expect(result.error).toBeUndefined();
			const bytes = await (await binaryData()).getAsBuffer(result.items[0].binary!.data);
			expect(bytes.equals(content)).toBe(true);
			return [result.items[0].json.fileName, String(attachment.value)];
		};
		const [pdfName, ofPdf] = await fetched(pdf, 'terms.pdf');
		expect(pdfName).toBe(`${ofPdf}.pdf`);
		const [docxName, ofDocx] = await fetched(docx, 'terms.docx');
		expect(docxName).toBe(ofDocx);
	});
});

describe('delete', () => {
	test('by the DELETE route, once', async () => {
		const attachment = await uploaded();
		const { items } = await run('delete', { attachment });
		expect(items[0].json).toEqual({ deleted: true, attachmentReference: attachment.value });
		expect(bench.simulator.requests.map(({ operationId }) => operationId)).toEqual([
			'deleteAttachment',
		]);
		expect((await run('delete', { attachment })).error?.message).toMatch(toldOn(404));
		expect(bench.simulator.problems).toEqual([]);
	});
});

test.each(['delete', 'download'])('%s without an attachment sends nothing', async (operation) => {
	const { error } = await run(operation, { attachment: byReference('={{ "" }}') });
	expect(error?.message).toMatch(/'Attachment' is empty/);
	expect(error?.context?.itemIndex).toBe(0);
	expect(bench.simulator.requests).toEqual([]);
});

test.each(['delete', 'download'])('%s of an attachment that does not exist', async (operation) => {
	const { error } = await run(operation, { attachment: byReference('1') });
	expect(error?.message).toMatch(`${toldOn(404)}: “Attachment not found`);
});

describe('a signer is given', () => {
	const send = async (parameters: object) =>
		await bench.run(
			{ resource: 'smartTag', operation: 'send', dueDate: inDays(9), ...parameters },
			{ items: [await bench.file(dataFile('confidentiality-agreement.pdf'), 'lease.pdf')] },
		);
	const given = () => bench.simulator.documents().at(-1)?.signers[0].attachments;

	test('attachments from the list', async () => {
		const [one, two, three] = [await uploaded(), await uploaded(), await uploaded()];
		const pair = byReference(`${String(two.value)}, ${String(three.value)}`);
		const attachments = { attachment: [{ attachment: one }, { attachment: pair }] };
		const { error } = await send({
			signers: { signer: [{ ...ana, details: { attachments } }, ben] },
		});
		expect(error).toBeUndefined();
		expect(given()).toEqual([one.value, two.value, three.value]);
		expect(bench.simulator.problems).toEqual([]);
	});

	test.each([
		['text', (one: unknown, two: unknown) => `${String(one)}, ${String(two)}`],
		['a list', (...both: unknown[]) => both],
	])('attachments from JSON, as %s', async (_what, attachmentsOf) => {
		const [one, two] = [await uploaded(), await uploaded()];
		const attachments = attachmentsOf(one.value, two.value);
		await send({
			signersFrom: 'json',
			signersJson: JSON.stringify([{ ...ana, attachments }, ben]),
		});
		expect(given()).toEqual([one.value, two.value]);
	});

	test('an attachment that is chosen twice, once', async () => {
		const [one, two] = [await uploaded(), await uploaded()];
		const both = byReference(`${String(two.value)}, ${String(one.value)}`);
		const attachments = { attachment: [{ attachment: one }, { attachment: both }] };
		const { error } = await send({
			signers: { signer: [{ ...ana, details: { attachments } }, ben] },
		});
		expect(error).toBeUndefined();
		expect(given()).toEqual([one.value, two.value]);
	});

	test('none, when the rows are empty', async () => {
		const attachments = { attachment: [{ attachment: byReference('') }] };
		await send({ signers: { signer: [{ ...ana, details: { attachments } }, ben] } });
		expect(given()).toEqual([]);
	});
});
