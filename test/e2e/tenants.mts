/**
 * Checks a credential whose fields hold expressions: three items of one run go out from three accounts,
 * and a wait, which n8n ends without the items, is refused before anything is sent.
 */
import assert from 'node:assert/strict';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inARow, SIGNERS } from '../n8n/awaiting.mts';
import { check } from '../harness/check.mts';
import type { Credential, Workflow } from '../n8n/instance.mts';
import { startSimulator, type Simulator } from '../n8n/simulator.mts';
import type { Stage } from '../n8n/stage.mts';

const TENANTS = ['north', 'south', 'west'];
const SEND = 'send-for-three-tenants';
const AWAIT = 'await-for-three-tenants';

/** By the name of the file that an item holds: "north.pdf". */
const TENANT = "$json.fileName.split('.')[0]";

const credentialOf = (simulatores: Simulator[]): Credential => {
	const addresses = Object.fromEntries(TENANTS.map((name, n) => [name, simulatores[n].url]));
	return {
		id: 'three-tenants',
		name: 'Three tenants',
		type: 'securedSigningApi',
		data: {
			environment: 'custom',
			domain: simulatores[0].credential.domain,
			baseUrl: `={{ (${JSON.stringify(addresses)})[${TENANT}] }}`,
			apiKey: `={{ 'key-of-' + ${TENANT} }}`,
			apiSecret: `={{ 'secret-of-' + ${TENANT} }}`,
		},
	};
};

const workflow = (id: string, operation: string, files: string, saved: Credential): Workflow => ({
	id,
	name: id,
	active: false,
	settings: {},
	...inARow([
		{
			name: 'Start',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			parameters: {},
		},
		{
			name: 'Read Contracts',
			type: 'n8n-nodes-base.readWriteFile',
			typeVersion: 1,
			parameters: { operation: 'read', fileSelector: `${files}/*.pdf`, options: {} },
		},
		{
			name: 'Send',
			type: 'n8n-nodes-secured-signing.securedSigning',
			typeVersion: 1,
			parameters: {
				resource: 'smartTag',
				operation,
				documentsFrom: 'files',
				binaryPropertyName: 'data',
				signersFrom: 'list',
				signers: { signer: SIGNERS },
				dueDate: "={{ $now.plus(14, 'days') }}",
				options: {},
			},
			credentials: { [saved.type]: { id: saved.id, name: saved.name } },
		},
	]),
});

export const checkTenants = async ({ n8n }: Stage, contract: string): Promise<void> => {
	const simulatores = await Promise.all(
		TENANTS.map(
			async (name) =>
				await startSimulator({ apiKey: `key-of-${name}`, apiSecret: `secret-of-${name}` }),
		),
	);
	try {
		const ready = await check('a credential with expressions is imported', async () => {
			const files = join(n8n.home.files, 'tenants');
			await mkdir(files, { recursive: true });
			for (const name of TENANTS) await copyFile(contract, join(files, `${name}.pdf`));
			const saved = credentialOf(simulatores);
			const selector = files.replaceAll('\\', '/');
			await n8n.importCredentials([saved]);
			await n8n.importWorkflows([
				workflow(SEND, 'send', selector, saved),
				workflow(AWAIT, 'sendAndAwait', selector, saved),
			]);
			return true;
		});
		if (!ready) return;

		await check('a wait with it is refused, and nobody hears of it', async () => {
			await assert.rejects(n8n.execute(AWAIT), /credential depends on the item/);
			assert.deepEqual(
				simulatores.flatMap(({ requests }) => requests),
				[],
			);
		});
		await check('three items go out from three accounts, each from its own', async () => {
			await n8n.execute(SEND);
			simulatores.forEach(({ requests, documents }, n) => {
				const sent = documents().map(({ name, folder }) => `${name} ${folder}`);
				assert.deepEqual(sent, [`${TENANTS[n]}.pdf Progress`]);
				for (const { headers, status } of requests) {
					assert.equal(headers['x-custom-api-key'], `key-of-${TENANTS[n]}`);
					assert.equal(status, 200);
				}
			});
		});
	} finally {
		await Promise.all(simulatores.map(async (simulator) => await simulator.close()));
	}
};
