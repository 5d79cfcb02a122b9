/**
 * A company's network on this machine: a proxy with an authority of its own, and behind it the npm registry
 * and the service under their real names. Nothing else is outside.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { request, type RequestListener } from 'node:http';
import { join } from 'node:path';
import type { Simulator } from '../n8n/simulator.mts';
import { both, newFolder, openOutside } from './outside.mts';
import type { Hosts, Proxy } from './proxy.mts';
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

export const openCompany = async (
	simulator: Simulator,
	/** What else is outside. */
	more: Hosts = {},
): Promise<Company> => {
	const folder = await newFolder();
	const registry = await Registry.in(join(folder, 'registry'));
	const known = { [SERVICE]: handOn(simulator.origin), [REGISTRY]: registry.listener, [N8N]: good };
	const outside = await openOutside({ ...known, ...more }, folder);
	// Neither the settings of whoever runs this nor what their npm has fetched before.
	const npm = join(folder, 'npm');
	await mkdir(npm);
	await writeFile(join(npm, 'npmrc'), '');
	return {
		registry,
		proxy: outside.proxy,
		settings: {
			...outside.settings,
			NODE_OPTIONS: `--require ${join(import.meta.dirname, 'sealed.cjs')}`,
			npm_config_userconfig: join(npm, 'npmrc'),
			npm_config_globalconfig: join(npm, 'none'),
			npm_config_cache: join(npm, 'cache'),
			// npm would wait for minutes.
			npm_config_fetch_retries: '0',
		},
		close: outside.close,
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
