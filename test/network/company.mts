/**
 * A company's network on this machine: a proxy with an authority of its own, and behind it the npm registry
 * and the service under their real names. Nothing else is outside.
 */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { request, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Simulator } from '../n8n/simulator.mts';
import { makeAuthority } from './authority.mts';
import { startProxy, type Hosts, type Proxy } from './proxy.mts';
import { Registry, REGISTRY } from './registry.mts';

/** Where the service answers, and where n8n asks whether a package is banned. */
export const SERVICE = 'api.securedsigning.com';
const N8N = 'api.n8n.io';

export interface Company {
	registry: Registry;
	proxy: Proxy;
	/** What n8n is started with there. */
	settings: NodeJS.ProcessEnv;
	close(): Promise<void>;
}

/** Hands a request on, and its answer back. */
export const handOn =
	(origin: string): RequestListener =>
	(incoming, response) => {
		const { method, url, headers } = incoming;
		const outgoing = request(`${origin}${url}`, { method, headers }, (answer) => {
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(response);
		});
		outgoing.on('error', () => response.destroy());
		incoming.pipe(outgoing);
	};

const good: RequestListener = (_request, response) => {
	response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"OK"}');
};

/** What a proxy is named by, in both spellings that programs read. */
const both = (name: string, value?: string): NodeJS.ProcessEnv => ({
	[name]: value,
	[name.toLowerCase()]: value,
});

export const openCompany = async (
	simulator: Simulator,
	/** What else is outside. */
	more: Hosts = {},
): Promise<Company> => {
	const folder = await realpath(await mkdtemp(join(tmpdir(), 'company-')));
	const registry = await Registry.in(join(folder, 'registry'));
	const authority = await makeAuthority(folder);
	const proxy = await startProxy(
		{ [SERVICE]: handOn(simulator.origin), [REGISTRY]: registry.listener, [N8N]: good, ...more },
		await authority.issue([SERVICE, REGISTRY, N8N, ...Object.keys(more)]),
	);
	// Neither the settings of whoever runs this nor what their npm has fetched before.
	const npm = join(folder, 'npm');
	await mkdir(npm);
	await writeFile(join(npm, 'npmrc'), '');
	return {
		registry,
		proxy,
		settings: {
			...both('HTTPS_PROXY', proxy.url),
			...both('HTTP_PROXY', proxy.url),
			...both('ALL_PROXY'),
			...both('NO_PROXY', '127.0.0.1,localhost'),
			NODE_EXTRA_CA_CERTS: authority.file,
			NODE_OPTIONS: `--require ${join(import.meta.dirname, 'sealed.cjs')}`,
			npm_config_userconfig: join(npm, 'npmrc'),
			npm_config_globalconfig: join(npm, 'none'),
			npm_config_cache: join(npm, 'cache'),
			// npm would wait for minutes.
			npm_config_fetch_retries: '0',
		},
		close: async () => {
			await proxy.close();
			await rm(folder, { recursive: true, force: true });
		},
	};
};

/** A company's settings without some of them. */
export const without = (
	{ settings }: Company,
	...names: Array<'HTTPS_PROXY' | 'HTTP_PROXY' | 'NO_PROXY' | 'NODE_EXTRA_CA_CERTS'>
): NodeJS.ProcessEnv => ({
	...settings,
	...Object.assign({}, ...names.map((name) => both(name))),
});
