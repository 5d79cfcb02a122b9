/**
 * The example of a campaign: a worker is killed while it sends, the plan runs out, somebody presses n8n's stop. Each
 * time the same list is submitted again, and in the end each row is sent once.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { check } from '../harness/check.mts';
import { BASIC } from '../examples/place.mts';
import { openMailbox } from '../examples/mailbox.mts';
import { readCsv, sentIn, submitForm } from '../examples/story.mts';
import { credentialOf, readExamples } from '../n8n/examples.mts';
import type { Executions } from '../n8n/executions.mts';
import type { Credential, Workflow } from '../n8n/instance.mts';
import { startSimulator, type Simulator } from '../n8n/simulator.mts';
import { until } from '../n8n/until.mts';
import { begunBy, type Cluster } from './cluster.mts';
import { isSend } from './orders.mts';
import type { Play } from './play.mts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** How many rows the node sends at a time: so many answers are on their way when it is interrupted. */
const HELD = 5;
const HOLD_SECONDS = 3;
/** For the minute between the two looks of the example: longer than an answer is held back. */
const WAIT_SECONDS = 5;
/** What ends a run early: the one that the stop was meant for still sends, or n8n took a busy worker for dead. */
const INTERRUPTED =
	/^Another execution is still sending this list\.|^This execution failed to be processed/;
const MOST_REFUSALS = 50;
/** A thousand rows take some minutes on a busy machine. */
const LIMIT = 1_800_000;
/** n8n waits for the lock of a killed worker, and half a minute more before it believes it. */
const ENDING_LIMIT = 180_000;

export interface Campaign {
	/** With an account of its own. */
	simulator: Simulator;
	workflow: Workflow;
	credentials: Credential[];
	close(): Promise<void>;
}

/** The example as a user sets it up: its credentials chosen. */
export const stageCampaign = async ({ main }: Cluster): Promise<Campaign> => {
	const [simulator, mailbox] = await Promise.all([startSimulator(), openMailbox()]);
	const signing = { ...credentialOf(simulator.credential), id: 'campaign' };
	const examples = await readExamples(main.home, signing);
	const workflow = examples.find(({ id }) => id === 'campaign');
	if (!workflow) throw new Error('there is no example of a campaign');
	const wait = workflow.nodes.find(({ name }) => name === 'Wait a Minute');
	if (!wait) throw new Error('the example does not look twice');
	wait.parameters.amount = WAIT_SECONDS;
	// This account keeps what was declined and what has expired: what it does not list was not sent.
	for (const { parameters } of workflow.nodes) {
		if (parameters.operation === 'reconcile') parameters.keepsDocuments = true;
	}
	const smtp = { host: '127.0.0.1', port: mailbox.port, secure: false, disableStartTls: true };
	return {
		simulator,
		workflow,
		credentials: [
			signing,
			{ id: 'basic', name: 'Basic Auth', type: 'httpBasicAuth', data: BASIC },
			{ id: 'smtp', name: 'SMTP', type: 'smtp', data: smtp },
		],
		close: async () => {
			await simulator.close();
			await mailbox.close();
		},
	};
};

/** A row of the report. */
type Row = Record<string, string>;

/** Submits the list, and reads the report that a run made. */
class Runs {
	readonly ids: string[] = [];
	private readonly numbers: string[];
	private readonly files: Promise<File[]>;

	constructor(
		private readonly origin: string,
		private readonly executions: Executions,
		private readonly workflow: Workflow,
		contract: string,
		count: number,
	) {
		this.numbers = Array.from({ length: count }, (_, i) => `row-${i + 1}`);
		const rows = this.numbers.map((number) => `${number},Person,${number},${number}@example.com`);
		const list = ['number,firstName,lastName,email', ...rows].join('\n');
		this.files = readFile(contract).then((bytes) => [
			new File([list], 'people.csv', { type: 'text/csv' }),
			new File([bytes], basename(contract)),
		]);
	}

	/** Submits the form; returns the id of its execution. */
	async submit(): Promise<string> {
		// Today may be tomorrow where n8n is.
		const yesterday = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
		await submitForm({ origin: this.origin }, this.workflow, [...(await this.files), yesterday]);
		const id = await until('execution of the campaign', async () =>
			(await this.executions.list(this.workflow.id))
				.map((execution) => execution.id)
				.find((one) => !this.ids.includes(one)),
		);
		this.ids.push(id);
		return id;
	}

	/**
	 * Submits it until no other execution is sending it any more; the report, and how often it was refused. On a busy
	 * machine a worker may lose its job, which is one interruption more.
	 */
	async takeUp(): Promise<{ rows: Row[]; refusals: number }> {
		for (let refusals = 0; refusals < MOST_REFUSALS; refusals++) {
			const id = await this.submit();
			const { status, error } = await until(
				'end of a run',
				async () => {
					const execution = await this.executions.read(id);
					return ['success', 'error', 'crashed'].includes(execution.status) ? execution : undefined;
				},
				LIMIT,
			);
			if (status === 'success') return { rows: await this.report(id), refusals };
			assert.match(error?.message ?? '', INTERRUPTED);
		}
		throw new Error(`The list was refused ${MOST_REFUSALS} times`);
	}

	/** The report of an execution: what became of each row, in the order of the list. */
	async report(id: string): Promise<Row[]> {
		const { results } = await this.executions.until(id, 'success', { limit: LIMIT });
		const file = await this.executions.file(results['Make a CSV File'][0]);
		const rows = await readCsv(file.toString());
		assert.deepEqual(
			rows.map(({ number }) => number),
			this.numbers,
		);
		return rows;
	}
}

/** @param count how many rows the list has */
export const playCampaign = async (
	{ simulator, workflow }: Campaign,
	{ setting, executions, workers, contract, seen }: Play,
	startWorker: (number: number) => Promise<Play['workers'][number]>,
	count: number,
): Promise<void> => {
	const runs = new Runs(setting.webhookOrigin, executions, workflow, contract, count);
	const began = Date.now();
	const sent = () => sentIn(simulator).length;
	const those = (rows: Row[], result: string) => rows.filter((row) => row.result === result).length;
	/** Waits until so many rows are sent and some more answers are held back, and interrupts. */
	const interrupted = async (share: number, interrupt: () => Promise<void>) => {
		await until('sends', () => sent() >= count * share || undefined, LIMIT);
		let held = 0;
		simulator.faults.choose((request) =>
			isSend(request) && held++ < HELD ? { kind: 'delay', seconds: HOLD_SECONDS } : undefined,
		);
		await until('sends that are held back', () => held >= HELD || undefined, LIMIT);
		await interrupt();
		simulator.faults.clear();
	};
	simulator.account.DocumentLeft = 2 * count;

	await check(`campaign of ${count} rows: its worker is killed while it sends`, async () => {
		const id = await runs.submit();
		await interrupted(1 / 4, async () => {
			const at = workers.findIndex((worker) => begunBy(worker).includes(id));
			await workers[at].kill();
			seen(`worker ${at + 1} is killed; ${sent()} of ${count} rows are sent`);
			workers[at] = await startWorker(at + 1);
		});
	});
	await check('campaign: the list is submitted again, and the plan runs out', async () => {
		const before = sent();
		const id = await runs.submit();
		await until('sends', () => sent() >= count / 2 || undefined, LIMIT);
		simulator.account.DocumentLeft = 0;
		const rows = await runs.report(id);
		seen(`the plan runs out; ${sent()} rows are sent, ${before} of them before`);
		assert.equal(those(rows, 'sent'), sent());
		assert.equal(those(rows, 'not sent'), count - sent());
		assert.ok(sent() < count, 'the plan ran out too late');
	});
	await check("campaign: it goes on, and n8n's stop is pressed", async () => {
		simulator.account.DocumentLeft = count;
		const id = await runs.submit();
		await interrupted(3 / 4, async () => await executions.stop(id));
		await executions.until(id, 'canceled');
		seen(`n8n shows it as stopped; ${sent()} rows are sent`);
	});
	await check('campaign: each row is sent once, and the report says so', async () => {
		const { rows, refusals } = await runs.takeUp();
		assert.deepEqual(sentIn(simulator), rows.map(({ number }) => number).sort());
		assert.equal(those(rows, 'sent'), count);
		const documents = new Map(
			simulator.documents().map(({ reference, clientReference }) => [reference, clientReference]),
		);
		for (const { number, reference } of rows) assert.equal(documents.get(reference), number);
		const seconds = ((Date.now() - began) / 1000).toFixed(0);
		const left = simulator.documents().length - count;
		seen(
			`${count} rows are sent after 3 interruptions: ${simulator.requests.filter(isSend).length} requests to send of ${simulator.requests.length} in all, ${left} files are left in the InBox, ${seconds} s; refused ${refusals} times, since the stopped execution still sent`,
		);
	});
	await check('campaign: once more, nothing is sent', async () => {
		const before = simulator.requests.filter(isSend).length;
		const rows = await runs.report(await runs.submit());
		assert.equal(those(rows, 'sent'), count);
		assert.equal(simulator.requests.filter(isSend).length, before);
		assert.deepEqual(simulator.problems, []);
	});
	await check('campaign: n8n did not run the killed execution again', async () => {
		const [killed] = runs.ids;
		await until(
			'end of the killed execution',
			async () => {
				const { status } = await executions.read(killed);
				return ['error', 'crashed'].includes(status) || undefined;
			},
			ENDING_LIMIT,
		);
		assert.equal(workers.flatMap(begunBy).filter((id) => id === killed).length, 0);
		assert.equal(new Set(sentIn(simulator)).size, count);
	});
};
