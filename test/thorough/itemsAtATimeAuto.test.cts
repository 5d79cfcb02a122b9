/**
 * docs/operations, Items at a Time (Auto): "starts at 5, rises to 50 at most while Secured Signing answers quickly, and
 * drops at once after 'too many requests' or a timeout". When an answer is slower is a matter of unit tests: here
 * no time passes for whoever measures it.
 */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { NodeParameterValueType } from 'n8n-workflow';

import { AdaptiveLimit } from '../../nodes/SecuredSigning/shared/adaptiveLimit.ts';
import { Polling } from '../harness/polling.cts';
import { nodeWith, startBench, type Bench } from '../engine/node.cts';
import { byReference } from '../engine/samples.cts';

interface Asked {
	reference: string;
	/** How many there were before. */
	before: number;
}

let bench: Bench;
let server: Server;
/** The status of what is refused; 0 is no answer at all. */
let refusal: (asked: Asked) => number | undefined;
let asked: Asked[];
let inFlight: number;
let mostInFlight: number;
let limits: number[];

const answer = (response: ServerResponse, { reference, before }: Asked) => {
	const status = refusal({ reference, before }) ?? 200;
	if (status === 0) return;
	response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '1' });
	const document = { Name: `${reference}.pdf`, Reference: reference, Status: 'Signing', GMT: '0' };
	response.end(JSON.stringify(status === 200 ? document : { Message: 'No' }));
};

beforeAll(async () => {
	bench = await startBench();
	bench.records = false;
	server = createServer((request, response) => {
		const one = { reference: String(request.url?.split('/').at(-1)), before: asked.length };
		asked.push(one);
		mostInFlight = Math.max(mostInFlight, ++inFlight);
		response.on('close', () => inFlight--);
		setTimeout(() => answer(response, one), 30);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { logger } = new Polling(bench.engine, nodeWith({}));
	jest.spyOn(logger, 'debug').mockImplementation((message) => {
		const limit = /items at a time: (\d+)$/.exec(message)?.[1];
		if (limit) limits.push(Number(limit));
	});
	const { answered } = AdaptiveLimit.prototype;
	jest.spyOn(AdaptiveLimit.prototype, 'answered').mockImplementation(function (
		this: AdaptiveLimit,
		request,
	) {
		answered.call(this, request, 0);
	});
});
beforeEach(() => {
	refusal = () => undefined;
	asked = [];
	limits = [];
	inFlight = 0;
	mostInFlight = 0;
});
afterAll(async () => {
	server.close();
	server.closeAllConnections();
	await bench.close();
});

const references = Array.from({ length: 300 }, (_, item) => String(1000 + item));

const run = async (
	requestOptions: NodeParameterValueType = { itemsAtATimeAuto: true },
	count = 300,
) => {
	const { port } = server.address() as AddressInfo;
	return await bench.run(
		{
			resource: 'document',
			operation: 'get',
			document: byReference('={{ $json.reference }}'),
			requestOptions,
		},
		{
			items: references.slice(0, count).map((reference) => ({ json: { reference } })),
			credential: { baseUrl: `http://127.0.0.1:${port}/web/v1.4` },
		},
	);
};
const found = (items: Awaited<ReturnType<typeof run>>['items']) =>
	items.map(({ json, pairedItem }) => [json.documentReference, pairedItem]);
const inOrder = references.map((reference, item) => [reference, { item }]);

test('a service that stays quick is asked more and more, 50 at most', async () => {
	const { items, error } = await run();
	expect(error).toBeUndefined();
	expect(found(items)).toEqual(inOrder);
	expect(asked).toHaveLength(references.length);
	expect(limits).toEqual([10, 20, 40, 50]);
	expect(mostInFlight).toBeGreaterThan(5);
	expect(mostInFlight).toBeLessThanOrEqual(50);
});

test("without it, and with 'Items at a Time' alone, the number stays", async () => {
	for (const [options, most] of [
		[{}, 5],
		[{ itemsAtATimeAuto: false, itemsAtATime: 7 }, 7],
	] as const) {
		mostInFlight = 0;
		await run(options, 40);
		expect(mostInFlight).toBeLessThanOrEqual(most);
	}
	expect(limits).toEqual([]);
});

test("it overrides 'Items at a Time'", async () => {
	await run({ itemsAtATimeAuto: true, itemsAtATime: 1 });
	expect(limits).toEqual([10, 20, 40, 50]);
});

test('"too many requests" halves it at once, requests of begun items included, and no item is lost', async () => {
	refusal = ({ before }) => (before >= 150 && before < 170 ? 429 : undefined);
	const { items, error } = await run();
	expect(error).toBeUndefined();
	expect(found(items)).toEqual(inOrder);
	const fall = limits.findIndex((limit, index) => limit < limits[index - 1]);
	expect(limits[fall]).toBe(Math.floor(limits[fall - 1] / 2));
	expect(limits.every((limit) => limit <= 50)).toBe(true);
	// Then by one a round.
	expect(limits[fall + 1] - limits[fall]).toBeLessThanOrEqual(1);
});

test('a service that stands fifteen at once gets no more than what it stands, soon', async () => {
	refusal = () => (inFlight > 15 ? 429 : undefined);
	const { items, error } = await run();
	expect(error).toBeUndefined();
	expect(found(items)).toEqual(inOrder);
	expect(Math.max(...limits.slice(limits.indexOf(20) + 1))).toBeLessThanOrEqual(20);
});

test('a request that is not answered in time halves it as well', async () => {
	refusal = ({ before }) => (before === 100 ? 0 : undefined);
	const { items, error } = await run({ itemsAtATimeAuto: true, timeout: 3 });
	expect(error).toBeUndefined();
	expect(found(items)).toEqual(inOrder);
	const fall = limits.findIndex((limit, index) => limit < limits[index - 1]);
	expect(limits[fall]).toBe(Math.floor(limits[fall - 1] / 2));
});

test('after a failure nothing new is started, and what is under way is waited for', async () => {
	let open = 0;
	refusal = ({ reference }) => {
		if (reference !== '1120') return undefined;
		open = inFlight;
		return 404;
	};
	const { error } = await run();
	expect(error?.context?.itemIndex).toBe(120);
	const at = asked.findIndex(({ reference }) => reference === '1120');
	const after = asked.length - at - 1;
	expect(after).toBeLessThan(100);
	expect(open).toBeLessThanOrEqual(50);
	expect(asked.length).toBeLessThan(references.length);
});
