/** What a service answers has a time limit as a whole and a limit in bytes, counted as they are unpacked. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGzip, gzipSync } from 'node:zlib';

import { toldOn } from '../harness/told.cts';
import { startBench, type Bench } from '../engine/node.cts';
import { byReference, inDays } from '../engine/samples.cts';

let bench: Bench;
let answer: (response: ServerResponse) => void;
let requests = 0;
let closed: Array<Promise<void>> = [];
const server = createServer((request, response) => {
	requests += 1;
	closed.push(new Promise((resolve) => response.on('close', resolve)));
	request.resume().on('end', () => answer(response));
});

beforeAll(async () => {
	bench = await startBench();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
	server.closeAllConnections();
	await Promise.all([bench.close(), new Promise((resolve) => server.close(resolve))]);
});
beforeEach(() => {
	requests = 0;
	closed = [];
});

const run = async (parameters: object, requestOptions: object = {}) =>
	await bench.run(
		{ ...parameters, requestOptions: { retries: 1, ...requestOptions } },
		{
			credential: {
				baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/web/v1.4`,
			},
		},
	);
const list = {
	resource: 'form',
	operation: 'getAll',
	simplify: false,
	returnAll: true,
};
const documents = { resource: 'document', operation: 'getAll', returnAll: true };
const remove = { resource: 'document', operation: 'delete', document: byReference('1') };
const extend = {
	...{ resource: 'document', operation: 'extend', document: byReference('1') },
	dueDate: inDays(5),
};
const download = { resource: 'document', operation: 'download', document: byReference('1') };

const JSON_TYPE = { 'content-type': 'application/json' };
const MB = 1024 * 1024;

/** Brings one more byte often enough that no pause between two is a long one. */
function drips(response: ServerResponse, status = 200, type = 'application/json'): void {
	response.writeHead(status, { 'content-type': type });
	response.write('[');
	const timer = setInterval(() => response.write(' '), 20);
	response.on('close', () => clearInterval(timer));
}

/** A list of one object that is as large as this, as it is sent and packed. */
function listOf(bytes: number): Buffer {
	const [head, tail] = ['[{"Reference":"1","Name":"', '"}]'];
	return Buffer.from(`${head}${'x'.repeat(bytes - head.length - tail.length)}${tail}`);
}
/** The names and values of an object, as JSON. */
const names = (count: number) =>
	Array.from({ length: count }, (_, index) => `"k${index}":1`).join(',');
const whole = (body: Buffer, packed: boolean) => (response: ServerResponse) =>
	response
		.writeHead(200, { ...JSON_TYPE, ...(packed && { 'content-encoding': 'gzip' }) })
		.end(packed ? gzipSync(body) : body);

/** A body that never ends and is next to nothing on the wire. */
const unpacksForEver = (status: number) => (response: ServerResponse) => {
	response.writeHead(status, { ...JSON_TYPE, 'content-encoding': 'gzip' });
	const packer = createGzip();
	packer.pipe(response);
	const spaces = Buffer.alloc(MB, ' ');
	const more = () => {
		while (!response.destroyed && packer.write(spaces));
	};
	packer.on('drain', more);
	more();
	response.on('close', () => packer.destroy());
};

describe('an answer that never ends', () => {
	test('is too late for a read, which is tried again', async () => {
		answer = drips;
		const { error, items } = await run(list, { timeout: 1 });
		expect(items).toEqual([]);
		expect(error?.message).toBe(toldOn('ETIMEDOUT'));
		expect(requests).toBe(2);
		await Promise.all(closed);
	});

	test.each([
		['one that answers with data', extend],
		['one that answers with a status', remove],
	])('is too late for a change: %s', async (_what, change) => {
		answer = drips;
		const { error } = await run(change, { timeout: 1 });
		expect(error?.message).toBe(toldOn('ETIMEDOUT'));
		expect(error?.description).toMatch(/may have been carried out anyway/);
		expect(requests).toBe(1);
		await Promise.all(closed);
	});

	test('is too late for a download, which has to bring a kilobyte a second', async () => {
		answer = (response) => drips(response, 200, 'application/pdf');
		const { items, error } = await run(download, { timeout: 1, retries: 0 });
		expect(items).toEqual([]);
		expect(error?.message).toBe(toldOn('ETIMEDOUT'));
		await Promise.all(closed);
	});

	test.each([list, download])('is told as the refusal that it is: %j', async (job) => {
		answer = (response) => drips(response, 404);
		const { error } = await run(job, { timeout: 4 });
		expect(error?.message).toMatch(toldOn(404));
		await Promise.all(closed);
	});
});

describe('a large answer', () => {
	test.each([false, true])('of 16 MB is read (packed: %s)', async (packed) => {
		answer = whole(listOf(16 * MB), packed);
		const { items, error } = await run(list);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
	});

	test.each([false, true])('is not read beyond that (packed: %s)', async (packed) => {
		answer = whole(listOf(16 * MB + 1), packed);
		const { items, error } = await run(list);
		expect(items).toEqual([]);
		expect(error?.message).toBe(
			"Secured Signing's answer is too long to be read (more than 16 MB)",
		);
		expect(error?.description).toMatch(/^Ask for less/);
		// It would be as large once more.
		expect(requests).toBe(1);
		await Promise.all(closed);
	});

	test('that unpacks for ever is given up by what it unpacks to', async () => {
		answer = unpacksForEver(200);
		const { error } = await run(list);
		expect(error?.message).toMatch(/more than 16 MB/);
		expect(requests).toBe(1);
		await Promise.all(closed);
	});

	test.each<[string, string, boolean]>([
		['objects', '{}', false],
		['lists', '[]', false],
		['numbers', '1', false],
		['objects, packed', '{}', true],
	])('of millions of values is not parsed: %s', async (_what, value, packed) => {
		answer = whole(Buffer.from(`[${`${value},`.repeat(5_000_000)}{}]`), packed);
		const { items, error } = await run(list);
		expect(items).toEqual([]);
		expect(error?.message).toBe(
			"Secured Signing's answer is too long to be read (more than 750,000 values)",
		);
		expect(requests).toBe(1);
		await Promise.all(closed);
	});

	test('of half a million names is not parsed', async () => {
		answer = whole(Buffer.from(`[{"Reference":"1",${names(500_000)}}]`), true);
		const { items, error } = await run(list);
		expect(items).toEqual([]);
		expect(error?.message).toBe(
			"Secured Signing's answer is too long to be read (more than 1,000 different field names)",
		);
		expect(requests).toBe(1);
	});

	// Commas, brackets, colons and quotes as JSON escapes them: none of it is a value or a name.
	test('with a million of their characters inside of a text is read', async () => {
		const Name = '[{,"a":1,\\"'.repeat(100_000);
		answer = whole(Buffer.from(JSON.stringify([{ Reference: '1', Name }])), true);
		const { items, error } = await run(list);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.Name === Name)).toEqual([true]);
	});

	// The names of docs/api/API.md section 6, as many as a document with two signers may have.
	test('of 20,000 documents is read', async () => {
		const signer = {
			...{
				FirstName: 'Ana',
				LastName: 'Lopez',
				Email: 'ana@example.com',
				MobileNumber: '21000000',
			},
			...{ MobileCountry: '64', SignerReference: '2', HasSigned: false, Editable: true },
			...{ SignedStatus: 'Pending', SignerType: 'Employee' },
		};
		const document = {
			...{ Name: 'Contract', Reference: '1', Status: 'Pending', DueDate: '2030-01-01', GMT: '0' },
			...{ LastSignedDate: '2030-01-01', Folder: 'Pending', HasFileUploaded: true },
			...{ PackageReference: '3', ClientReference: '4', EditUrl: 'https://example.com' },
			Signers: [signer, signer],
		};
		answer = whole(Buffer.from(JSON.stringify(Array(20_000).fill(document))), true);
		const { items, error } = await run({ ...documents, simplify: false });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(20_000);
	});

	test.each([
		['names in one object', `[{"Reference":"1",${names(201)}}]`],
		['levels', `{"Documents":[${'{"Documents":['.repeat(20_000)}${']}'.repeat(20_000)}]}`],
	])('with too many %s is one that cannot be read', async (_what, body) => {
		answer = whole(Buffer.from(body), true);
		const job = body.startsWith('[') ? list : extend;
		const { items, error } = await run(job);
		expect(items).toEqual([]);
		expect(error?.message).toBe(toldOn('unreadable'));
		expect(error?.description).toMatch(/a proxy or login page of your network probably answered/);
	});

	test('of a change: it may have been carried out', async () => {
		answer = unpacksForEver(200);
		const { error } = await run(extend);
		expect(error?.message).toMatch(/more than 16 MB/);
		expect(error?.description).toMatch(/may have been carried out anyway/);
		await Promise.all(closed);
	});

	test.each([list, download])('that is a refusal is told as such: %j', async (job) => {
		answer = unpacksForEver(404);
		const { error } = await run(job);
		expect(error?.message).toMatch(toldOn(404));
		await Promise.all(closed);
	});
});

test('the values of a CSV file are read up to 10 MB', async () => {
	const csv = (bytes: number) => (response: ServerResponse) =>
		response
			.writeHead(200, { 'content-type': 'text/csv' })
			.end(`Field,Value\r\nName,${'x'.repeat(bytes - 18)}`);
	const values = { resource: 'form', operation: 'downloadData', document: byReference('1') };
	answer = csv(10_000_000);
	expect((await run(values)).items[0].json.values).toEqual({ Name: 'x'.repeat(9_999_982) });
	answer = csv(10_000_001);
	const { error, items } = await run(values);
	expect(items).toEqual([]);
	expect(error?.message).toMatch(/^The CSV file has more than 10 MB, and was not read/);
	expect(error?.description).toMatch(/'Add Values as JSON' off/);
	// Without the values, there is no limit.
	const { items: files } = await run({ ...values, includeValues: false });
	expect(files[0].binary?.data.fileName).toBe('1.csv');
});
