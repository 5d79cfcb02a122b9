/**
 * Checks a credential whose fields hold expressions: three items of one run go out from three accounts,
 * and a wait, which n8n ends without the items, is refused before anything is sent.
 */
import assert from 'node:assert/strict';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { check } from '../harness/check.mts';
import type { Desk } from '../n8n/desk.mts';
import type { Credential, Workflow } from '../n8n/instance.mts';
import { readFiles, securedSigning, sendingFile, start, workflowOf } from '../n8n/nodes.mts';
import { startSimulator, type Simulator } from '../n8n/simulator.mts';
import type { Stage } from '../n8n/stage.mts';
import type { Part } from './part.mts';

const TENANTS = ['north', 'south', 'west'];
const SEND = 'send-for-three-tenants';
const AWAIT = 'await-for-three-tenants';

/** By the name of the file that an item holds: "north.pdf". */
const TENANT = "$json.fileName.split('.')[0]";

const credentialOf = (simulators: Simulator[]): Credential => {
	const addresses = Object.fromEntries(TENANTS.map((name, n) => [name, simulators[n].url]));
	return {
		id: 'three-tenants',
		name: 'Three tenants',
		type: 'securedSigningApi',
		data: {
			environment: 'custom',
			domain: simulators[0].credential.domain,
			baseUrl: `={{ (${JSON.stringify(addresses)})[${TENANT}] }}`,
			apiKey: `={{ 'key-of-' + ${TENANT} }}`,
			apiSecret: `={{ 'secret-of-' + ${TENANT} }}`,
		},
	};
};

const workflow = (id: string, operation: string, files: string, saved: Credential): Workflow =>
	workflowOf(id, [
		start,
		readFiles('Read Contracts', `${files}/*.pdf`),
		securedSigning('Send', saved, { ...sendingFile, operation }),
	]);

export const tenants = async ({ n8n }: Stage, contract: string): Promise<Part> => {
	const files = join(n8n.home.files, 'tenants');
	await mkdir(files, { recursive: true });
	for (const name of TENANTS) await copyFile(contract, join(files, `${name}.pdf`));
	const simulators = await Promise.all(
		TENANTS.map(
			async (name) =>
				await startSimulator({ apiKey: `key-of-${name}`, apiSecret: `secret-of-${name}` }),
		),
	);
	const saved = credentialOf(simulators);
	const selector = files.replaceAll('\\', '/');
	return {
		credentials: [saved],
		workflows: [
			workflow(SEND, 'send', selector, saved),
			workflow(AWAIT, 'sendAndAwait', selector, saved),
		],
		play: async (desk) => await checkTenants(simulators, desk),
		close: async () => {
			await Promise.all(simulators.map(async (simulator) => await simulator.close()));
		},
	};
};

const checkTenants = async (simulators: Simulator[], { executions }: Desk): Promise<void> => {
	await check(
		'a wait with a credential that holds expressions is refused, and nobody hears of it',
		async () => {
			await assert.rejects(executions.run(AWAIT), /credential contains an expression/);
			assert.deepEqual(
				simulators.flatMap(({ requests }) => requests),
				[],
			);
		},
	);
	await check('three items go out from three accounts, each from its own', async () => {
		await executions.run(SEND);
		simulators.forEach(({ requests, documents }, n) => {
			const sent = documents().map(({ name, folder }) => `${name} ${folder}`);
			assert.deepEqual(sent, [`${TENANTS[n]}.pdf Progress`]);
			for (const { headers, status } of requests) {
				assert.equal(headers['x-custom-api-key'], `key-of-${TENANTS[n]}`);
				assert.equal(status, 200);
			}
		});
	});
};
