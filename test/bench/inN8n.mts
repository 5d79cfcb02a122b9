/**
 * Many small items in a real n8n: the same workflows, with what n8n itself does for each request, such
 * as to read the credential from its database and to decrypt it. The times are n8n's own, of each node.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { credentialOf } from '../n8n/examples.mts';
import { Executions } from '../n8n/executions.mts';
import { N8n, type Workflow } from '../n8n/instance.mts';
import { newAccount, Owner } from '../n8n/owner.mts';
import { installProject } from '../n8n/package.mts';
import type { RunData } from '../n8n/results.mts';
import { startServer } from '../n8n/server.mts';
import { callWebhook } from '../n8n/webhook.mts';
import { DEFAULT_AT_A_TIME } from './goals.mts';
import { itemsResult, timesOf, UPLOAD_BYTES, uploads, type ItemsCase } from './items.mts';
import type { Side } from './protocol.cts';
import type { ItemsResult } from './results.mts';
import { inRounds } from './rounds.mts';
import type { Stage } from './stage.mts';
import { credentialFor, workflowOf, type Step } from './workflows.cts';

/** n8n counts whole milliseconds, so small cases are repeated. */
const ITEMS_IN_A_ROUND = 50;
const MOST_TIMES = 20;
const WARM_UP_ROUNDS = 2;
const FOLDER = 'bench';

const webhook = (path: string): Step => ({
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	webhookId: path,
	parameters: {
		httpMethod: 'POST',
		path,
		responseMode: 'lastNode',
		responseData: 'firstEntryJson',
	},
});
const numbered: Step[] = [
	{
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: {
			mode: 'raw',
			jsonOutput:
				'={{ ({ list: Array.from({ length: $json.body.items }, (_, n) => ({ reference: String(n) })) }) }}',
			options: {},
		},
	},
	{
		type: 'n8n-nodes-base.splitOut',
		typeVersion: 1,
		parameters: { fieldToSplitOut: 'list', options: {} },
	},
];
const filesOf = (folder: string): Step => ({
	type: 'n8n-nodes-base.readWriteFile',
	typeVersion: 1,
	parameters: {
		operation: 'read',
		fileSelector: `=${folder.replaceAll('\\', '/')}/{{ $json.body.items }}/*.pdf`,
		options: {},
	},
});

const nameOf = ({ job }: Pick<ItemsCase, 'job'>, side: Side) => `bench-${job}-${side}`;

/** From the beginning of the first of the measured nodes to the end of the last one. */
function timeOf(runData: RunData, firstStep: number): number {
	const runs = Object.entries(runData)
		.filter(([name]) => Number(name.split(' ')[1]) >= firstStep)
		.flatMap(([, all]) => all);
	const ends = runs.map(({ startTime, executionTime }) => startTime + executionTime);
	return Math.max(...ends) - Math.min(...runs.map(({ startTime }) => startTime));
}

export async function measureInN8n(
	stage: Stage,
	rounds: number,
	all: Side[],
	cases: ItemsCase[],
): Promise<ItemsResult[]> {
	const sides = all.filter((side) => side !== 'bare');
	const n8n = await N8n.in();
	try {
		const folder = join(n8n.home.files, FOLDER);
		for (const { items } of cases.filter(({ job }) => uploads(job))) {
			await mkdir(join(folder, String(items)), { recursive: true });
			for (let n = 0; n < items; n++) {
				await writeFile(join(folder, String(items), `${n}.pdf`), randomBytes(UPLOAD_BYTES));
			}
		}
		const before = (job: ItemsCase['job'], name: string) =>
			uploads(job) ? [webhook(name), filesOf(folder)] : [webhook(name), ...numbered];

		await installProject(n8n);
		const credential = credentialOf(credentialFor(stage.service));
		await n8n.importCredentials([credential]);
		const jobs = [...new Set(cases.map(({ job }) => job))];
		const workflows = jobs.flatMap((job) =>
			sides.map((side): Workflow => {
				const name = nameOf({ job }, side);
				const task = { job, side, service: stage.service, atATime: DEFAULT_AT_A_TIME };
				const { nodes, connections } = workflowOf(task, before(job, name));
				const { id, name: credentialName, type } = credential;
				return {
					id: name,
					name,
					active: false,
					settings: {},
					connections,
					nodes: nodes.map((node) => ({
						...node,
						parameters: node.parameters as Record<string, unknown>,
						credentials: { [type]: { id, name: credentialName } },
					})),
				};
			}),
		);
		await n8n.importWorkflows(workflows);
		for (const { id } of workflows) await n8n.activate(id);

		const server = await startServer(n8n);
		try {
			const owner = await Owner.setUp(server.origin, newAccount());
			const executions = new Executions(owner);
			const last = new Map<string, string>();
			const once = async ({ job, items }: ItemsCase, side: Side): Promise<number> => {
				const name = nameOf({ job }, side);
				await callWebhook(server.origin, name, { items });
				const { id, runData } = await executions.newest(name, last.get(name));
				last.set(name, id);
				return timeOf(runData, before(job, name).length);
			};
			const results: ItemsResult[] = [];
			for (const one of cases) {
				const times = timesOf(one.items, ITEMS_IN_A_ROUND, MOST_TIMES);
				const measure = async (count: number) =>
					await inRounds(count, sides, async (side) => {
						let time = 0;
						for (let turn = 0; turn < times; turn++) time += await once(one, side);
						return { time, cpu: 0, memory: 0 };
					});
				await measure(WARM_UP_ROUNDS);
				const measured = await measure(rounds);
				results.push(itemsResult(one, measured, one.items * times));
				console.log(`  ${one.job}, ${one.items} items`);
			}
			return results;
		} finally {
			await server.stop();
		}
	} finally {
		await n8n.remove();
	}
}
