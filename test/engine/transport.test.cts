import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { faultKinds, type Fault } from '../../simulator/index.cts';
import { startBench, type Bench } from './node.cts';
import { both, byReference, dataFile, documentList, inDays } from './samples.cts';

let bench: Bench;
let reference: string;

beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(async () => {
	bench.simulator.faults.clear();
	reference = await upload('contract.pdf');
	bench.simulator.requests.length = 0;
	bench.simulator.elsewhere.requests.length = 0;
});

const upload = async (name: string) => {
	const file = await bench.file(dataFile('confidentiality-agreement.pdf'), name);
	const { items, error } = await bench.run(
		{ resource: 'document', operation: 'upload' },
		{ items: [file] },
	);
	if (error) throw new Error(error.message);
	return items[0].json.documentReference as string;
};

const read = (requestOptions = {}) =>
	bench.run({
		resource: 'document',
		operation: 'get',
		document: byReference(reference),
		requestOptions,
	});
const send = (requestOptions = {}) =>
	bench.run({
		resource: 'smartTag',
		operation: 'send',
		documentsFrom: 'documents',
		documents: documentList(reference),
		signers: both,
		dueDate: inDays(5),
		// Requests are counted here, and this would be one more.
		options: { checkIfSent: false },
		requestOptions,
	});
const download = (requestOptions = {}) =>
	bench.run({
		resource: 'document',
		operation: 'download',
		document: byReference(reference),
		requestOptions,
	});

const sends = () => bench.simulator.documents().find((held) => held.reference === reference)!.sends;
const requested = () => bench.simulator.requests.length;

const SECRETS = /simulator-api-key|simulator-api-secret|[A-Za-z0-9+/]{43}=/;

const faults: Array<[string, Fault, RegExp, RegExp]> = [
	[
		'401',
		{ kind: 'unauthorized' },
		/did not accept the credential/,
		/API Key, API Secret and Domain.*OAuth 2 is off/,
	],
	['402', { kind: 'paymentRequired' }, /on hold until it is paid/, /Settle the account/],
	['404', { kind: 'notFound' }, /could not find/, /retention/],
	['413', { kind: 'tooLarge' }, /too large/, /Send a smaller file/],
	['426', { kind: 'planExhausted' }, /no documents left/, /Upgrade the plan/],
	[
		'500 with a web page',
		{ kind: 'serverErrorHtml' },
		/could not handle the request \(status 500\)$/,
		/again/,
	],
	[
		'a redirect',
		{ kind: 'redirect' },
		/redirected to http:\/\/127\.0\.0\.1:\d+.*not followed/,
		/would send your API key and the request's signature to the other address.*a proxy or login page of your network probably answered/,
	],
	[
		'a clock that is off',
		{ kind: 'clockSkew', seconds: 600 },
		/did not accept the credential/,
		/clock is \d+ seconds behind/,
	],
	[
		'a clock that is off the other way',
		{ kind: 'clockSkew', seconds: -600 },
		/did not accept/,
		/clock is \d+ seconds ahead of/,
	],
];

describe('what is refused is told once, with what to do', () => {
	describe.each([
		['a read', read, 'getDocumentStatus'],
		['a send', send, 'sendSmartTag2'],
		['a download', download, 'downloadDocument'],
	] as const)('%s', (_kind, act, operation) => {
		// A send that was answered with 500 may have gone out, and is looked up.
		const refusals = faults.filter(([, { kind }]) => act !== send || kind !== 'serverErrorHtml');
		test.each(refusals)('%s', async (_fault, fault, message, description) => {
			bench.simulator.faults.add({ ...fault, operation });
			// Such a refusal is certain where a look at the account is refused in the same way, in the service's own words.
			const isAlike = act === send && !['planExhausted', 'tooLarge'].includes(fault.kind);
			const isLookedFor = isAlike && fault.kind === 'redirect';
			// Before a send, the account is asked how late a due date may be.
			const looks = act === send ? 1 : 0;
			if (isAlike) {
				bench.simulator.faults.add({ ...fault, operation: 'getAccountInfo', times: 1 + looks });
			}
			const begun = Date.now();
			const { error, items } = await act();
			expect(items).toEqual([]);
			const [, off] = /clock is (\d+) seconds/.exec(error?.description ?? '') ?? [];
			// The header drops up to a second, the words round, and the answer takes its time.
			const late = (Date.now() - begun) / 1000 + 2;
			if (off !== undefined) expect(Math.abs(Number(off) - 600)).toBeLessThanOrEqual(late);
			expect(error?.message).toMatch(message);
			expect(error?.description).toMatch(description);
			expect(error?.context?.itemIndex).toBe(0);
			const asked = bench.simulator.requests.map(({ operationId }) => operationId);
			expect(asked.filter((id) => id === operation)).toHaveLength(1);
			// A change that is too large looks the account's limit up; nothing else costs another request.
			const isLookedUp = isAlike || (fault.kind === 'tooLarge' && act === send);
			if (isLookedFor) {
				const lookUps = asked.slice((isLookedUp ? 2 : 1) + looks);
				expect(new Set(lookUps)).toEqual(new Set(['getDocumentStatus', 'getActiveDocuments']));
			} else {
				expect(requested()).toBe((isLookedUp ? 2 : 1) + looks);
			}
			expect(bench.simulator.elsewhere.requests).toEqual([]);
			expect(JSON.stringify(error)).not.toMatch(SECRETS);
		});
	});
});

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
		const { items } = await read({ timeout: 1 });
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

describe('a send is never tried again', () => {
	const sendRequests = () =>
		bench.simulator.requests.filter(({ operationId }) => operationId === 'sendSmartTag2');

	// What becomes of it is looked up instead: sendOnce.test.cts.
	test.each<[string, Fault]>([
		['answered by 500 with a web page', { kind: 'serverErrorHtml' }],
		['answered by 503', { kind: 'gateway', status: 503 }],
		['cut before it took effect', { kind: 'cutBefore' }],
	])(
		'%s',
		async (_what, fault) => {
			bench.simulator.faults.add({ ...fault, operation: 'sendSmartTag2' });
			const { error, items } = await send();
			expect(items).toEqual([]);
			expect(error?.message).toBe('Nothing was sent for signing');
			expect(error?.context?.itemIndex).toBe(0);
			expect(JSON.stringify(error)).not.toMatch(SECRETS);
			expect(sendRequests()).toHaveLength(1);
			expect(sends()).toBe(0);
		},
		30_000,
	);

	test.each<[string, Fault]>([
		['cut after it took effect', { kind: 'cutAfter' }],
		['answered with half a page', { kind: 'wrongBody', body: 'truncated' }],
		['answered with half of a JSON text', { kind: 'wrongBody', body: 'truncatedJson' }],
		['answered with a web page', { kind: 'wrongBody', body: 'html' }],
		['answered with nothing', { kind: 'wrongBody', body: 'empty' }],
		['not answered in time', { kind: 'delay', seconds: 20 }],
	])('%s', async (_what, fault) => {
		bench.simulator.faults.add({ ...fault, operation: 'sendSmartTag2' });
		// Long enough for a busy machine: the send has to arrive before it is given up.
		const { items, error } = await send(fault.kind === 'delay' ? { timeout: 5 } : {});
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ documentReference: reference, recovered: true });
		expect(sendRequests()).toHaveLength(1);
		expect(sends()).toBe(1);
	});

	test('an upload that is cut', async () => {
		const held = bench.simulator.documents().length;
		bench.simulator.faults.add({ kind: 'cutAfter', operation: 'uploadDocument' });
		await expect(upload('once.pdf')).rejects.toThrow(/was cut before its answer arrived/);
		expect(bench.simulator.documents()).toHaveLength(held + 1);
	});
});

describe('too many requests: nothing was done, so even a send is tried again', () => {
	const busy = { kind: 'tooManyRequests', retryAfter: 0 } as const;

	test('a send', async () => {
		bench.simulator.faults.add({ ...busy, operation: 'sendSmartTag2', times: 2 });
		const { error, items } = await send();
		expect(error).toBeUndefined();
		expect(items[0].json).not.toHaveProperty('recovered');
		expect(sends()).toBe(1);
	});

	test('an upload, from the beginning of the file', async () => {
		const held = bench.simulator.documents().length;
		bench.simulator.faults.add({ ...busy, operation: 'uploadDocument' });
		await upload('patient.pdf');
		expect(bench.simulator.documents()).toHaveLength(held + 1);
	});

	test('no longer than the builder wants', async () => {
		bench.simulator.faults.add({ ...busy, operation: 'sendSmartTag2', times: 10 });
		const { error } = await send({ retries: 1 });
		expect(error?.message).toMatch(/Too many requests/);
		expect(error?.description).toMatch(/Nothing was sent or changed/);
		// With one for the account.
		expect(requested()).toBe(3);
		expect(sends()).toBe(0);
	});

	test('the whole run holds back, not the one item', async () => {
		bench.simulator.faults.add({ ...busy, retryAfter: 2, operation: 'getDocumentStatus' });
		const items = Array.from({ length: 20 }, () => ({ json: {} }));
		const get = { resource: 'document', operation: 'get', document: byReference(reference) };
		const requestOptions = { itemsAtATime: 4 };
		const result = await bench.run({ ...get, requestOptions }, { items });
		expect(result.items).toHaveLength(20);
		const { requests } = bench.simulator;
		const turnedAway = requests.find(({ status }) => status === 429)!;
		const since = requests.filter(({ at }) => at > turnedAway.at);
		// What was under way already still arrives; all else comes when the pause is over.
		const early = since.filter(({ at }) => Number(at) - Number(turnedAway.at) < 1_900);
		expect(early.length).toBeLessThan(4);
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
		expect(error?.message).toMatch(/cannot be read/);
	});

	test("the service's message on a refusal", async () => {
		const { error } = await bench.run({
			resource: 'document',
			operation: 'download',
			document: byReference('123'),
		});
		expect(error?.message).toMatch(/could not find what was asked for: “.+”/);
	});
});

describe('service errors of every form', () => {
	afterEach(() => {
		bench.simulator.readings.errorBody = 'envelope';
	});

	test.each([
		['envelope', /could not find what was asked for: “.+”$/],
		['camel', /could not find what was asked for: “.+”$/],
		['text', /could not find what was asked for: “.+”$/],
		['empty', /could not find what was asked for$/],
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
		expect(error?.message).toBe('Secured Signing cannot be reached');
		expect(error?.description).toMatch(/Nothing was sent/);
	});

	test('plain http to another machine is refused', async () => {
		const { error } = await withBaseUrl('http://signing.example.com/web/v1.4');
		expect(error?.message).toMatch(/Base URL cannot be used/);
		expect(requested()).toBe(0);
	});

	test('a reference cannot lead out of its place in the path', async () => {
		for (const [value, message] of [
			['../../Account/Info', /could not find/],
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

test('every fault of the simulator is met above', () => {
	const met = [
		'unauthorized',
		'paymentRequired',
		'notFound',
		'tooLarge',
		'planExhausted',
		'serverErrorHtml',
		'redirect',
		'clockSkew',
		'tooManyRequests',
		'gateway',
		'cutBefore',
		'cutAfter',
		'wrongBody',
		'delay',
	];
	expect(met.sort()).toEqual([...faultKinds].sort());
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
