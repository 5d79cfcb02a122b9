/** n8n's storage of files may hang: no execution, and nobody who waits for its turn, waits for it for ever. */
import { setImmediate as others } from 'node:timers/promises';
import { Readable } from 'node:stream';

import type { INodeParameters } from 'n8n-workflow';

import { binaryData } from '../harness/engine.cts';
import { keepTimers, runTimers } from '../harness/timers.cts';
import { startBench, type Bench } from './node.cts';
import { both, byReference, dataFile, inDays } from './samples.cts';

let bench: Bench;
let dropTimers: () => void;
beforeAll(async () => {
	dropTimers = keepTimers();
	bench = await startBench();
	bench.records = false;
});
afterAll(async () => {
	await bench.close();
	dropTimers();
});
beforeEach(() => void (bench.simulator.requests.length = 0));

const CONTENT = dataFile('confidentiality-agreement.pdf');
const LARGE = Buffer.concat([CONTENT, Buffer.alloc(1024 * 1024)]);
const never = async () => await new Promise<never>(() => {});
const silent = async () => await Promise.resolve(new Readable({ read() {} }));

/** From now on the storage answers this way; the promise is kept when it is asked first. */
async function hang(method: string, answer: () => Promise<unknown>) {
	const storage = (await binaryData()) as unknown as Record<string, unknown>;
	let tell = () => {};
	const asked = new Promise<void>((resolve) => (tell = resolve));
	storage[method] = async () => {
		tell();
		return await answer();
	};
	return { asked, mend: () => void delete storage[method] };
}

const send = {
	resource: 'smartTag',
	operation: 'send',
	signers: both,
	dueDate: inDays(9),
	options: { clientReference: 'hangs', oncePerClientReference: true },
};
const upload = { resource: 'document', operation: 'upload' };
const verify = { resource: 'document', operation: 'verify', source: 'file' };
const attachment = { resource: 'attachment', operation: 'upload', simplify: false };
const download = { resource: 'document', operation: 'download' };

const LOAD = /^n8n could not load “NDA.pdf”: its storage does not answer/;
const STORE = /^n8n could not store “.*\.pdf”: its storage does not answer/;
type Hung = [
	what: string,
	parameters: INodeParameters,
	method: string,
	answer: () => Promise<unknown>,
	content: Buffer,
	message: RegExp,
];
const hung: Hung[] = [
	['the size of a file to send', send, 'getMetadata', never, CONTENT, LOAD],
	['a file to send', send, 'getAsBuffer', never, CONTENT, LOAD],
	['a large file to send', send, 'getAsStream', never, LARGE, LOAD],
	['the rest of a file to send', send, 'getAsStream', silent, LARGE, LOAD],
	['a file to upload', upload, 'getAsBuffer', never, CONTENT, LOAD],
	['the rest of a file to upload', upload, 'getAsStream', silent, LARGE, LOAD],
	['a file to verify', verify, 'getAsBuffer', never, CONTENT, LOAD],
	['an attachment', attachment, 'getAsBuffer', never, CONTENT, LOAD],
	['a file that was downloaded', download, 'store', never, CONTENT, STORE],
];

/** Runs into the storage that hangs, and is ended. */
async function ended(
	[, parameters, method, answer, content]: Hung,
	end: (cancel: () => void) => Promise<void> | void,
) {
	const items = [await bench.file(content, 'NDA.pdf')];
	if (parameters === download) {
		const { items: uploaded } = await bench.run(upload, { items });
		const reference = uploaded[0].json.documentReference as string;
		parameters = { ...download, document: byReference(reference) };
	}
	bench.simulator.requests.length = 0;
	const { asked, mend } = await hang(method, answer);
	try {
		let cancel = () => {};
		let isOver = false;
		const run = bench
			.run(parameters, { items, stop: (given) => (cancel = given) })
			.finally(() => (isOver = true));
		await Promise.race([asked, run]);
		while (!isOver) {
			await end(cancel);
			await others();
		}
		return await run;
	} finally {
		mend();
	}
}

const waited: number[] = [];
const aMinute = () => {
	waited.push(
		...runTimers('shared/inTime.ts', 'files/storage.ts'),
		...runTimers('shared/inTime.ts', 'smartTags/content.ts'),
		...runTimers('http/withIdleTimeout.ts'),
	);
};

describe.each(hung)('%s, for which the storage does not answer', (...one) => {
	test('is told after a minute, by its name', async () => {
		waited.length = 0;
		const { error } = await ended(one, aMinute);
		expect(error?.message).toMatch(one[5]);
		expect(waited.reduce((sum, delay) => sum + delay, 0)).toBeGreaterThanOrEqual(60_000);
		expect(bench.simulator.requests.map(({ operationId }) => operationId)).not.toContain(
			'sendSmartTag2',
		);
	});

	test('is left when the execution is stopped', async () => {
		await ended(one, (cancel) => cancel());
	});
});

test.each([
	['was stopped', (cancel: () => void) => cancel()],
	['gave up', aMinute],
])('a send of the same Client Reference goes out after one that hung and %s', async (_, end) => {
	const items = [await bench.file(CONTENT, 'NDA.pdf')];
	const reference = `hung ${end === aMinute ? 'late' : 'stopped'}`;
	const once = { ...send, options: { ...send.options, clientReference: reference } };
	await ended(['', once, 'getAsBuffer', never, CONTENT, LOAD], end);
	const { items: sent, error } = await bench.run(once, { items });
	expect(error).toBeUndefined();
	expect(sent[0].json.clientReference).toBe(reference);
});
