/**
 * A real n8n, and the Node.js it needs, in a cache folder outside the clone: made when missing,
 * reused when there. n8n is some 3 GB, too much for `node_modules`.
 *
 * `tsx test/n8n/install.mts` makes it ahead of the tests. `N8N_E2E_CACHE` moves the folder. With `N8N_E2E_IMAGE`
 * n8n runs in a container of that image instead (container.cjs).
 */
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command, withNode } from './command.mts';

const NODE_MAJOR = 24;

/** The two lines of n8n that are maintained, each by the version that the tests run. */
export const N8N_VERSIONS = ['2.41.1', '1.123.81'] as const;

export type N8nVersion = (typeof N8N_VERSIONS)[number];

/** @throws for a version that the tests do not know: what it needs would be a guess */
export const versionOf = (text: string): N8nVersion => {
	const version = N8N_VERSIONS.find((known) => known === text);
	if (!version) throw new Error(`n8n ${text} is not one of ${N8N_VERSIONS.join(', ')}`);
	return version;
};

const majorOf = (version: N8nVersion): number => Number(version.split('.')[0]);

/** What the package.json that installs a version says besides. */
const MANIFESTS: Record<N8nVersion, object> = {
	'2.41.1': {},
	// It names xlsx by an address that not every network reaches; the registry's will do.
	'1.123.81': { overrides: { xlsx: '0.18.5' } },
};

/** Written last: a folder without it was interrupted, and is made again. */
const MARKER = 'complete.json';

export interface N8nInstallation {
	version: N8nVersion;
	/** The line it belongs to. */
	major: number;
	/** The folder that holds the `node_modules` of n8n. */
	dir: string;
	/** The Node.js binary that n8n runs on. */
	node: string;
	/** n8n's command, to be run by `node`. */
	n8n: string;
}

const cache = (): string =>
	process.env.N8N_E2E_CACHE ??
	join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'n8n-nodes-secured-signing');

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** The folder `name` of the cache, filled by `make` unless an earlier run has done so. */
const once = async (name: string, make: (dir: string) => Promise<void>): Promise<string> => {
	const dir = join(cache(), name);
	if (existsSync(join(dir, MARKER))) return dir;

	const started = Date.now();
	say(`Making ${dir}`);
	await rm(dir, { recursive: true, force: true });
	await mkdir(dir, { recursive: true });
	await make(dir);
	await writeFile(join(dir, MARKER), JSON.stringify({ madeAt: new Date().toISOString() }));
	say(`Made ${dir} in ${Math.round((Date.now() - started) / 1000)} s`);
	return dir;
};

const npmInstall = async (dir: string, manifest: object, env?: NodeJS.ProcessEnv) => {
	await writeFile(join(dir, 'package.json'), JSON.stringify({ private: true, ...manifest }));
	// Without scripts: an optional driver of n8n would compile, which fails on many machines.
	const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
	await command('npm', ['install', ...quiet], { cwd: dir, env, show: true });
};

/** This process's own Node.js if n8n accepts it, else one from the npm package of this platform. */
const nodeForN8n = async (): Promise<string> => {
	if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) return process.execPath;

	const platform = process.platform === 'win32' ? 'win' : process.platform;
	const name = `node-${platform}-${process.arch}`;
	const dir = await once(`node-${NODE_MAJOR}`, async (folder) => {
		await npmInstall(folder, { dependencies: { [name]: String(NODE_MAJOR) } });
	});
	const binary = process.platform === 'win32' ? 'node.exe' : 'node';
	return join(dir, 'node_modules', name, 'bin', binary);
};

/** SQLite's driver is the one part of n8n that has to be compiled. */
const buildSqlite = async (dir: string, node: string): Promise<void> => {
	// node-gyp would download Node's headers; where they lie beside the binary it need not.
	const home = dirname(dirname(node));
	const headers = existsSync(join(home, 'include', 'node', 'node.h'));
	const env = withNode(node, headers ? { npm_config_nodedir: home } : {});
	// Said outright, since the .npmrc of the project that started this may say the opposite.
	const args = ['rebuild', 'sqlite3', '--ignore-scripts=false', '--loglevel=error'];
	await command('npm', args, { cwd: dir, env, show: true });
};

/** n8n of an image that has this version. */
const inContainer = (version: N8nVersion): N8nInstallation => ({
	version,
	major: majorOf(version),
	dir: import.meta.dirname,
	node: process.execPath,
	n8n: join(import.meta.dirname, 'container.cjs'),
});

/** n8n, ready to run. */
export const installN8n = async (
	version: N8nVersion = N8N_VERSIONS[0],
): Promise<N8nInstallation> => {
	if (process.env.N8N_E2E_IMAGE) return inContainer(version);
	const node = await nodeForN8n();
	const dir = await once(`n8n-${version}`, async (folder) => {
		say(`Installing n8n ${version}: some minutes, 2 to 3 GB`);
		const manifest = {
			...MANIFESTS[version],
			dependencies: { n8n: version },
			// npm 11 runs only the install scripts that are named here; npm 10 ignores the field.
			allowScripts: { sqlite3: true },
		};
		await npmInstall(folder, manifest, withNode(node));
		say('Building the SQLite driver');
		await buildSqlite(folder, node);
	});
	const major = majorOf(version);
	return { version, major, dir, node, n8n: join(dir, 'node_modules', 'n8n', 'bin', 'n8n') };
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	for (const version of N8N_VERSIONS) {
		process.stdout.write(`${JSON.stringify(await installN8n(version), null, 2)}\n`);
	}
}
