/**
 * What one document costs in requests, calls and bytes: counted in n8n's engine against the simulator.
 * docs/scale.md multiplies it.
 */
import { sendAndAwait, startAwaiting } from '../engine/awaiting.cts';
import { startBench } from '../engine/node.cts';
import { both, dataFile, inDays } from '../engine/samples.cts';
import { ALL, startScene } from '../engine/watch.cts';
import { listen } from '../engine/webhook.cts';

const DOCUMENTS = 1000;
const SIGNED = 50;
const WAITS = 200;
const POLLS = 5;
const FILE = 'confidentiality-agreement.pdf';

export interface Measured {
	/** Requests for a file that is sent, without and with 'Send Once per Reference'. */
	send: { plain: number; once: number };
	/** Calls of the service for a document with two signers, and requests that each costs. */
	callback: { calls: number; requests: number };
	/** An execution that waits: requests until it waits and from then on, and its bytes as n8n stores it. */
	await: { begin: number; end: number; stored: number; held: number };
	/** Bytes of a document in the list of its folder. */
	list: { progress: number; signed: number };
	/** A look of the polling trigger: requests, milliseconds of the processor, bytes of state a document. */
	sweep: { requests: number; cpu: number; stateLeast: number; stateMost: number };
}

export const measure = async (): Promise<Measured> => ({
	send: await measureSend(),
	callback: await measureCallback(),
	await: await measureAwait(),
	...(await measureSweep()),
});

const sending = (options: Record<string, string | boolean>) => ({
	resource: 'smartTag',
	operation: 'send',
	signers: both,
	dueDate: inDays(10),
	options,
});

async function measureSend(): Promise<Measured['send']> {
	const bench = await startBench();
	const requests = async (options: Record<string, string | boolean>) => {
		const items = [await bench.file(dataFile(FILE), FILE)];
		const before = bench.simulator.requests.length;
		const { error } = await bench.run(sending(options), { items });
		if (error) throw new Error(error.message);
		return bench.simulator.requests.length - before;
	};
	const plain = await requests({});
	const once = await requests({ clientReference: 'order-1', oncePerClientReference: true });
	await bench.close();
	return { plain, once };
}

async function measureCallback(): Promise<Measured['callback']> {
	const bench = await startBench();
	const { simulator } = bench;
	const trigger = await listen(simulator);
	const items = [await bench.file(dataFile(FILE), FILE)];
	const webhookUrls = new URL(trigger.productionUrl).origin;
	const { error } = await bench.run(sending({ notifyUrl: trigger.productionUrl }), {
		items,
		credential: { ...simulator.credential, webhookUrls },
	});
	if (error) throw new Error(`${error.message}. ${error.description}`);
	await simulator.settle();
	const [{ reference }] = simulator.documents();
	const before = simulator.requests.length;
	const called = simulator.callbacks.length;
	for (const signer of [1, 2]) {
		await simulator.sign(reference, signer);
		await simulator.settle();
	}
	const calls = simulator.callbacks.length;
	const requests = (simulator.requests.length - before) / (calls - called);
	await trigger.close();
	await bench.close();
	return { calls, requests };
}

function heapUsed(): number {
	if (!global.gc) throw new Error('Run it with --expose-gc');
	global.gc();
	return process.memoryUsage().heapUsed;
}

async function measureAwait(): Promise<Measured['await']> {
	const awaiting = await startAwaiting();
	const { bench, n8n } = awaiting;
	const { simulator } = bench;
	const start = async () => await awaiting.begin(sendAndAwait, await awaiting.contracts(FILE));
	const id = await start();
	const begin = simulator.requests.length;
	const stored = JSON.stringify(n8n.run(id)).length;
	const [[reference]] = awaiting.references(id);
	for (const signer of [1, 2]) {
		await simulator.sign(reference, signer);
		await awaiting.settle();
	}
	if (n8n.status(id) !== 'success') throw new Error(`The wait is '${n8n.status(id)}'`);
	const end = simulator.requests.length - begin;

	for (let count = 0; count < WAITS; count++) await start();
	await awaiting.settle();
	const withTimers = heapUsed();
	// With it go the plans to look again, and what these hold on to.
	await n8n.close();
	const held = (withTimers - heapUsed()) / WAITS;
	await bench.close();
	return { begin, end, stored, held };
}

async function measureSweep(): Promise<Pick<Measured, 'list' | 'sweep'>> {
	const { simulator, client, send, trigger } = await startScene();
	const references = await send(DOCUMENTS);
	const bytesOf = async (folder: string, count: number) => {
		const answer = await client.fetch('GET', `/Document/GetActiveDocuments/${folder}`);
		return (await answer.arrayBuffer()).byteLength / count;
	};
	const progress = await bytesOf('Progress', DOCUMENTS);

	const least = trigger({ events: ['completed'] });
	const most = trigger({ events: ALL });
	for (const polling of [least, most]) await polling.activate();
	const before = simulator.requests.length;
	const { user, system } = process.cpuUsage();
	for (let count = 0; count < POLLS; count++) await least.poll();
	const after = process.cpuUsage();
	const requests = (simulator.requests.length - before) / POLLS;
	const cpu = (after.user + after.system - user - system) / 1000 / POLLS;

	for (const reference of references.slice(0, SIGNED)) {
		for (const signer of [1, 2]) await simulator.sign(reference, signer);
	}
	const signed = await bytesOf('Signed', SIGNED);
	await simulator.close();
	return {
		list: { progress, signed },
		sweep: {
			requests,
			cpu: (cpu / DOCUMENTS) * 1000,
			stateLeast: least.state.length / DOCUMENTS,
			stateMost: most.state.length / DOCUMENTS,
		},
	};
}
