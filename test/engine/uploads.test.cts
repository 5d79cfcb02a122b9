/** Document > Upload and Upload From URL. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { binaryData } from '../harness/engine.cts';
import { toldOn } from '../harness/told.cts';
import { useBench } from './bench.cts';
import type { Bench } from './node.cts';
import { byReference, dataFile, DOCX } from './samples.cts';

let bench: Bench;
useBench((own) => ({ bench } = own));

const pdf = dataFile('confidentiality-agreement.pdf');
const upload = async (
	fileName: string,
	parameters = {},
	mimeType = 'application/pdf',
	content = pdf,
) =>
	await bench.run(
		{ resource: 'document', operation: 'upload', ...parameters },
		{ items: [await bench.file(content, fileName, mimeType)] },
	);
const uploadedFile = () =>
	(bench.simulator.requests[0].body as { file: Record<string, unknown> }).file;

describe('upload', () => {
	test.each([
		['agreement.pdf', 'application/pdf', 'agreement.pdf'],
		['Ünïcode – 契約.docx', DOCX, 'Ünïcode – 契約.docx'],
		['no-extension', 'application/pdf', 'no-extension.pdf'],
		[`${'n'.repeat(296)}.pdf`, 'application/pdf', `${'n'.repeat(296)}.pdf`],
		['UPPER.PDF', 'application/pdf', 'UPPER.PDF'],
		['Contract v1.2', 'application/pdf', 'Contract v1.2.pdf'],
	])('%s', async (fileName, mimeType, arrives) => {
		const { items, error } = await upload(fileName, {}, mimeType);
		expect(error).toBeUndefined();
		expect(uploadedFile()).toMatchObject({ fileName: arrives, bytes: pdf.length });
		expect(items[0].json).toMatchObject({ name: arrives, status: 'notStarted' });
	});

	test('under another name, with a client reference', async () => {
		await upload('x.pdf', { options: { fileName: 'Lease.pdf', clientReference: 'lease-7' } });
		expect(bench.simulator.requests[0].body).toMatchObject({
			ClientReference: 'lease-7',
			file: { fileName: 'Lease.pdf' },
		});
	});

	// docs/api/API.md section 6, Document: ClientReference is what was sent with it.
	const answers: Array<[string, Record<string, string>, string | undefined, boolean]> = [
		['another reference', { clientReference: 'lease-7' }, 'lease-8', true],
		['a reference where none was sent', {}, 'lease-8', true],
		['the same reference', { clientReference: 'lease-7' }, 'lease-7', false],
		['the same in other letters', { clientReference: 'lease-7' }, 'LEASE-7', false],
		['no reference', { clientReference: 'lease-7' }, undefined, false],
	];
	test.each(answers)('an answer with %s', async (...[, options, told, isOther]) => {
		bench.simulator.faults.spoil(() => ({ Reference: '7'.repeat(48), ClientReference: told }));
		const uploaded = await upload('x.pdf', { options });
		const files = createServer((_request, response) => response.end(pdf)).listen(0, '127.0.0.1');
		await once(files, 'listening');
		const fetched = await bench.run({
			resource: 'document',
			operation: 'uploadFromUrl',
			fileUrl: `http://127.0.0.1:${(files.address() as AddressInfo).port}/x.pdf`,
			options,
		});
		files.close();
		for (const { error } of [uploaded, fetched]) {
			expect(error?.message).toBe(
				isOther ? 'The answer to the upload is about another document' : undefined,
			);
		}
	});

	test.each([
		['={{ ["data"] }}', undefined],
		['data, data', /“data” is named twice/],
		['data, more', /names 2 fields/],
		['={{ [] }}', /'Input Data Field Name' is empty/],
		['={{ 7 }}', /7/],
	])('from the field %s', async (binaryPropertyName, message) => {
		const { error } = await upload('x.pdf', { binaryPropertyName });
		if (message) expect(error?.message).toMatch(message);
		else expect(error).toBeUndefined();
		expect(bench.simulator.requests).toHaveLength(message ? 0 : 1);
	});

	test.each([
		['one file in another field than the untouched default', {}, ['Contract'], undefined],
		['several files', {}, ['Contract', 'Annex'], /files in “Contract”, “Annex”: enter/],
		['no file', {}, [], /Check that the node before gives a file/],
		[
			'a name that was entered',
			{ binaryPropertyName: 'offer' },
			['Contract'],
			/a file only in “Contract”: enter only this name/,
		],
		[
			'a name of an expression',
			{ binaryPropertyName: "={{ 'data' }}" },
			['Contract'],
			/“Contract”/,
		],
	])('of an item with %s', async (_what, named, fields, advice) => {
		const { data } = (await bench.file(pdf, 'contract.pdf')).binary!;
		const binary = Object.fromEntries(fields.map((field) => [field, data]));
		for (const use of [
			{ resource: 'document', operation: 'upload' },
			{ resource: 'document', operation: 'verify', source: 'file' },
			{ resource: 'attachment', operation: 'upload' },
			{ resource: 'smartTag', operation: 'check' },
			{ resource: 'mailMerge', operation: 'send', listFrom: 'file', document: byReference('1') },
		]) {
			bench.simulator.requests.length = 0;
			const { error } = await bench.run({ ...use, ...named }, { items: [{ json: {}, binary }] });
			if (advice) {
				expect(error?.message).toMatch(/^The item has no file in “(data|offer)”/);
				expect(error?.description).toMatch(advice);
				expect(bench.simulator.requests).toEqual([]);
			} else if (use.resource === 'mailMerge') {
				expect(error?.message).toMatch(/does not accept a list like “contract.pdf”/);
			} else {
				expect(error).toBeUndefined();
			}
		}
	});

	test('the length is exact and the stored file is streamed', async () => {
		await upload('a.pdf');
		const { headers } = bench.simulator.requests[0];
		expect(Number(headers['content-length'])).toBeGreaterThan(pdf.length);
		expect(headers['transfer-encoding']).toBeUndefined();
	});

	test('a file that n8n holds in memory', async () => {
		const data = {
			data: pdf.toString('base64'),
			mimeType: 'application/pdf',
			fileName: 'memory.pdf',
		};
		const { error } = await bench.run(
			{ resource: 'document', operation: 'upload' },
			{ items: [{ json: {}, binary: { data } }] },
		);
		expect(error).toBeUndefined();
		expect(uploadedFile()).toMatchObject({ fileName: 'memory.pdf', bytes: pdf.length });
	});

	test('whether the service answers with a document or a reference', async () => {
		const bare = await upload('same.pdf');
		bench.simulator.readings.uploadAnswer = 'document';
		const whole = await upload('same.pdf');
		bench.simulator.readings.uploadAnswer = 'reference';
		const { documentReference: _one, ...bareRest } = bare.items[0].json;
		const { documentReference: _other, ...wholeRest } = whole.items[0].json;
		expect(wholeRest).toEqual(bareRest);
	});

	test.each<[string, () => ReturnType<typeof upload>, RegExp]>([
		[
			'a type that is not taken',
			async () => await upload('photo.png', {}, 'image/png'),
			/does not accept files like “photo.png”/,
		],
		[
			'a type that is a word of JavaScript',
			async () => await upload('contract.constructor', {}, 'text/plain'),
			/does not accept files like/,
		],
		[
			'an empty file',
			async () => await upload('empty.pdf', {}, 'application/pdf', Buffer.alloc(0)),
			/is empty/,
		],
		[
			'a name with a quote',
			async () => await upload('the "one".pdf'),
			/cannot be sent under the name/,
		],
		[
			'a name with a line break',
			async () => await upload('a.pdf', { options: { fileName: 'a\nb.pdf' } }),
			/cannot be sent under the name/,
		],
		[
			'a missing field',
			async () => await upload('a.pdf', { binaryPropertyName: 'nothing' }),
			/nothing/,
		],
	])('refuses %s before anything is sent', async (_what, act, message) => {
		const { error } = await act();
		expect(error?.message).toMatch(message);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('a stored file that has gone is told, and n8n lives on', async () => {
		const item = await bench.file(pdf, 'gone.pdf');
		await (
			await binaryData()
		).deleteMany([{ type: 'execution', workflowId: 'workflow', executionId: '1' }]);
		const { error } = await bench.run(
			{ resource: 'document', operation: 'upload' },
			{ items: [item] },
		);
		expect(error?.message).toBeTruthy();
		expect(bench.simulator.documents().some(({ name }) => name === 'gone.pdf')).toBe(false);
	});

	test('a file over the limit', async () => {
		bench.simulator.account.MaxUploadSize = 100;
		const { error } = await upload('large.pdf');
		bench.simulator.account.MaxUploadSize = 20 * 1024 * 1024;
		expect(error?.message).toMatch(toldOn(413));
		expect(error?.description).toMatch(/\(MaxUploadSize\) is 100/);
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
		await bench.run({ resource: 'document', operation: 'uploadFromUrl', fileUrl, options });

	test.each([
		['/My%20lease.pdf', {}, 'My lease.pdf'],
		['/file?id=7', { fileName: 'lease.pdf' }, 'lease.pdf'],
		['/file', { fileType: 'pdf', clientReference: 'c-1' }, 'file.pdf'],
		['/lease.pdf', { fileName: 'Contract v1.2', fileType: 'pdf' }, 'Contract v1.2.pdf'],
	])('%s', async (path, options, name) => {
		const { items, error } = await fetchFrom(`${address}${path}`, options);
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ documentReference: expect.any(String), name });
		expect(bench.simulator.requests[0].body).toMatchObject({
			File: { Name: name, FileType: 'pdf' },
		});
	});

	test.each([
		['leases/one.pdf', {}, /not a web address/],
		["={{ '' }}", {}, /'File URL' is empty/],
		['https://www.example.com/lease.xlsx', {}, /cannot fetch a file of this type/],
		['https://www.example.com/lease', {}, /cannot fetch a file of this type/],
		[
			'https://www.example.com/a',
			{ fileName: 'a/b.pdf' },
			/cannot be sent under the name "a\/b.pdf"/,
		],
		['https://www.example.com/a%0Ab.pdf', {}, /cannot be sent under the name "a\\nb.pdf"/],
	])('refuses %s', async (fileUrl, options, message) => {
		const { error } = await fetchFrom(fileUrl, options);
		expect(error?.message).toMatch(message);
		expect(bench.simulator.requests).toEqual([]);
	});

	test("the service's refusal", async () => {
		bench.simulator.faults.add({ kind: 'planExhausted', operation: 'uploadDocumentByUrl' });
		expect((await fetchFrom(`${address}/a.pdf`)).error?.message).toMatch(toldOn(426));
	});
});
