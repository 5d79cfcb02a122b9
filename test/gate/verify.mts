/**
 * The gate in front of a release: n8n's verification, offline, and what the project asks besides.
 * `npm run verify` builds `dist` and runs it.
 */
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as checks from './checks.mts';
import { report, type Check } from './report.mts';
import { PACKAGE_FILE_PATTERNS, scan, SOURCE_FILE_PATTERNS } from './scan.mts';
import { packAndUnpack } from '../harness/packed.mts';
import { copySources, filesBelow } from './staging.mts';

const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const prepare = async (folder: string): Promise<Check[]> => {
	const sources = await copySources(PROJECT, join(folder, 'sources'));
	const packed = await packAndUnpack(PROJECT, join(folder, 'packed'));
	const sourceFiles = await filesBelow(sources);
	const packedFiles = await filesBelow(packed.folder);
	const manifest = JSON.parse(
		await readFile(join(packed.folder, 'package.json'), 'utf8'),
	) as checks.Manifest;

	console.log(`The gate, for ${manifest.name} ${manifest.version}\n`);
	return [
		{ name: "n8n's scanner: the sources", run: () => scan(sources, SOURCE_FILE_PATTERNS) },
		{
			name: "n8n's scanner: the package",
			run: () => scan(packed.folder, PACKAGE_FILE_PATTERNS),
		},
		{
			name: 'no check is silenced',
			run: () => checks.nothingSilenced(sources, sourceFiles),
		},
		{ name: 'no dependency', run: () => checks.noDependencies(manifest) },
		{
			name: 'package.json names what is there',
			run: () => checks.entriesExist(manifest, packedFiles),
		},
		{
			name: 'dist is what the sources become',
			run: () => checks.distMatchesSources(sourceFiles, packedFiles),
		},
		{ name: 'nothing beside dist', run: () => checks.nothingBesideDist(packedFiles) },
		{ name: 'the package is small', run: () => checks.staysSmall(packed.size) },
	];
};

// Resolved, since ESLint compares paths and a temporary folder is often a symbolic link.
const folder = await realpath(await mkdtemp(join(tmpdir(), 'gate-')));
try {
	await report(await prepare(folder));
} finally {
	await rm(folder, { recursive: true, force: true });
}
