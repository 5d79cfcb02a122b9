/** The package as it is published: packed by npm, and unpacked again. */
import { execFile } from 'node:child_process';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Packed {
	/** The folder that holds the unpacked package. */
	folder: string;
	/** The size of the tarball in bytes. */
	size: number;
}

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
