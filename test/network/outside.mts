/**
 * What is outside, played on this machine under its real names: a proxy with an authority of its own, and what n8n
 * has to be told to go through it.
 */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority } from './authority.mts';
import { startProxy, type Hosts, type Proxy } from './proxy.mts';

export interface Outside {
	proxy: Proxy;
	/** What n8n is started with. */
	settings: NodeJS.ProcessEnv;
	close(): Promise<void>;
}

/** What a proxy is named by, in both spellings that programs read. */
export const both = (name: string, value?: string): NodeJS.ProcessEnv => ({
	[name]: value,
	[name.toLowerCase()]: value,
});

/** A folder of its own, which `close` removes. */
export const newFolder = async (): Promise<string> =>
	await realpath(await mkdtemp(join(tmpdir(), 'outside-')));

export const openOutside = async (hosts: Hosts, given?: string): Promise<Outside> => {
	const folder = given ?? (await newFolder());
	const authority = await makeAuthority(folder);
	const proxy = await startProxy(hosts, await authority.issue(Object.keys(hosts)));
	return {
		proxy,
		settings: {
			...both('HTTPS_PROXY', proxy.url),
			...both('HTTP_PROXY', proxy.url),
			...both('ALL_PROXY'),
			...both('NO_PROXY', '127.0.0.1,localhost'),
			NODE_EXTRA_CA_CERTS: authority.file,
		},
		close: async () => {
			await proxy.close();
			await rm(folder, { recursive: true, force: true });
		},
	};
};
