/**
 * A process that does jobs and says what they took. `worker.cts INSTALLATION PACKED SERVICE`,
 * started by processes.mts, with the folders of an installed n8n and of this package as it is published.
 */
import { binaryData, runWorkflow, type Engine } from '../harness/engine.cts';
import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';

import { answerQuestions } from './answering.cts';
import { runBare } from './bare.cts';
import { limits, streamOf } from './limits.cts';
import { memoryOf } from './memory.cts';
import { loadEngine } from './n8n.cts';
import type { Figures, Task, WorkerQuestion } from './protocol.cts';
import { workflowOf } from './workflows.cts';

const [, , installation, packed, service] = process.argv;
const LOCATION = { type: 'execution', workflowId: 'workflow', executionId: '1' } as const;

const engine: Promise<Engine> = loadEngine(installation, packed, service);

async function measure(task: Task): Promise<Figures> {
	const work = await workOf(task);
	const started = process.hrtime.bigint();
	const cpuBefore = process.cpuUsage();
	let cpu = 0;
	let time = 0;
	const left: string[] = [];
	const memory = await memoryOf(async () => {
		for (let turn = 0; turn < task.times; turn++) left.push(...(await work()));
		time = Number(process.hrtime.bigint() - started) / 1e6;
		const { user, system } = process.cpuUsage(cpuBefore);
		cpu = (user + system) / 1000;
	});
	await (await binaryData()).deleteManyByBinaryDataId(left);
	return { time, cpu, memory };
}

/** What does the job once; gives the stored files that came out. */
async function workOf(task: Task): Promise<() => Promise<string[]>> {
	if (task.side === 'bare' || task.side === 'bareAnew') {
		const stored = task.file && {
			path: (await binaryData()).getPath(task.file.id as string),
			bytes: task.file.bytes as number,
		};
		return async () => {
			await runBare(task, stored);
			return [];
		};
	}
	const loaded = await engine;
	const workflow = workflowOf(task);
	const items = Array.from({ length: task.items }, (_, item): INodeExecutionData => {
		const reference = String(task.bytes ?? item);
		return { json: { reference }, ...(task.file && { binary: { data: task.file } }) };
	});
	return async () => {
		const { data } = await runWorkflow(loaded, workflow, items);
		const { error, runData } = data.resultData;
		if (error) throw new Error(`${task.side} ${task.job}: ${error.message} ${error.description}`);
		const last = runData[workflow.nodes[workflow.nodes.length - 1].name];
		const results = last[last.length - 1].data?.main[0] ?? [];
		if (results.length !== task.items || results.some(({ json }) => 'error' in json)) {
			throw new Error(`${task.side} ${task.job}: ${results.length} items of ${task.items}`);
		}
		if (task.job !== 'download') return [];
		return results.flatMap(({ binary }) => Object.values(binary ?? {}).map(({ id }) => id ?? ''));
	};
}

async function store(bytes: number): Promise<IBinaryData> {
	const about = { data: '', mimeType: 'application/pdf', fileName: 'agreement.pdf' };
	const file = await (await binaryData()).store(LOCATION, streamOf(bytes), about);
	return { ...file, bytes };
}

answerQuestions(async (question: WorkerQuestion) => {
	if ('measure' in question) return await measure(question.measure);
	if ('store' in question) return await store(question.store);
	if ('forget' in question) {
		return await (await binaryData()).deleteManyByBinaryDataId([question.forget]);
	}
	return await limits(question.limits);
});
