/**
 * Installs this project into an n8n as n8n installs it for its users, so that whatever is missing
 * from the published package is missing here too.
 *
 * The steps are those of `downloadPackage` in n8n's `community-packages.service.js`: the tarball is
 * unpacked into `.n8n/nodes/node_modules/<name>`, its development, peer and optional dependencies
 * are struck out, `npm install` runs inside it, and `.n8n/nodes/package.json` lists it.
 */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packAndUnpack } from '../harness/packed.mts';
import { command, withNode } from './command.mts';
import { PROJECT } from './examples.mts';
import type { N8n } from './instance.mts';

const NPM_INSTALL = [
	'install',
	'--audit=false',
	'--fund=false',
	'--bin-links=false',
	'--install-strategy=shallow',
	'--ignore-scripts=true',
	'--package-lock=false',
];

interface Manifest {
	name: string;
	version: string;
	[field: string]: unknown;
}

interface Ledger {
	name: string;
	private: boolean;
	dependencies: Record<string, string>;
}

const readJson = async <T,>(path: string): Promise<T> =>
	JSON.parse(await readFile(path, 'utf8')) as T;

const writeJson = async (path: string, content: object): Promise<void> =>
	await writeFile(path, JSON.stringify(content, null, 2));

/** Adds the package to the list that n8n keeps of what it installed. */
const enter = async (nodesFolder: string, { name, version }: Manifest): Promise<void> => {
	const path = join(nodesFolder, 'package.json');
	const ledger = await readJson<Ledger>(path).catch(
		(): Ledger => ({ name: 'installed-nodes', private: true, dependencies: {} }),
	);
	ledger.dependencies[name] = version;
	await writeJson(path, ledger);
};

/** Packs the project, whose `dist` is built, and installs it for an n8n. */
export const installProject = async ({ home, installation }: N8n): Promise<void> => {
	const { name } = await readJson<Manifest>(join(PROJECT, 'package.json'));
	const nodesFolder = join(home.userFolder, '.n8n', 'nodes');
	const target = join(nodesFolder, 'node_modules', name);
	await rm(target, { recursive: true, force: true });
	await mkdir(target, { recursive: true });

	const packed = await mkdtemp(join(tmpdir(), 'packed-'));
	try {
		const { folder } = await packAndUnpack(PROJECT, packed);
		await cp(folder, target, { recursive: true });
	} finally {
		await rm(packed, { recursive: true, force: true });
	}

	const manifest = await readJson<Manifest>(join(target, 'package.json'));
	for (const kind of ['devDependencies', 'peerDependencies', 'optionalDependencies']) {
		delete manifest[kind];
	}
	await writeJson(join(target, 'package.json'), manifest);
	await command('npm', NPM_INSTALL, { cwd: target, env: withNode(installation.node) });
	await enter(nodesFolder, manifest);
};
