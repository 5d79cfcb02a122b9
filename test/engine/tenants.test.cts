/**
 * A credential whose fields hold expressions is another one for each item: n8n resolves it for the item
 * that is named to `getCredentials(type, itemIndex)`. Nothing may go out from another item's account.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { toldOn } from '../harness/told.cts';
import { startSimulator, type Simulator } from '../../simulator/index.cts';
import { startAwaiting, sendAndAwait } from './awaiting.cts';
import { startBench, storedText, type Bench } from './node.cts';
import { both, byReference, dataFile, inDays } from './samples.cts';

const TENANTS = ['north', 'south', 'west'];
const keys = (tenant: string) => ({
	apiKey: `key-of-${tenant}-0123456789`,
	apiSecret: `secret-of-${tenant}-0123456789`,
});

let bench: Bench;
let tenants: Record<string, Simulator>;
let credential: Record<string, string>;

beforeAll(async () => {
	bench = await startBench();
	bench.records = false;
	const simulatores = await Promise.all(
		TENANTS.map(async (name) => await startSimulator(keys(name))),
	);
	tenants = Object.fromEntries(TENANTS.map((name, n) => [name, simulatores[n]]));
	const addresses = Object.fromEntries(TENANTS.map((name) => [name, tenants[name].url]));
	credential = {
		baseUrl: `={{ (${JSON.stringify(addresses)})[$json.tenant] }}`,
		apiKey: '={{ "key-of-" + $json.tenant + "-0123456789" }}',
		apiSecret: '={{ "secret-of-" + $json.tenant + "-0123456789" }}',
	};
});
afterAll(async () => {
	await Promise.all(Object.values(tenants).map(async (simulator) => await simulator.close()));
	await bench.close();
});
beforeEach(() => {
	for (const { requests, faults } of Object.values(tenants)) {
		requests.length = 0;
		faults.clear();
	}
});

const send = { resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(9) };
const contracts = async (...names: string[]) =>
	await Promise.all(
		names.map(async (tenant) => ({
			...(await bench.file(dataFile('confidentiality-agreement.pdf'), `${tenant}.pdf`)),
			json: { tenant },
		})),
	);
const namesIn = (tenant: string) =>
	tenants[tenant].documents().map(({ name, folder }) => `${name} ${folder}`);

test.each([1, 5])('three items go out from three accounts (%d at a time)', async (itemsAtATime) => {
	const before = TENANTS.map((tenant) => namesIn(tenant).length);
	const { items, error, run } = await bench.run(
		{ ...send, requestOptions: { itemsAtATime } },
		{ items: await contracts(...TENANTS), credential },
	);
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => json.name)).toEqual(TENANTS.map((tenant) => `${tenant}.pdf`));
	TENANTS.forEach((tenant, n) => {
		expect(namesIn(tenant).slice(before[n])).toEqual([`${tenant}.pdf Progress`]);
		for (const { headers, status } of tenants[tenant].requests) {
			expect(headers['x-custom-api-key']).toBe(keys(tenant).apiKey);
			expect(status).toBe(200);
		}
	});
	expect(storedText(run)).not.toMatch(/(key|secret)-of-(north|south|west)-\d/);
});

test('a file is fetched from the account of its own item', async () => {
	const sent = await bench.run(send, { items: await contracts(...TENANTS), credential });
	const download = { resource: 'document', operation: 'download' };
	const { items, error } = await bench.run(
		{ ...download, document: byReference('={{ $json.documentReference }}') },
		{
			items: sent.items.map(({ json }, n) => ({ json: { ...json, tenant: TENANTS[n] } })),
			credential,
		},
	);
	expect(error).toBeUndefined();
	expect(items.map(({ binary }) => Object.values(binary ?? {})[0].fileName)).toEqual(
		TENANTS.map((tenant) => `${tenant}.pdf`),
	);
});

// The second account has no such document: its item is told so, and nothing of the first one's signers.
test.each([
	['north', 'south'],
	['south', 'north'],
])('a document of north is reminded of in its own account alone: %s, %s', async (...order) => {
	const sent = await bench.run(send, { items: await contracts('north'), credential });
	const document = byReference(sent.items[0].json.documentReference);
	for (const { requests } of Object.values(tenants)) requests.length = 0;
	const { items, errorItems } = await bench.run(
		{ resource: 'signer', operation: 'sendReminder', document },
		{
			items: order.map((tenant) => ({ json: { tenant } })),
			credential,
			onError: 'continueErrorOutput',
		},
	);
	expect(items).toMatchObject([
		{ json: { remindedCount: 1 }, pairedItem: { item: order.indexOf('north') } },
	]);
	expect(items[0].json).not.toHaveProperty('recovered');
	expect(errorItems).toHaveLength(1);
	expect(errorItems[0].json.error).toMatch(toldOn(404));
	expect(
		tenants.north.requests.filter(({ operationId }) => operationId === 'sendReminder'),
	).toHaveLength(1);
	expect(tenants.south.requests).not.toEqual([]);
});

test('an item without an account fails alone', async () => {
	const { errorItems, items } = await bench.run(send, {
		items: await contracts('north', 'nobody', 'west'),
		credential,
		onError: 'continueErrorOutput',
	});
	expect(items.map(({ json }) => json.name)).toEqual(['north.pdf', 'west.pdf']);
	expect(errorItems).toHaveLength(1);
	expect(errorItems[0].json.error).toMatch(/Base URL/);
});

test('an account that is asked too much holds back, and the others do not', async () => {
	tenants.north.faults.add({ kind: 'tooManyRequests', retryAfter: 3, operation: 'uploadDocument' });
	const { error } = await bench.run(send, { items: await contracts(...TENANTS), credential });
	expect(error).toBeUndefined();
	const lastOf = (tenant: string) =>
		Math.max(...tenants[tenant].requests.map(({ at }) => Number(at)));
	const uploadsOf = (tenant: string) =>
		tenants[tenant].requests
			.filter(({ operationId }) => operationId === 'uploadDocument')
			.map(({ at }) => Number(at));
	const [turnedAway, again] = uploadsOf('north');
	expect(lastOf('north') - turnedAway).toBeGreaterThanOrEqual(2900);
	for (const tenant of ['south', 'west']) expect(uploadsOf(tenant)[0]).toBeLessThan(again);
});

describe('what an account repeats in a refusal', () => {
	let echo: Server;
	beforeAll(async () => {
		echo = createServer((request, response) => {
			const { 'x-custom-api-key': key, 'x-custom-signature': signature } = request.headers;
			response.writeHead(400, { 'Content-Type': 'application/json' });
			const Message = `key ${String(key)} secret secret-of-south-0123456789 ${String(signature)}`;
			response.end(JSON.stringify({ ResponseStatus: { Message } }));
		});
		await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
	});
	afterAll(async () => await new Promise((resolve) => echo.close(resolve)));

	test('its own secrets are hidden, not those of the first item', async () => {
		const address = `http://127.0.0.1:${(echo.address() as AddressInfo).port}/web/v1.4`;
		const baseUrl = `={{ $json.tenant === 'south' ? '${address}' : '${tenants.north.url}' }}`;
		const { error, run } = await bench.run(
			{ ...send, requestOptions: { itemsAtATime: 1 } },
			{ items: await contracts('north', 'south'), credential: { ...credential, baseUrl } },
		);
		// A sign of Base64 at the beginning of a signature may be left: it is no letter and no digit.
		expect(error?.message).toMatch(/“key \*\*\* secret \*\*\* [+/]*\*\*\*”/);
		expect(storedText(run)).not.toMatch(/(key|secret)-of-south/);
	});
});

test('a mail merge, which is one request, refuses rows of different accounts', async () => {
	const merge = {
		resource: 'mailMerge',
		operation: 'send',
		document: byReference('1'),
		dueDate: inDays(9),
	};
	const rows = ['north', 'north', 'south'].map((tenant) => ({ json: { tenant } }));
	const { error } = await bench.run(merge, { items: rows, credential });
	expect(error?.message).toMatch(/Item 0 and item 2 .* have different Secured Signing accounts/);
	expect(Object.values(tenants).flatMap(({ requests }) => requests)).toEqual([]);
});

test('a wait, which n8n ends without the items, is refused before anything is sent', async () => {
	const stage = await startAwaiting();
	const stored = stage.bench.engine.credentials.securedSigningApi;
	try {
		stage.bench.engine.credentials.securedSigningApi = { ...stored, ...credential };
		const items = await contracts(...TENANTS);
		const id = await stage.begin(sendAndAwait, items, 'continueErrorOutput');
		expect(stage.n8n.status(id)).toBe('success');
		const [output, failed] = stage.n8n.run(id).resultData.runData['Secured Signing'][0].data!.main;
		expect(output ?? []).toEqual([]);
		expect(failed).toHaveLength(3);
		expect(failed![0].json.error).toMatch(/credential contains an expression/);
		expect(failed![0].json.message).toMatch(/This item was not sent/);
		expect(Object.values(tenants).flatMap(({ requests }) => requests)).toEqual([]);
	} finally {
		await stage.close();
	}
});
