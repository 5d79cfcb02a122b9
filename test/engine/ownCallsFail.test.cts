/**
 * n8n calls itself about what is still open: docs/waiting.md, "How n8n learns of it". One such call that n8n, or what stands
 * in front of it, answers with an error does not end that. n8n's answers: abstract-server.js and waiting-webhooks.js.
 */
import type { Response } from 'express';
import { sleep } from 'n8n-workflow';

import { ana, ben, docxWith } from '../../simulator/testing/files.cts';
import { passTime, realTime } from '../harness/clock.cts';
import { Polling } from '../harness/polling.cts';
import { runTimers } from '../harness/timers.cts';
import { sendAndAwait, useAwaiting, type Awaiting } from './awaiting.cts';
import { useFreshCallbacks, type Callbacks } from './callbacks.cts';
import { nodeWith } from './node.cts';
import { inDays } from './samples.cts';

/** More looks than are needed on a busy machine, where one takes longer than a turn here. */
const MANY = 60;

const ANSWERS: Array<[string, (response: Response) => void]> = [
	[
		'503 while its database is away',
		(response) => response.status(503).json({ code: 503, message: 'Database is not ready!' }),
	],
	[
		'500 after a query that failed',
		(response) => response.status(500).json({ code: 0, message: 'Connection terminated' }),
	],
	[
		'409 while it runs',
		(response) =>
			response.status(409).json({ code: 409, message: 'The execution "1" is running already.' }),
	],
	['404 of a gateway', (response) => response.status(404).json({ message: 'no Route matched' })],
	['401 of a gateway', (response) => response.status(401).json({ message: 'Unauthorized' })],
];

describe('an execution that waits', () => {
	let stage: Awaiting;
	const { signWhole } = useAwaiting((own) => (stage = own));
	afterEach(() => {
		stage.n8n.inFront = undefined;
		realTime();
	});

	/** Lets the next look come, and what else the node has put off. */
	const nextLook = async () => {
		passTime(Math.max(0, ...runTimers('resume.ts'), ...runTimers('lookAgain.ts')));
		// The timers' own work begins after this turn.
		await sleep(100);
		await stage.settle();
	};
	const looks = async (count: number, until = () => false) => {
		for (let number = 0; number < count && !until(); number++) await nextLook();
	};
	const begin = async () => {
		stage.n8n.hearsItself = true;
		stage.bench.simulator.readings.callback = 'never';
		return await stage.begin({ ...sendAndAwait, include: [] }, await stage.contracts('Lease.pdf'));
	};

	test.each(ANSWERS)('is looked at again after %s', async (_name, inFront) => {
		const { n8n } = stage;
		const id = await begin();
		const [[reference]] = stage.references(id);
		await looks(7);
		n8n.inFront = inFront;
		await looks(1);
		n8n.inFront = undefined;
		await signWhole(reference);
		await looks(MANY, () => n8n.status(id) !== 'waiting');
		expect(n8n.status(id)).toBe('success');
	});

	test('is looked at again where n8n could not go on with what is signed', async () => {
		const { n8n, bench } = stage;
		const id = await begin();
		const [[reference]] = stage.references(id);
		await looks(5);
		const node = bench.engine.nodeTypes.securedSigning;
		const { webhook } = node;
		let failures = 0;
		node.webhook = async function () {
			const result = await webhook!.call(this);
			if (!result.workflowData || failures++ > 0) return result;
			this.getResponseObject().status(500).json({ code: 0, message: 'Could not be stored' });
			return { noWebhookResponse: true };
		};
		await signWhole(reference);
		await looks(MANY, () => n8n.status(id) !== 'waiting');
		node.webhook = webhook;
		expect([failures, n8n.status(id)]).toEqual([2, 'success']);
	});

	test('is not looked at any more when n8n says three times that it has ended', async () => {
		const { n8n } = stage;
		const id = await begin();
		const [[reference]] = stage.references(id);
		await looks(4);
		stage.bench.simulator.readings.callback = 'json';
		await signWhole(reference);
		await stage.settle();
		expect(n8n.status(id)).toBe('success');
		n8n.calls.length = 0;
		await looks(MANY, () => n8n.calls.length === 3);
		await looks(3);
		expect(n8n.calls.map(({ status }) => status)).toEqual([409, 409, 409]);
	});

	test('where a look takes too long, n8n is not said to be unable to call itself', async () => {
		const { n8n, bench } = stage;
		const warn = jest.spyOn(new Polling(bench.engine, nodeWith({})).logger, 'warn');
		const said = () => warn.mock.calls.filter(([message]) => /own address/.test(message)).length;
		// As n8n is while its own look waits for a slow Secured Signing.
		let waiting = 0;
		n8n.inFront = () => void waiting++;
		const id = await begin();
		const [[reference]] = stage.references(id);
		runTimers('lookAgain.ts');
		while (waiting === 0) await sleep(20);
		for (let quarters = 0; quarters < 1_300; quarters++) {
			runTimers('inTime.ts');
			await sleep(0);
		}
		expect(said()).toBe(0);
		// What is in the way of all calls is said then.
		n8n.inFront = (response) => response.redirect(302, 'https://login.example.com/');
		await looks(MANY, () => said() > 0);
		expect(said()).toBe(1);
		n8n.inFront = undefined;
		warn.mockRestore();
		await signWhole(reference);
		await looks(MANY, () => n8n.status(id) !== 'waiting');
		expect(n8n.status(id)).toBe('success');
	});
});

describe('the callback trigger', () => {
	let own: Callbacks;
	const { call, again, started, turn } = useFreshCallbacks((callbacks) => (own = callbacks));

	/** Lets the next calls of n8n to itself come, as soon as they are planned: after how many minutes. */
	const nextCalls = async () => {
		for (;;) {
			const delays = await again();
			if (delays.length > 0) return delays.map((delay) => Math.round(delay / 60_000));
			await turn();
		}
	};
	const events = () => started().map(({ event }) => event);
	/** A signed contract, of which a call came while the service could not be read. */
	const calledInVain = async () => {
		const { client, simulator } = own;
		const reference = await client.upload('Lease.docx', docxWith(ana, ben));
		const json = { DocumentReferences: [reference], DueDate: inDays(7) };
		await client.json('POST', '/SmartTag/Send2', { json });
		for (const signer of [1, 2]) await simulator.sign(reference, signer);
		simulator.faults.choose(() => ({ kind: 'gateway', status: 503 }));
		expect(await call({ DocumentReference: reference })).toBe(503);
		simulator.faults.clear();
	};

	test('is called again where n8n failed at its own call', async () => {
		await calledInVain();
		const { trigger } = own;
		const { nodeType } = trigger;
		const webhook = async () => await Promise.reject(new Error('Connection terminated'));
		trigger.nodeType = { ...nodeType, description: nodeType.description, webhook };
		expect(await nextCalls()).toEqual([5]);
		trigger.nodeType = nodeType;
		expect(await nextCalls()).toEqual([10]);
		expect(events()).toEqual(['completed']);
	});

	test('is called again where the credential could not be read at its own call', async () => {
		await calledInVain();
		const { credential } = own.trigger;
		const { apiSecret } = credential;
		const away = () => {
			throw new Error('The vault is away');
		};
		Object.defineProperty(credential, 'apiSecret', { ...ENUMERABLE, get: away });
		expect(await nextCalls()).toEqual([5]);
		Object.defineProperty(credential, 'apiSecret', {
			...ENUMERABLE,
			writable: true,
			value: apiSecret,
		});
		expect(await nextCalls()).toEqual([10]);
		expect(events()).toEqual(['completed']);
	});
});

const ENUMERABLE = { enumerable: true, configurable: true };
