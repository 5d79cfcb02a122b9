/**
 * `npm run coverage:api`: which operation of the node reaches which operation of the API, and whether
 * docs/coverage.md and the output schemas say what the engine tests show. `-- --write` brings both up
 * to date. Runs the engine tests itself, unless `-- --records FOLDER` names what they have written
 * down already (`RECORDS_FOLDER=FOLDER npm test`, and `test:thorough` with the same folder).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { resources } from '../../nodes/SecuredSigning/actions/index.ts';
import { asMarkdown, asText, jobsOf } from './jobs.cts';
import { generatedFiles } from './generated.cts';
import { readRecords, runEngineTests } from './records.cts';

const PROJECT = join(__dirname, '../..');

interface Options {
	write?: boolean;
	/** The folder of an earlier run of the tests. */
	records?: string;
}

/** Returns whether all is as it should be. */
async function run({ write, records: recorded }: Options): Promise<boolean> {
	const folder = recorded ?? (await mkdtemp(join(tmpdir(), 'records-')));
	try {
		const failure = recorded ? '' : await runEngineTests(PROJECT, folder);
		const records = await readRecords(folder);
		const jobs = await jobsOf(join(PROJECT, 'docs/api/openapi.yaml'), records);
		const operations = resources.flatMap(({ value, operations: list }) =>
			list.map((operation) => `${value}:${operation.value}`),
		);
		const files = generatedFiles(PROJECT, asMarkdown(jobs), operations, records);
		const complaints = failure
			? [failure, 'The engine tests do not pass, so this is not the whole; nothing was written.']
			: await (write ? files.write() : files.check());
		if (complaints.length > 0) console.log(`${complaints.join('\n')}\n`);
		console.log(asText(jobs));
		return complaints.length === 0 && jobs.every(({ reachedBy }) => reachedBy.length > 0);
	} finally {
		if (!recorded) await rm(folder, { recursive: true, force: true });
	}
}

const { values } = parseArgs({
	options: { write: { type: 'boolean' }, records: { type: 'string' } },
});
void run(values).then((well) => {
	process.exitCode = well ? 0 : 1;
});
