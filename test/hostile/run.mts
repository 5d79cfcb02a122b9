/**
 * No file stops n8n: files that are built to be a burden are uploaded to a real n8n, to workflows that
 * check them and that send them within Sending Limits, while n8n is asked whether it is well.
 *
 * `npm run test:hostile` takes both maintained lines, `-- --n8n 1.123.81` one; `--files FOLDER` takes
 * the files of a folder besides, `--seed N` other ones that are made up. `--short` takes fewer, and
 * judges no time: a busy machine is no failure.
 */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { check } from '../harness/check.mts';
import { request } from '../n8n/request.mts';
import { startServer, type N8nServer } from '../n8n/server.mts';
import { furnish, onEachLine, type Stage } from '../n8n/stage.mts';
import { until } from '../n8n/until.mts';
import { sampled } from '../fuzz/resources/generators.cts';
import { Health, memoryOf } from './health.mts';
import { hostileWorkflows, PATHS, uploaded } from './workflows.mts';

const { values } = parseArgs({
	options: {
		n8n: { type: 'string' },
		files: { type: 'string' },
		seed: { type: 'string', default: '20261126' },
		short: { type: 'boolean', default: false },
	},
});

const WELL_WITHIN_MS = 1000;
const AT_ONCE = 5;

interface Upload {
	what: string;
	fileName: string;
	content(): Promise<Buffer> | Buffer;
}

async function uploads(): Promise<Upload[]> {
	const { files: folder, seed, short } = values;
	const stored = folder ? await readdir(folder) : [];
	return [
		...stored.map((fileName) => ({
			what: fileName,
			fileName,
			content: async () => await readFile(join(folder!, fileName)),
		})),
		...sampled('grammar', Number(seed), short ? 6 : 60),
	];
}

/** n8n 2 registers webhooks some moments after it says that it is ready. */
async function untilRegistered(origin: string): Promise<void> {
	for (const path of Object.values(PATHS)) {
		const call = async () => await request(`${origin}/webhook/${path}`, { method: 'POST' });
		await until(`webhook ${path}`, async () => (await call()).status !== 404 || undefined);
	}
}

/** What the workflow said of the file, in few words. */
function said({ readable, notRead, error }: Record<string, unknown>): string {
	if (readable) return notRead ? `${String(readable)}: ${String(notRead)}` : String(readable);
	return String(error);
}

async function play(stage: Stage): Promise<void> {
	const { n8n, credential, simulator } = stage;
	// It takes nothing: what would come to the service must not be a burden to this process, which measures.
	simulator.faults.add({ kind: 'paymentRequired', times: Infinity });
	await furnish(stage);
	await n8n.importWorkflows(hostileWorkflows(credential));
	for (const path of Object.values(PATHS)) await n8n.activate(path);
	const server = await startServer(n8n);
	let isAlive = true;
	void server.ended.then(() => (isAlive = false));
	const health = new Health(server);
	try {
		await untilRegistered(server.origin);
		const rest = await memoryOf(server.pid ?? 0);
		for (const file of await uploads()) {
			const content = await file.content();
			health.look();
			for (const path of Object.values(PATHS)) {
				await tried(server, health, { ...file, what: `${path}: ${file.what}` }, async () => {
					assert.ok(isAlive, 'n8n has ended');
					return said(await uploaded(server.origin, path, file.fileName, content));
				});
			}
		}
		const many = (await uploads()).slice(0, AT_ONCE);
		const what = `${AT_ONCE} at once: ${many.map((file) => file.what.slice(0, 30)).join('; ')}`;
		await tried(server, health, { ...many[0], what }, async () => {
			const answers = await Promise.all(
				many.map(async ({ fileName, content }) =>
					said(await uploaded(server.origin, PATHS.check, fileName, await content())),
				),
			);
			return answers.join(' | ');
		});
		await check('n8n is there at the end', () => assert.ok(isAlive));
		const end = await memoryOf(server.pid ?? 0);
		console.log(
			`n8n's memory: ${rest?.now} MB at rest, ${end?.peak} MB at most, ${end?.now} MB at the end`,
		);
	} finally {
		await health.end();
		await server.stop();
	}
}

async function tried(
	server: N8nServer,
	health: Health,
	{ what }: Upload,
	act: () => Promise<string>,
): Promise<void> {
	await check(what, async () => {
		const begun = performance.now();
		const words = await act();
		// One more that begins after the file was read.
		const { ok } = await request(`${server.origin}/healthz`);
		const { longest, asked, silent } = health.look();
		const took = ((performance.now() - begun) / 1000).toFixed(1);
		console.log(
			`  ${took} s; asked ${asked} times, answered within ${longest.toFixed(0)} ms; ${words.slice(0, 150)}`,
		);
		assert.ok(ok && silent === 0, 'n8n did not answer');
		if (!values.short) assert.ok(longest <= WELL_WITHIN_MS, `n8n answered after ${longest} ms`);
	});
}

await onEachLine(values.n8n, play);
