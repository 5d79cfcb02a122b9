/** The sources as n8n's scanner finds them in a published commit. */
import { cp, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** What the scanner looks at, and what its rules look up from there. */
const SOURCES = ['package.json', 'nodes', 'credentials', 'icons'];

/** Copies the sources into `target`, away from `dist`, `node_modules` and the project's settings. */
export const copySources = async (project: string, target: string): Promise<string> => {
	for (const name of SOURCES) {
		await cp(join(project, name), join(target, name), { recursive: true });
	}
	return target;
};

/** Every file below `folder`, as a path with forward slashes relative to it, in order. */
export const filesBelow = async (folder: string): Promise<string[]> => {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => !entry.isDirectory())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
		.sort();
};
