/**
 * `npm run demo`: a Word file and a PDF go from upload to signed PDF, in n8n's engine, with the built
 * package and the example workflows, against the simulator.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { PackageDirectoryLoader } from 'n8n-core';
import type { INodeType, IRun, IWorkflowBase } from 'n8n-workflow';

import { runWorkflow, type Engine } from '../harness/engine.cts';
import { startSimulator, type Simulator } from '../../simulator/index.cts';
import { builtInNodes } from './builtInNodes.cts';

const PROJECT = join(__dirname, '../..');
const FOLDER = join(PROJECT, '.demo');
const CONTRACTS = ['employment-agreement.docx', 'confidentiality-agreement.pdf'];
// The folder that the examples name: where n8n's own Docker image lets workflows read and write.
const EXAMPLE_FOLDER = '/home/node/.n8n-files';

const say = (text = '') => process.stdout.write(`${text}\n`);

/** The package as n8n loads it: from `dist`, by what package.json lists. */
async function loadPackage(): Promise<Pick<Engine, 'nodeTypes' | 'credentialTypes'>> {
	const loader = new PackageDirectoryLoader(PROJECT);
	await loader.loadAll();
	const nodes = Object.entries(loader.nodeTypes).map(([name, { type }]) => [
		`${loader.packageName}.${name}`,
		type as INodeType,
	]);
	const credentials = Object.entries(loader.credentialTypes).map(([name, { type }]) => [
		name,
		type,
	]);
	return {
		nodeTypes: { ...builtInNodes, ...Object.fromEntries(nodes) },
		credentialTypes: Object.fromEntries(credentials),
	};
}

function example(name: string): IWorkflowBase {
	const text = readFileSync(join(PROJECT, 'examples', `${name}.json`), 'utf8');
	const workflow = JSON.parse(text.replaceAll(EXAMPLE_FOLDER, FOLDER)) as IWorkflowBase;
	workflow.nodes = workflow.nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote');
	return workflow;
}

/** Runs an example and prints what each of its steps put out. */
async function run(engine: Engine, name: string): Promise<void> {
	const workflow = example(name);
	say(`\nWorkflow “${workflow.name}”`);
	const result: IRun = await runWorkflow(engine, workflow);
	const { runData, error } = result.data.resultData;
	for (const { name: step } of workflow.nodes) {
		const items = runData[step]?.[0]?.data?.main[0] ?? [];
		say(`  ${step}: ${items.length} item${items.length === 1 ? '' : 's'}`);
		for (const { json } of items) if (Object.keys(json).length > 0) say(`    ${shortened(json)}`);
	}
	if (error) throw new Error(`${error.message} ${error.description ?? ''}`);
}

function shortened(json: object): string {
	const text = JSON.stringify(json);
	return text.length > 220 ? `${text.slice(0, 219)}…` : text;
}

/** Everybody opens the link they were sent, in their order, and clicks Sign. */
async function signEverything(simulator: Simulator): Promise<void> {
	say('\nThe people sign on the pages of their links');
	for (const { name, signers } of simulator.documents()) {
		for (const { firstName, lastName, key } of signers) {
			const page = `${simulator.origin}/sign/${key}`;
			const { status } = await fetch(page, { method: 'POST', body: new URLSearchParams() });
			if (status !== 200) throw new Error(`${page} answered with ${status}`);
			say(`  ${firstName} ${lastName} signed ${name}`);
		}
	}
}

async function main(): Promise<void> {
	rmSync(FOLDER, { recursive: true, force: true });
	mkdirSync(join(FOLDER, 'contracts'), { recursive: true });
	for (const name of CONTRACTS) {
		cpSync(join(PROJECT, 'test/data', name), join(FOLDER, 'contracts', name));
	}
	const simulator = await startSimulator();
	try {
		say(`The simulator of Secured Signing answers at ${simulator.url}`);
		const engine: Engine = {
			...(await loadPackage()),
			credentials: { securedSigningApi: simulator.credential },
		};
		await run(engine, 'send-a-contract');
		await signEverything(simulator);
		await run(engine, 'collect-signed-contracts');
		say('\nSigned');
		for (const { name, reference, status } of simulator.documents()) {
			const file = join(FOLDER, 'signed', `${reference}.pdf`);
			say(`  ${name} (${status}): ${file}, ${statSync(file).size} bytes`);
		}
		const { requests } = simulator;
		say(
			`\n${requests.length} requests to the service, ${requests.filter(({ status }) => status === 200).length} of them answered with 200`,
		);
	} finally {
		await simulator.close();
	}
}

main().then(
	// n8n's engine keeps timers of its own running.
	() => process.exit(0),
	(error: Error) => {
		process.stderr.write(`The demo stopped: ${error.message}\n`);
		process.exit(1);
	},
);
