/**
 * docs/operations, Timeout: "How long to wait until an answer is there as a whole". RFC 9110 section 15.2.2: a
 * server that answers 101 switches to another protocol; a client that asked for none waits for an answer in vain.
 */
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';

import { toldOn } from '../harness/told.cts';
import { startBench, type Bench } from './node.cts';
import { both, byReference, dataFile, inDays } from './samples.cts';

const SWITCHING = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n';

let bench: Bench;
let server: Server;
/** The requests that are answered so, by their first line; each once. */
let switched: RegExp | undefined;
/** Whether the connection is closed behind that answer. */
let ends = true;

beforeAll(async () => {
	bench = await startBench();
	bench.records = false;
	const target = new URL(bench.simulator.url);
	server = createServer((socket) => {
		socket.on('error', () => {});
		socket.once('data', (begun) => {
			if (switched?.test(begun.toString('latin1'))) {
				switched = undefined;
				if (ends) socket.end(SWITCHING);
				else socket.write(SWITCHING);
				return;
			}
			const upstream = connect(Number(target.port), target.hostname);
			upstream.on('error', () => {});
			upstream.write(begun);
			socket.pipe(upstream);
			upstream.pipe(socket);
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
});
afterAll(async () => {
	server.close();
	await bench.close();
});

const run = async (parameters: object, timeout = 1) => {
	const { port } = server.address() as AddressInfo;
	const item = await bench.file(dataFile('confidentiality-agreement.pdf'), 'lease.pdf');
	return await bench.run(
		{ ...parameters, requestOptions: { timeout, retries: 0 } },
		{
			items: [item],
			credential: {
				baseUrl: `http://127.0.0.1:${port}${new URL(bench.simulator.url).pathname}`,
			},
		},
	);
};
const sendOnce = (clientReference: string) => ({
	resource: 'smartTag',
	operation: 'send',
	signers: both,
	dueDate: inDays(9),
	options: { clientReference, oncePerClientReference: true },
});

describe.each([
	['closed', true],
	['left open', false],
])('an answer that switches protocols, with the connection %s', (_how, isClosed) => {
	beforeEach(() => {
		ends = isClosed;
	});

	it.each([
		['a look-up', { resource: 'account', operation: 'get' }],
		['a download', { resource: 'document', operation: 'download', document: byReference('1') }],
	])('ends %s with the Timeout', async (_what, parameters) => {
		switched = /^GET/;
		const { error } = await run(parameters);
		expect(error?.message).toBe(toldOn('ETIMEDOUT'));
	});

	it('leaves an upload unconfirmed', async () => {
		switched = /^POST/;
		const { error } = await run({ resource: 'document', operation: 'upload' });
		expect(error?.message).toBe(toldOn('ETIMEDOUT'));
		expect(error?.description).toMatch(/may have been/);
	});

	it('does not keep the next send of that reference waiting', async () => {
		const send = sendOnce(`order-${isClosed}`);
		switched = /^POST \S*SmartTag\/Send/;
		const first = await run(send);
		expect(first.error?.message).toBeDefined();
		const second = await run(send, 60);
		expect(second.error?.message ?? second.items[0].json.documentReference).toBeDefined();
	});
});
