/** Reads that fail are tried again; which errors and addresses a request may have, and how it is stopped. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { toldOn } from '../harness/told.cts';
import type { Fault } from '../../simulator/index.cts';
import type { Bench } from './node.cts';
import { useRequests } from './requests.cts';
import { byReference } from './samples.cts';

let bench: Bench;
let reference: string;
const { read, download, requested } = useRequests((own) => ({ bench, reference } = own));

describe('reads are tried again', () => {
	test.each<[string, Fault]>([
		['429 with Retry-After', { kind: 'tooManyRequests', retryAfter: 0 }],
		['502', { kind: 'gateway', status: 502 }],
		['503', { kind: 'gateway', status: 503 }],
		['504', { kind: 'gateway', status: 504 }],
		['a connection that is cut', { kind: 'cutBefore' }],
		['an answer that is cut', { kind: 'wrongBody', body: 'truncated' }],
	])('after %s', async (_what, fault) => {
		for (const act of [read, download]) {
			bench.simulator.requests.length = 0;
			bench.simulator.faults.add(fault);
			const { items, error } = await act();
			expect(error).toBeUndefined();
			expect(items[0].json.documentReference).toBe(reference);
			expect(requested()).toBe(2);
		}
	});

	test('after a time-out', async () => {
		bench.simulator.faults.add({ kind: 'delay', seconds: 20 });
		const { items } = await read({ timeout: 5 });
		expect(items[0].json.documentReference).toBe(reference);
		expect(requested()).toBe(2);
	});

	test('as often as the builder wants', async () => {
		bench.simulator.faults.add({ kind: 'gateway', times: 10 });
		const { error } = await read({ retries: 1 });
		expect(error?.message).toMatch(/status 502/);
		expect(requested()).toBe(2);
		bench.simulator.requests.length = 0;
		expect((await read({ retries: 0 })).error?.message).toMatch(/status 502/);
		expect(requested()).toBe(1);
	});
});

describe('downloads', () => {
	test.each([
		['a web page', 'html'],
		['half of the PDF, called complete', 'truncatedJson'],
		['nothing', 'empty'],
	] as const)('a 200 with %s is not taken for the contract', async (_what, body) => {
		bench.simulator.faults.add({ kind: 'wrongBody', body, operation: 'downloadDocument' });
		const { error } = await download();
		expect(error?.message).toMatch(toldOn('unreadable'));
	});

	test("the service's message on a refusal", async () => {
		const { error } = await bench.run({
			resource: 'document',
			operation: 'download',
			document: byReference('123'),
		});
		expect(error?.message).toMatch(new RegExp(`${toldOn(404)}: “.+”`));
	});
});

describe('service errors of every form', () => {
	afterEach(() => {
		bench.simulator.readings.errorBody = 'envelope';
	});

	test.each([
		['envelope', new RegExp(`${toldOn(404)}: “.+”$`)],
		['camel', new RegExp(`${toldOn(404)}: “.+”$`)],
		['text', new RegExp(`${toldOn(404)}: “.+”$`)],
		['empty', new RegExp(`${toldOn(404)}$`)],
	] as const)('%s', async (errorBody, message) => {
		bench.simulator.readings.errorBody = errorBody;
		for (const operation of ['get', 'download']) {
			const { error } = await bench.run({
				resource: 'document',
				operation,
				document: byReference('123'),
			});
			expect(error?.message).toMatch(message);
		}
	});
});

describe('addresses', () => {
	const withBaseUrl = async (baseUrl: string) =>
		await bench.run(
			{ resource: 'account', operation: 'get', requestOptions: { retries: 0 } },
			{
				credential: { baseUrl },
			},
		);

	test('nobody is there', async () => {
		const { error } = await withBaseUrl('http://127.0.0.1:1/web/v1.4');
		expect(error?.message).toBe(toldOn('ECONNREFUSED'));
		expect(error?.description).toMatch(/Nothing was sent/);
	});

	test('plain http to another machine is refused', async () => {
		const { error } = await withBaseUrl('http://signing.example.com/web/v1.4');
		expect(error?.message).toMatch(/Base URL must begin with https:/);
		expect(requested()).toBe(0);
	});

	test('a reference cannot lead out of its place in the path', async () => {
		for (const [value, message] of [
			['../../Account/Info', toldOn(404)],
			['..', /is not a reference/],
			['={{ "" }}', /'Document' is empty/],
		] as const) {
			bench.simulator.requests.length = 0;
			const { error } = await bench.run({
				resource: 'document',
				operation: 'get',
				document: byReference(value),
			});
			expect(error?.message).toMatch(message);
			for (const { operationId } of bench.simulator.requests) {
				expect(operationId).toBe('getDocumentStatus');
			}
		}
	});
});

describe('the stop button', () => {
	let server: Server;
	let arrived: Promise<void>;
	let left: Promise<void>;
	beforeEach(async () => {
		let onArrived: () => void;
		let onLeft: () => void;
		arrived = new Promise((resolve) => (onArrived = resolve));
		left = new Promise((resolve) => (onLeft = resolve));
		server = createServer((request) => {
			onArrived();
			request.socket.on('close', () => onLeft());
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	afterEach(() => {
		server.closeAllConnections();
		server.close();
	});

	test('ends a request that is under way, and starts no other item', async () => {
		const { port } = server.address() as AddressInfo;
		const { run } = await bench.run(
			{ resource: 'account', operation: 'get' },
			{
				items: Array.from({ length: 20 }, () => ({ json: {} })),
				credential: { baseUrl: `http://127.0.0.1:${port}/web/v1.4` },
				stop: (cancel) => void arrived.then(cancel),
			},
		);
		await left;
		expect(run.status).toBe('canceled');
	});
});
