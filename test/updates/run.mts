/**
 * An update, unattended: an n8n that an earlier version of this package has left in the middle of its work
 * goes on with the package of this project. `npm run test:updates` takes every fixture, `-- --n8n 2.41.1`
 * those of one line.
 */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { check } from '../harness/check.mts';
import { Executions } from '../n8n/executions.mts';
import { N8N_VERSIONS, versionOf, type N8nVersion } from '../n8n/install.mts';
import { Owner } from '../n8n/owner.mts';
import { installProject } from '../n8n/package.mts';
import { request } from '../n8n/request.mts';
import { sendLease } from '../n8n/sending.mts';
import { startServer } from '../n8n/server.mts';
import type { SimulatorDocument } from '../n8n/simulator.mts';
import { until } from '../n8n/until.mts';
import { readWorkflow } from '../n8n/workflows.mts';
import { FIXTURES, readRecord, revived, unpackFixture, type Record } from './fixture.mts';
import { ACCOUNT, onSite, type Site } from './site.mts';
import { toldOn } from './told.mts';
import { AWAITED, CALLED, POLLED, SENT } from './workflows.mts';

/** Longer than two looks of the trigger take. */
const LIMIT = 120_000;

const play = async (before: Record, site: Site): Promise<void> => {
	const { n8n, simulator, reached } = site;
	const documents = before.documents.map(revived);
	for (const document of documents) simulator.put(document);
	const named = (name: string): SimulatorDocument =>
		documents.find((document) => document.name === name) ?? assert.fail(name);
	const [old, fresh, awaited] = ['Old.docx', 'New.docx', 'Awaited.docx'].map(named);
	const sent = documents.find(({ clientReference }) => clientReference) ?? assert.fail('none sent');

	await installProject(n8n);
	const server = await startServer(n8n);
	try {
		const owner = await Owner.logIn(server.origin, ACCOUNT);
		const executions = new Executions(owner);
		const told = (id: string) =>
			toldOn(simulator)
				.filter(([own]) => own === id)
				.map(([, what, reference]) => `${what} ${reference}`);
		const call = async (address: string, { reference }: SimulatorDocument) => {
			const { status } = await request(reached(address), {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ Event: 'completed', DocumentReference: reference }),
			});
			return status;
		};
		const looks = () => simulator.requests.filter(({ path }) => path.endsWith('/Signed')).length;

		await check('each stored workflow opens with its values', async () => {
			for (const { id, nodes } of before.workflows) {
				const { nodes: now } = await readWorkflow(owner, id);
				const values = (list: typeof nodes) =>
					list.map(({ name, parameters }) => [name, parameters]);
				assert.deepEqual(values(now), values(nodes), id);
			}
		});

		await check('the polling trigger repeats nothing', async () => {
			await until('second look', () => looks() > 1 || undefined, LIMIT);
			assert.deepEqual(told(POLLED), []);
		});

		await check('and loses nothing', async () => {
			const next = await sendLease(simulator, {}, { name: 'Next.docx' });
			for (const { reference } of documents) await simulator.sign(reference);
			const due = [
				`sent ${next}`,
				...documents.flatMap(({ reference }) => [`signed ${reference}`, `completed ${reference}`]),
			];
			await until('word of all', () => told(POLLED).length >= due.length || undefined, LIMIT);
			const last = looks();
			await until('look', () => looks() > last + 1 || undefined, LIMIT);
			assert.deepEqual(told(POLLED).sort(), due.sort());
		});

		await check(
			'a wait for a file that it sent goes on, by the address it gave away then',
			async () => {
				assert.equal(await call(sent.notifyUrl ?? '', sent), 200);
				await until('end of the wait', () => told(SENT).length > 0 || undefined, LIMIT);
				assert.deepEqual(told(SENT), [`completed ${sent.reference}`]);
				const [{ id }] = await executions.untilMany(SENT, 'success', 1);
				const { results } = await executions.until(id, 'success', { last: 'Tell' });
				const [item] = results.Wait;
				assert.equal(item.json.finished, true);
				assert.equal(item.binary?.data.fileName, '(signed).pdf');
				assert.equal((await executions.file(item)).subarray(0, 5).toString(), '%PDF-');
			},
		);

		await check('the callback trigger is called at the address it gave away then', async () => {
			assert.equal(await call(before.notifyUrl, fresh), 200);
			await until('word of the call', () => told(CALLED).length > 0 || undefined, LIMIT);
			assert.deepEqual(told(CALLED), [`completed ${fresh.reference}`]);
			assert.equal(await call(before.notifyUrl.replace(/.$/, '!'), old), 401);
		});

		await check('a wait for a document of somebody else goes on as well', async () => {
			assert.equal(await call(before.resumeUrl, awaited), 200);
			await until('end of the wait', () => told(AWAITED).length > 0 || undefined, LIMIT);
			assert.deepEqual(told(AWAITED), [`completed ${awaited.reference}`]);
		});
	} finally {
		await server.stop();
	}
};

const { values } = parseArgs({ options: { n8n: { type: 'string' } } });
const lines: readonly N8nVersion[] = values.n8n ? [versionOf(values.n8n)] : N8N_VERSIONS;

for (const file of await readdir(FIXTURES)) {
	const [, version, line] = /^(.+)-n8n-(.+)\.json$/.exec(file) ?? [];
	const n8n = lines.find((known) => known === line);
	if (!n8n) continue;
	console.log(`\n== From ${version}, in n8n ${line}\n`);
	const before = await readRecord(version, n8n);
	await onSite(
		n8n,
		async (folder) => await unpackFixture(version, n8n, folder),
		async (site) => await play(before, site),
	);
}
