/**
 * A wait that survives: executions wait for signatures in a real n8n, n8n is killed, is started again,
 * and every document is signed. Each execution goes on, once, with its own document, and no document
 * is sent again.
 *
 * `npm run test:wait`; `-- --executions 10` for fewer, `-- --n8n 1.123.81` for the other line of n8n.
 */
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import {
	answersIn,
	awaitingWorkflow,
	documentOf,
	finishes,
	startAwaiting,
	toldBy,
} from '../n8n/awaiting.mts';
import { check } from '../harness/check.mts';
import { prepareFiles } from '../n8n/examples.mts';
import { Executions } from '../n8n/executions.mts';
import { N8N_VERSIONS, versionOf } from '../n8n/install.mts';
import { Owner } from '../n8n/owner.mts';
import { startServer } from '../n8n/server.mts';
import { furnish, onStage, type Stage } from '../n8n/stage.mts';

/** The signers of a document, one after another. */
const SIGNERS = 2;
/** How many callers there are at the same time. */
const CALLERS = 5;

const WORKFLOW = 'a-wait-that-survives';

/** Makes executions until there are so many; returns their ids. */
const startMany = async (count: number, start: () => Promise<string>): Promise<string[]> => {
	const ids: string[] = [];
	let begun = 0;
	const call = async () => {
		while (begun++ < count) ids.push(await start());
	};
	await Promise.all(Array.from({ length: CALLERS }, call));
	return ids;
};

const play = async (stage: Stage, count: number): Promise<void> => {
	const { n8n, simulator, credential, account } = stage;
	const began = Date.now();
	const seen = (what: string): void =>
		console.log(`  ${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${what}`);

	await furnish(stage);
	const [contract] = await prepareFiles(n8n.home);
	const awaiting = { id: WORKFLOW, contract, simulator, credential };
	await n8n.importWorkflows([awaitingWorkflow(awaiting)]);
	await n8n.activate(WORKFLOW);

	const first = await startServer(n8n);
	const executions = new Executions(await Owner.setUp(first.origin, account));
	seen(`n8n ${n8n.installation.version} runs`);

	let ids: string[] = [];
	await check(`${count} executions send their document, and wait`, async () => {
		ids = await startMany(count, async () => await startAwaiting(first.origin, awaiting));
		await executions.untilMany(WORKFLOW, 'waiting', count);
		await simulator.settle();
		assert.equal(new Set(ids).size, count);
		for (const id of ids) assert.equal(documentOf(simulator, id).sends, 1);
		assert.equal(simulator.documents().length, count);
	}).finally(async () => await first.kill());
	seen(`${count} wait; n8n is killed`);
	if (ids.length < count) return;

	const second = await startServer(n8n);
	try {
		seen('n8n runs again');
		await check('they wait after n8n was killed and started again', async () => {
			assert.equal((await executions.untilMany(WORKFLOW, 'waiting', count)).length, count);
			assert.deepEqual(toldBy(simulator), []);
		});

		for (let signer = 1; signer <= SIGNERS; signer++) {
			await check(`they wait until signer ${signer} of ${SIGNERS} has signed`, async () => {
				assert.equal((await executions.untilMany(WORKFLOW, 'waiting', count)).length, count);
				for (const { reference } of simulator.documents()) await simulator.sign(reference, signer);
				await simulator.settle();
			});
			seen(`signer ${signer} has signed ${count} documents`);
		}

		await check('each goes on with its own signed document', async () => {
			await executions.untilMany(WORKFLOW, 'success', count);
			for (const id of ids) await finishes(executions, simulator, id);
		});
		seen(`${toldBy(simulator).length} have gone on`);
		seen(`calls of the service and what n8n answered: ${answersIn(simulator.callbacks)}`);

		await check('each once, and no document was sent again', async () => {
			assert.deepEqual(toldBy(simulator).sort(), ids.sort());
			assert.equal((await executions.list(WORKFLOW)).length, count);
			for (const { name, sends } of simulator.documents()) assert.equal(sends, 1, name);
			assert.equal(simulator.documents().length, count);
			assert.deepEqual(simulator.problems, []);
		});
	} finally {
		await second.stop();
	}
};

const { values } = parseArgs({
	options: {
		executions: { type: 'string', default: '50' },
		n8n: { type: 'string', default: N8N_VERSIONS[0] },
	},
});
const count = Number(values.executions);
if (!Number.isInteger(count) || count < 1) throw new Error('--executions wants a number from 1 on');

await onStage(versionOf(values.n8n), async (stage) => await play(stage, count));
