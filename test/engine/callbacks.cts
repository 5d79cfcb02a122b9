/** The callback trigger, switched on, against a simulator: a stage for a file of tests. */
import { passTime, realTime } from '../harness/clock.cts';
import { keepTimers, runTimers } from '../harness/timers.cts';
import { startSimulator, type Simulator } from '../../simulator/index.cts';
import { Client } from '../../simulator/testing/client.cts';
import { ana, ben, docxWith } from '../../simulator/testing/files.cts';
import { inDays } from './samples.cts';
import { listen, type Listening } from './webhook.cts';

/** One for all tests of the file; each test sees its own requests and no fault of another. */
export interface Callbacks {
	simulator: Simulator;
	client: Client;
	trigger: Listening;
}

/** @param take gets the stage before the first test */
export function useCallbacks(take: (callbacks: Callbacks) => unknown) {
	let simulator: Simulator;
	let client: Client;
	let trigger: Listening;
	// What is put off is called again by n8n itself, after minutes.
	let endTimers: () => void;
	beforeAll(async () => {
		endTimers = keepTimers();
		simulator = await startSimulator();
		client = new Client(simulator);
		trigger = await listen(simulator);
		take({ simulator, client, trigger });
	});
	afterAll(async () => {
		endTimers();
		await trigger.close();
		await simulator.close();
	});
	beforeEach(() => {
		simulator.readings.callback = 'json';
		simulator.faults.clear();
		simulator.requests.length = 0;
		trigger.started.length = 0;
		trigger.failed.length = 0;
		trigger.parameters = {};
		Object.assign(trigger.credential, simulator.credential);
	});
	afterEach(() => {
		realTime();
		expect(simulator.problems).toEqual([]);
		const shown = [trigger.started, trigger.failed.map((error) => ({ ...error }))];
		for (const secret of [simulator.credential.apiSecret, simulator.credential.apiKey]) {
			expect(JSON.stringify(shown)).not.toContain(secret);
		}
	});

	const started = () => trigger.started.flat().map(({ json }) => json);
	return {
		/** Sends documents as another program does, all as one package. */
		send: async (NotifyUrl?: string, count = 1) => {
			const references: string[] = [];
			for (let copy = 1; copy <= count; copy++) {
				references.push(await client.upload(`Lease ${copy}.docx`, docxWith(ana, ben)));
			}
			const { PackageReference } = await client.json<{ PackageReference: string }>(
				'POST',
				'/SmartTag/Send2',
				{
					json: {
						DocumentReferences: references,
						DueDate: inDays(7),
						SingleDocumentAsPackage: true,
						NotifyUrl,
					},
				},
			);
			await simulator.settle();
			simulator.requests.length = 0;
			return { reference: references[0], references, packageReference: PackageReference };
		},
		/** One more signer signs. */
		sign: async (reference: string) => {
			await simulator.sign(reference);
			await simulator.settle();
		},
		/** The items with which the workflow was started. */
		started,
		events: () => started().map(({ event }) => event),
	};
}

/**
 * The same, new for each test: for what n8n is to call again by itself, by timers of its own.
 *
 * @param take gets the stage before each test
 */
export function useFreshCallbacks(take: (callbacks: Callbacks) => unknown) {
	let simulator: Simulator;
	let trigger: Listening;
	let endTimers: () => void;
	beforeEach(async () => {
		endTimers = keepTimers();
		simulator = await startSimulator();
		trigger = await listen(simulator);
		take({ simulator, client: new Client(simulator), trigger });
	});
	afterEach(async () => {
		realTime();
		endTimers();
		await trigger.close();
		await simulator.close();
		expect(simulator.problems).toEqual([]);
	});

	const turn = async () => await new Promise((resolve) => setImmediate(resolve));
	const answers = async (count: number) => {
		while (trigger.answered.length < count) await turn();
	};
	return {
		turn,
		/** Calls the trigger as the service does; what it answered. */
		call: async (body: object) => {
			const before = trigger.answered.length;
			const { status } = await callWith(trigger.url, body);
			await answers(before + 1);
			return status;
		},
		/** Lets the time pass after which n8n calls itself, and waits until those calls are answered: the milliseconds. */
		again: async () => {
			const before = trigger.answered.length;
			const delays = runTimers('callAgain.ts');
			passTime(Math.max(0, ...delays));
			await answers(before + delays.length);
			return delays;
		},
		/** The items with which the workflow was started. */
		started: () => trigger.started.flat().map(({ json }) => json),
	};
}

/** Calls an address as the service, or anybody else, may do it. */
export async function callWith(url: string, body?: unknown, type = 'application/json') {
	const answer = await fetch(url, {
		method: body === undefined ? 'GET' : 'POST',
		headers: body === undefined ? {} : { 'content-type': type },
		body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
	});
	return { status: answer.status, text: await answer.text() };
}
