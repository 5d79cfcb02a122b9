/**
 * Checks an n8n that is killed in the middle of a send: n8n offers "Retry" for that execution, begins it from the start,
 * and has kept nothing of what the node did.
 */
import assert from 'node:assert/strict';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { check } from '../harness/check.mts';
import { Executions } from '../n8n/executions.mts';
import {
	readFiles,
	respond,
	securedSigning,
	sendingFile,
	webhook,
	workflowOf,
} from '../n8n/nodes.mts';
import { Owner } from '../n8n/owner.mts';
import { startServer } from '../n8n/server.mts';
import type { Stage } from '../n8n/stage.mts';
import { UNCONFIRMED } from '../n8n/told.mts';
import { until } from '../n8n/until.mts';
import { callWebhook } from '../n8n/webhook.mts';
import { publish } from '../n8n/workflows.mts';
import type { PartByItself } from './part.mts';

const ID = 'killed';
const FILES = ['agreement', 'lease', 'nondisclosure', 'offer'];
/** At which of them n8n is killed. */
const KILLED_AT = 3;
/** n8n takes a while to notice that an execution of its life before has ended. */
const LIMIT = 120_000;

export const killed = async (stage: Stage, contract: string): Promise<PartByItself> => {
	const { n8n, credential } = stage;
	const folder = join(n8n.home.files, ID);
	await mkdir(folder, { recursive: true });
	for (const name of FILES) await copyFile(contract, join(folder, `killed-${name}.pdf`));
	const send = {
		...securedSigning('Send', credential, {
			...sendingFile,
			requestOptions: { itemsAtATime: 1 },
		}),
		onError: 'continueErrorOutput' as const,
	};
	const nodes = [
		webhook(ID, { responseMode: 'responseNode' }),
		respond,
		readFiles('Read', join(folder, '*.pdf')),
		send,
	];
	return { workflows: [workflowOf(ID, nodes)], play: async () => await checkKilled(stage) };
};

const checkKilled = async ({ n8n, simulator, account }: Stage): Promise<void> => {
	/** How often each of the files was sent. */
	const sends = () =>
		FILES.map((name) =>
			simulator
				.documents()
				.filter((document) => document.name.startsWith(`killed-${name}`))
				.reduce((sum, document) => sum + document.sends, 0),
		);
	let posts = 0;
	simulator.faults.choose(({ operationId }) =>
		operationId === 'sendSmartTag2' && ++posts === KILLED_AT
			? { kind: 'delay', seconds: 600 }
			: undefined,
	);
	const first = await startServer(n8n);
	let id = '';
	try {
		const owner = await Owner.logIn(first.origin, account);
		await publish(owner, ID);
		const { execution } = (await callWebhook(first.origin, ID, {})) as { execution: string };
		id = execution;
		await until('the third send', () => posts >= KILLED_AT || undefined);
	} finally {
		await first.kill();
		simulator.faults.clear();
	}
	const before = sends();

	const second = await startServer(n8n);
	try {
		const owner = await Owner.logIn(second.origin, account);
		const executions = new Executions(owner);
		await check('n8n is killed while it sends: a retry sends nothing a second time', async () => {
			const isOver = async () => (await executions.read(id)).status === 'crashed' || undefined;
			await until('the end of the killed execution', isOver, LIMIT);
			assert.equal(before.reduce((sum, sent) => sum + sent, 0) >= KILLED_AT - 1, true);
			await executions.retry(id);
			const isRetried = async () =>
				(await executions.list(ID, ['success', 'error'])).find(({ retryOf }) => retryOf === id);
			const again = await executions.read((await until('the retry', isRetried, LIMIT)).id);
			assert.equal(again.status, 'success');
			assert.deepEqual(
				sends(),
				before.map((sent) => Math.max(sent, 1)),
			);
			const isOut = before.filter((sent) => sent > 0).length;
			const told = again.results.Send.filter(({ json }) => json.error !== undefined);
			assert.equal(told.length, isOut);
			for (const { json } of told) {
				assert.equal(json.error, UNCONFIRMED);
			}
		});
	} finally {
		await second.stop();
	}
};
