/**
 * Checks what the Secured Signing Trigger knows where n8n keeps it: over a rename, a pause, a restart, and
 * in a copy of its workflow. n8n 2 can keep it in two ways.
 */
import assert from 'node:assert/strict';
import { check } from '../harness/check.mts';
import { credentialOf } from '../n8n/examples.mts';
import type { N8n, Workflow } from '../n8n/instance.mts';
import { Owner, type Account } from '../n8n/owner.mts';
import { startServer, type N8nServer } from '../n8n/server.mts';
import { changeWorkflow, publish, readWorkflow, unpublish } from '../n8n/workflows.mts';
import { startSimulator, type Simulator } from '../n8n/simulator.mts';
import { sendLease } from '../n8n/sending.mts';
import type { Stage } from '../n8n/stage.mts';
import type { PartByItself } from './part.mts';
import { everySeconds, toldOf, triggerWorkflow, type Setting } from '../n8n/telling.mts';
import { until } from '../n8n/until.mts';

const EVENTS = ['sent', 'signed', 'completed'];
const RENAMED = 'Contracts';
/** Several times what a look takes and the time to the next one, a minute, also where others keep the machine busy. */
const LIMIT = 300_000;

/** Where n8n keeps what a trigger knows. */
interface Memory {
	id: string;
	words: string;
	settings: NodeJS.ProcessEnv;
}

const STATIC_DATA: Memory = { id: 'polled', words: 'static data', settings: {} };
const DURABLE: Memory = {
	id: 'polled-durably',
	words: 'durable cursors',
	settings: {
		N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
		// What n8n wants for them besides.
		N8N_SCHEDULER_ENABLED: 'true',
		N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
		N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true',
	},
};
const MEMORIES: Record<number, Memory[]> = { 1: [STATIC_DATA], 2: [STATIC_DATA, DURABLE] };

/** What a workflow has to tell, and that it tells that and no more. */
class Book {
	private readonly due: Array<[string, string]> = [];
	private readonly repeatable = new Set<string>();

	constructor(
		private readonly simulator: Simulator,
		private readonly id: string,
	) {}

	expect(reference: string, ...events: string[]): void {
		for (const event of events) this.due.push([event, reference]);
	}

	/** What is found of a document that ends while the workflow is published may be told again: docs/waiting-in-detail.md. */
	mayRepeat(reference: string): void {
		this.repeatable.add(reference);
	}

	private told(): Array<[string, string]> {
		const ended = new Set<string>();
		return toldOf(this.simulator, this.id).filter(([event, reference]) => {
			const isRepeat = this.repeatable.has(reference) && ended.has(reference);
			if (event === 'completed') ended.add(reference);
			return !isRepeat;
		});
	}

	isTrue(): void {
		assert.deepEqual(this.told(), this.due);
	}

	async becomesTrue(): Promise<void> {
		const isThere = () => this.told().length >= this.due.length || undefined;
		// What is told instead is said by the comparison.
		await until('word of it', isThere, LIMIT).catch(() => {});
		this.isTrue();
	}
}

/** What n8n logs of a first look that failed. */
const OUTAGE = 'Secured Signing cannot be asked now';

/** Waits for so many looks that begin after now. */
const looks = async ({ requests }: Simulator, count: number): Promise<void> => {
	const begun = () => requests.filter(({ path }) => path.endsWith('/Signed')).length;
	const before = begun();
	await until('look', () => begun() >= before + count || undefined, LIMIT);
};

/** From now on each list holds what nobody can follow. */
const spoilLists = ({ faults }: Simulator): void =>
	faults.spoil((answer, { operationId }) =>
		operationId === 'getActiveDocuments'
			? [...(answer as unknown[]), null, {}, { Name: 'Odd.docx' }, { Signers: [null] }]
			: answer,
	);

const renamed = ({ nodes, connections }: Workflow) => {
	const { Trigger, ...others } = connections as Record<string, unknown>;
	return {
		nodes: nodes.map((node) => (node.name === 'Trigger' ? { ...node, name: RENAMED } : node)),
		connections: { ...others, [RENAMED]: Trigger },
	};
};

const lateId = (id: string) => `${id}-in-an-outage`;

/** Begins to watch while the lists cannot be read, and a document is sent. */
const startInOutage = async (
	owner: Owner,
	server: N8nServer,
	simulator: Simulator,
	id: string,
): Promise<void> => {
	simulator.faults.choose(({ operationId }) =>
		operationId === 'getActiveDocuments' ? { kind: 'serverErrorHtml' } : undefined,
	);
	await publish(owner, id);
	// A look asks more than once before it gives up, and with durable cursors n8n does not wait for it.
	const hasFailed = () => server.log().some(({ message }) => message.includes(OUTAGE)) || undefined;
	await until('first look that fails', hasFailed, LIMIT);
	const reference = await sendLease(simulator);
	simulator.faults.clear();
	// What came shortly before is told as well.
	const told = () => toldOf(simulator, id).filter(([, ofWhich]) => ofWhich === reference);
	await until('word of it', () => told().length > 0 || undefined, LIMIT);
	await looks(simulator, 2);
	assert.deepEqual(told(), [['sent', reference]]);
	await unpublish(owner, id);
};

const play = async (
	n8n: N8n,
	account: Account,
	setting: Setting,
	{ id, words }: Memory,
): Promise<void> => {
	const { simulator } = setting;
	const [book, copyBook] = [new Book(simulator, id), new Book(simulator, `${id}-copy`)];
	let server = await startServer(n8n);
	try {
		const owner = await Owner.logIn(server.origin, account);
		await check(
			`${words}: started in an outage, it tells what came after`,
			async () => await startInOutage(owner, server, simulator, lateId(id)),
		);
		const lease = await check(
			`${words}: the trigger tells what happens, beside malformed documents`,
			async () => {
				const before = await sendLease(simulator);
				await publish(owner, id);
				await looks(simulator, 1);
				spoilLists(simulator);
				const reference = await sendLease(simulator);
				book.expect(reference, 'sent');
				await book.becomesTrue();
				await simulator.sign(reference);
				book.expect(reference, 'signed');
				await book.becomesTrue();
				await simulator.sign(before);
				book.expect(before, 'signed');
				await book.becomesTrue();
				return reference;
			},
		);
		if (!lease) return;

		await check(`${words}: with another name it goes on where it stopped`, async () => {
			await changeWorkflow(owner, id, renamed(await readWorkflow(owner, id)));
			await simulator.sign(lease);
			// While one is under way: with durable cursors, n8n may drop what it finds.
			await looks(simulator, 1);
			if (words === STATIC_DATA.words) book.mayRepeat(lease);
			await publish(owner, id);
			book.expect(lease, 'signed', 'completed');
			await book.becomesTrue();
		});
		const second = await check(`${words}: so it does after a pause`, async () => {
			await unpublish(owner, id);
			const reference = await sendLease(simulator);
			await simulator.sign(reference);
			await publish(owner, id);
			book.expect(reference, 'sent', 'signed');
			await book.becomesTrue();
			return reference;
		});
		if (!second) return;

		await check(`${words}: and after a restart of n8n; a copy starts anew`, async () => {
			await server.stop();
			// With all that n8n has stored for the first one.
			const copy = { ...(await n8n.exportWorkflow(id)), id: `${id}-copy` };
			await n8n.importWorkflows([copy]);
			await simulator.sign(second);
			server = await startServer(n8n);
			await publish(owner, copy.id);
			book.expect(second, 'signed', 'completed');
			await book.becomesTrue();
			// Of each of the two, one that began after both were there.
			await looks(simulator, 4);
			const reference = await sendLease(simulator);
			for (const each of [book, copyBook]) each.expect(reference, 'sent');
			for (const each of [book, copyBook]) await each.becomesTrue();
		});
		await check(`${words}: nothing is told twice`, async () => {
			await looks(simulator, 4);
			for (const each of [book, copyBook]) each.isTrue();
			assert.deepEqual(simulator.problems, []);
			for (const each of [id, `${id}-copy`]) await unpublish(owner, each);
		});
	} finally {
		await server.stop();
	}
};

export const pollingTrigger = async ({ n8n, account }: Stage): Promise<PartByItself> => {
	const parameters = { events: EVENTS, pollTimes: everySeconds(5) };
	const plays = await Promise.all(
		MEMORIES[n8n.installation.major].map(async (memory) => {
			const simulator = await startSimulator();
			const { id } = memory;
			const credential = { ...credentialOf(simulator.credential), id, name: id };
			return { memory, setting: { simulator, credential } };
		}),
	);
	return {
		credentials: plays.map(({ setting }) => setting.credential),
		workflows: plays.flatMap(({ memory, setting }) =>
			[memory.id, lateId(memory.id)].map((id) =>
				triggerWorkflow(setting, id, 'securedSigningTrigger', parameters),
			),
		),
		play: async () => {
			for (const { memory, setting } of plays) {
				await play(n8n.with(memory.settings), account, setting, memory);
			}
		},
		close: async () => {
			await Promise.all(plays.map(async ({ setting }) => await setting.simulator.close()));
		},
	};
};
