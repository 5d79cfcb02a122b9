/** What the project asks of its package beyond n8n's scanner. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from './report.mts';

export interface Manifest {
	name: string;
	version: string;
	n8n: { nodes: string[]; credentials: string[] };
	[field: string]: unknown;
}

/** npm adds these to `files` by itself, older versions of it the changelog too. */
const BESIDE_DIST = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md'];
const OBLIGATORY = ['package.json', 'README.md', 'LICENSE'];

/** n8n installs all but `devDependencies` and `peerDependencies` with the package. */
const INSTALLED = [
	'dependencies',
	'optionalDependencies',
	'bundleDependencies',
	'bundledDependencies',
];

/** Comments that silence a check. The scanner ignores ESLint's, so they would only mislead. */
const SILENCER = /eslint-disable|@ts-(?:ignore|expect-error|nocheck)/;

const MAX_PACKED_BYTES = 368_000;

/** The file of `dist` that a file of the sources becomes, or nothing when it is not shipped. */
const built = (source: string): string | undefined => {
	if (/^icons\/[^/]+\.svg$/.test(source)) return `dist/${source}`;
	if (!/^(?:nodes|credentials)\//.test(source)) return undefined;
	if (source.endsWith('.d.ts')) return undefined;
	if (source.endsWith('.ts')) return `dist/${source.replace(/\.ts$/, '.js')}`;
	const asset = source.endsWith('.node.json') || /\/__schema__\/.*\.json$/.test(source);
	return asset ? `dist/${source}` : undefined;
};

/** `dist` is what the sources become: nothing is missing, nothing was added. */
export const distMatchesSources = (sources: string[], packed: string[]): Finding => {
	const expected = new Set(sources.map(built).filter((path) => path !== undefined));
	const found = new Set(packed.filter((path) => path.startsWith('dist/')));
	return {
		note: `${found.size} files`,
		complaints: [
			...[...expected].filter((path) => !found.has(path)).map((path) => `missing: ${path}`),
			...[...found].filter((path) => !expected.has(path)).map((path) => `not wanted: ${path}`),
		],
	};
};

/** Beside `dist` there are only the files that npm adds by itself. */
export const nothingBesideDist = (packed: string[]): Finding => {
	const beside = packed.filter((path) => !path.startsWith('dist/'));
	return {
		note: beside.join(', '),
		complaints: [
			...OBLIGATORY.filter((path) => !beside.includes(path)).map((path) => `missing: ${path}`),
			...beside.filter((path) => !BESIDE_DIST.includes(path)).map((path) => `not wanted: ${path}`),
		],
	};
};

/** Every node and credential that package.json names is in the package. */
export const entriesExist = ({ n8n }: Manifest, packed: string[]): Finding => {
	const named = [...n8n.nodes, ...n8n.credentials];
	return {
		note: `nodes: ${n8n.nodes.length}, credentials: ${n8n.credentials.length}`,
		complaints: named.filter((path) => !packed.includes(path)).map((path) => `missing: ${path}`),
	};
};

/** n8n verifies no package that brings a dependency. */
export const noDependencies = (manifest: Manifest): Finding => {
	const fields = INSTALLED.filter((field) => manifest[field] !== undefined);
	return { note: 'peers and tools apart', complaints: fields.map((field) => `has ${field}`) };
};

/** No comment in the sources of the package silences a check. */
export const nothingSilenced = async (folder: string, sources: string[]): Promise<Finding> => {
	const code = sources.filter((path) => /^(?:nodes|credentials)\/.*\.[cm]?[jt]s$/.test(path));
	const complaints: string[] = [];
	for (const path of code) {
		const lines = (await readFile(join(folder, path), 'utf8')).split('\n');
		lines.forEach((line, index) => {
			if (SILENCER.test(line)) complaints.push(`${path}:${index + 1}: ${line.trim()}`);
		});
	}
	return { note: `${code.length} files`, complaints };
};

/** The package is small: it is downloaded into every instance that uses it. */
export const staysSmall = (bytes: number): Finding => {
	const kilobytes = (count: number) => `${(count / 1000).toFixed(1)} kB`;
	const tooLarge = bytes >= MAX_PACKED_BYTES;
	return {
		note: kilobytes(bytes),
		complaints: tooLarge ? [`has to stay below ${kilobytes(MAX_PACKED_BYTES)}`] : [],
	};
};
