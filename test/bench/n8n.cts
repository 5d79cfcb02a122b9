/**
 * n8n's engine with this package as it is built and n8n's own nodes from an installed n8n. Both sides
 * run in the one engine of the harness: n8n's nodes are handed its n8n-workflow, which is of the
 * version that they were published with.
 */
import Module from 'node:module';
import { join, sep } from 'node:path';

import { Container } from '@n8n/di';
import { Cipher, PackageDirectoryLoader } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IExecuteFunctions,
	INodeType,
} from 'n8n-workflow';

import type { Engine } from '../harness/engine.cts';
import { credentialFor, ENGINE_ONLY, HTTP_REQUEST, LOOP, NODE, START } from './workflows.cts';

interface Resolver {
	_resolveFilename(request: string, parent?: { filename?: string }, ...rest: unknown[]): string;
}

/** Loads n8n's own nodes out of the folder of an installed n8n. */
function builtInNodes(installation: string): Record<string, INodeType> {
	const resolver = Module as unknown as Resolver;
	const resolve = resolver._resolveFilename.bind(Module);
	resolver._resolveFilename = (request, parent, ...rest) =>
		request === 'n8n-workflow' && parent?.filename?.startsWith(installation + sep)
			? require.resolve(request)
			: resolve(request, parent, ...rest);
	const load = (path: string) => {
		const file = join(installation, 'node_modules/n8n-nodes-base/dist/nodes', `${path}.node.js`);
		const [NodeClass] = Object.values(require(file) as Record<string, new () => INodeType>);
		return new NodeClass();
	};
	return {
		[HTTP_REQUEST]: load('HttpRequest/HttpRequest'),
		[LOOP]: load('SplitInBatches/SplitInBatches'),
	};
}

const helper = (
	name: string,
	properties: INodeType['description']['properties'],
	execute: NonNullable<INodeType['execute']>,
): INodeType => ({
	description: {
		displayName: name,
		name,
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'unsigned' }],
		properties,
	},
	execute,
});

async function handOn(this: IExecuteFunctions) {
	return [this.getInputData()];
}

/** The request of `document:get` and nothing else: what is left is n8n's own cost of a request. */
async function askOnly(this: IExecuteFunctions) {
	const count = this.getInputData().length;
	const results: object[] = [];
	let next = 0;
	const work = async () => {
		while (next < count) {
			const item = next++;
			const answer = await this.helpers.httpRequestWithAuthentication.call(this, 'unsigned', {
				method: 'GET',
				url: this.getNodeParameter('url', item) as string,
				json: true,
				timeout: 60_000,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
			});
			results[item] = { json: answer.body, pairedItem: { item } };
		}
	};
	const atATime = this.getNodeParameter('atATime', 0) as number;
	await Promise.all(Array.from({ length: Math.min(atATime, count) }, work));
	return [results as Awaited<ReturnType<typeof handOn>>[0]];
}

const property = (name: string, type: 'string' | 'number') => ({
	displayName: name,
	name,
	type,
	default: '',
});
const unsigned: ICredentialType = {
	name: 'unsigned',
	displayName: 'Unsigned',
	properties: [],
	authenticate: async (_credentials, options) => options,
};

/** A saved credential: encrypted, and decrypted each time that somebody reads it, as n8n does. */
function saved(data: ICredentialDataDecryptedObject) {
	const cipher = Container.get(Cipher);
	const stored = cipher.encryptWithInstanceKey(data);
	return async () =>
		JSON.parse(cipher.decryptWithInstanceKey(stored)) as ICredentialDataDecryptedObject;
}

/**
 * @param installation the folder of an installed n8n
 * @param packed the folder of this package as it is published
 * @param service the base URL of the service
 */
export async function loadEngine(
	installation: string,
	packed: string,
	service: string,
): Promise<Engine> {
	const loader = new PackageDirectoryLoader(packed);
	await loader.loadAll();
	const nodes = Object.entries(loader.nodeTypes).map(([name, { type }]) => [
		`${loader.packageName}.${name}`,
		type as INodeType,
	]);
	const credentials = Object.entries(loader.credentialTypes).map(([name, { type }]) => [
		name,
		type,
	]);
	const engine: Engine = {
		nodeTypes: {
			...builtInNodes(installation),
			...Object.fromEntries(nodes),
			[START]: helper(START, [], handOn),
			[ENGINE_ONLY]: helper(
				ENGINE_ONLY,
				[property('url', 'string'), property('atATime', 'number')],
				askOnly,
			),
		},
		credentialTypes: { ...Object.fromEntries(credentials), unsigned },
		credentials: {
			unsigned: saved({}),
			securedSigningApi: saved(credentialFor(service)),
		},
	};
	if (!(NODE in engine.nodeTypes)) throw new Error(`The built package holds no ${NODE}`);
	return engine;
}
