/** Runs the engine tests for what they show, and reads what was written down. */
import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { RunRecord } from './record.cts';

const jest = require.resolve('jest/bin/jest');

// Its schemas are made of what the other tests show, so it must not have a say in them.
const NOT_RECORDED = 'schemas.test';

/** Runs the engine tests and has them write into `folder`. Returns what jest said if one failed. */
export const runEngineTests = async (project: string, folder: string): Promise<string> =>
	await new Promise((resolve, reject) => {
		const projects = ['--selectProjects', 'engine', 'thorough'];
		const which = [...projects, '--testPathIgnorePatterns', NOT_RECORDED];
		const child = spawn(process.execPath, [jest, ...which], {
			cwd: project,
			env: { ...process.env, RECORDS_FOLDER: folder },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let said = '';
		for (const output of [child.stdout, child.stderr]) {
			output.on('data', (chunk: Buffer) => (said += chunk.toString()));
		}
		child.on('error', reject);
		child.on('close', (code) => resolve(code === 0 ? '' : said));
	});

/** All recorded runs, in an order that does not depend on which test was faster. */
export const readRecords = async (folder: string): Promise<RunRecord[]> => {
	const files = (await readdir(folder)).filter((name) => !name.startsWith(NOT_RECORDED)).sort();
	const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
	return texts.flatMap((text) =>
		text
			.split('\n')
			.filter(Boolean)
			.map((line) => JSON.parse(line) as RunRecord),
	);
};
