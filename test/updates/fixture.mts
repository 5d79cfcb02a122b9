/**
 * What an n8n with an earlier version of this package has left behind, as it is kept in `fixtures`.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parse } from 'flatted';
import { command } from '../n8n/command.mts';
import { N8N_VERSIONS, type N8nVersion } from '../n8n/install.mts';
import type { N8n, Workflow } from '../n8n/instance.mts';
import type { SimulatorDocument } from '../n8n/simulator.mts';
import type * as Documents from './documents.cts';

export const FIXTURES = join(import.meta.dirname, 'fixtures');

export const { FILE, revived, withoutPaths } = createRequire(import.meta.url)(
	'./documents.cts',
) as typeof Documents;

/** What stands beside the archive with n8n's folder. */
export interface Record {
	/** Of this package. */
	version: string;
	workflows: Workflow[];
	/** The documents of the service. Dates are texts here. */
	documents: SimulatorDocument[];
	/** The address that the callback trigger is called at, with its key. */
	notifyUrl: string;
	/** The one of the execution that waits for a document of somebody else. */
	resumeUrl: string;
}

const nameOf = (version: string, n8n: N8nVersion): string =>
	join(FIXTURES, `${version}-n8n-${n8n}`);

/** Leaves the database as one small file. */
const COMPACT = `
const { DatabaseSync } = require('node:sqlite');
const database = new DatabaseSync(process.argv[1]);
database.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE; VACUUM');
database.close();
`;

/** What this package has stored in n8n's database: of triggers, and of executions that wait. */
const STATE = `
const { DatabaseSync } = require('node:sqlite');
const database = new DatabaseSync(process.argv[1]);
const all = (query) => database.prepare(query).all();
console.log(JSON.stringify({
	triggers: all('SELECT id, staticData FROM workflow_entity WHERE staticData IS NOT NULL'),
	waits: all("SELECT workflowId, data FROM execution_entity JOIN execution_data ON executionId = id WHERE status = 'waiting'"),
}));
`;

interface Rows {
	triggers: Array<{ id: string; staticData: string }>;
	waits: Array<{ workflowId: string; data: string }>;
}

interface Waiting {
	executionData: {
		contextData: { flow?: object };
		nodeExecutionStack: Array<{ data: { main: Array<Array<{ json: object }>> } }>;
	};
}

/** Keeps the same as JSON, for the tests that go without n8n. */
export const keepState = async (version: string, node: string, database: string): Promise<void> => {
	const text = await command(node, ['--no-warnings', '--eval', STATE, database]);
	const { triggers, waits } = JSON.parse(text) as Rows;
	const state = {
		triggers: Object.fromEntries(
			triggers.map(({ id, staticData }) => [id, JSON.parse(staticData) as object]),
		),
		waits: Object.fromEntries(
			waits.map(({ workflowId, data }) => {
				const { contextData, nodeExecutionStack } = (parse(data) as Waiting).executionData;
				const items = nodeExecutionStack[0].data.main[0].map(({ json }) => json);
				return [workflowId, { items, flow: contextData.flow }];
			}),
		),
	};
	const file = join(FIXTURES, `${version}-state.json`);
	await writeFile(file, `${JSON.stringify(state, null, '\t')}\n`);
};

/** Keeps the folder of an n8n that has ended, without the package, whose next version takes its place. */
export const keepFixture = async ({ home, installation }: N8n, record: Record): Promise<void> => {
	const folder = join(home.userFolder, '.n8n');
	const { node, version } = installation;
	await command(node, ['--no-warnings', '--eval', COMPACT, join(folder, 'database.sqlite')]);
	if (version === N8N_VERSIONS[0]) {
		await keepState(record.version, node, join(folder, 'database.sqlite'));
	}
	const name = nameOf(record.version, version);
	await mkdir(FIXTURES, { recursive: true });
	const all = ['config', 'database.sqlite', 'binaryData', 'storage'];
	const there = (await command('ls', [folder])).split('\n').filter((entry) => all.includes(entry));
	const plain = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mtime=@0'];
	const archive = `${name}.tar.xz`;
	await command('tar', ['-cJf', archive, ...plain, '-C', folder, ...there]);
	await writeFile(`${name}.json`, `${JSON.stringify(record, null, '\t')}\n`);
};

export const readRecord = async (version: string, n8n: N8nVersion): Promise<Record> =>
	JSON.parse(await readFile(`${nameOf(version, n8n)}.json`, 'utf8')) as Record;

/** Puts what was kept into the folder of an n8n to be started. */
export const unpackFixture = async (
	version: string,
	n8n: N8nVersion,
	folder: string,
): Promise<void> => {
	const target = join(folder, '.n8n');
	await mkdir(target, { recursive: true });
	await command('tar', ['-xJf', `${nameOf(version, n8n)}.tar.xz`, '-C', target]);
};
