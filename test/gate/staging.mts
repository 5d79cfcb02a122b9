/** The two forms in which n8n sees a package: the source of the published commit, and the tarball. */
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What the scanner looks at, and what its rules look up from there. */
const SOURCES = ['package.json', 'nodes', 'credentials', 'icons'];

export interface Packed {
	/** The folder that holds the unpacked package. */
	folder: string;
	/** The size of the tarball in bytes. */
	size: number;
}

/** Copies the sources into `target`, away from `dist`, `node_modules` and the project's settings. */
export const copySources = async (project: string, target: string): Promise<string> => {
	for (const name of SOURCES) {
		await cp(join(project, name), join(target, name), { recursive: true });
	}
	return target;
};

/** Packs the project, whose `dist` is built, and unpacks the tarball below `target`. */
export const packAndUnpack = async (project: string, target: string): Promise<Packed> => {
	const folder = join(target, 'package');
	await mkdir(folder, { recursive: true });
	// A shell on Windows, where npm is a script; no argument here needs quotes.
	const options = { cwd: project, shell: process.platform === 'win32' };
	await run('npm', ['pack', '--ignore-scripts', '--quiet', '--pack-destination', target], options);

	const tarball = (await readdir(target)).find((name) => name.endsWith('.tgz'));
	if (!tarball) throw new Error(`npm pack left no tarball in ${target}`);
	await run('tar', ['-xzf', tarball, '-C', 'package', '--strip-components=1'], { cwd: target });
	return { folder, size: (await stat(join(target, tarball))).size };
};

/** Every file below `folder`, as a path with forward slashes relative to it, in order. */
export const filesBelow = async (folder: string): Promise<string[]> => {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => !entry.isDirectory())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
		.sort();
};
