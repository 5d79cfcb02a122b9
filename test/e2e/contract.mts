/**
 * Checks the two example workflows as one story: contracts go out, people sign them, the signed
 * files come back.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checks } from './checks.mts';
import { copyDocuments } from './examples.mts';
import type { N8n } from './n8n/instance.mts';
import type { RecordedRequest, Sandbox } from './sandbox.mts';

const SEND = 'send-a-contract';
const COLLECT = 'collect-signed-contracts';

const sha256 = async (file: string): Promise<string> =>
	createHash('sha256')
		.update(await readFile(file))
		.digest('hex');

const hashes = async (files: string[]): Promise<Set<string>> =>
	new Set(await Promise.all(files.map(sha256)));

/** The files in a folder of n8n that end with `.pdf`. */
const pdfsIn = async (folder: string): Promise<string[]> =>
	(await readdir(folder, { recursive: true }))
		.filter((name) => name.endsWith('.pdf'))
		.map((name) => join(folder, name));

/** The documents that a request asked to send. */
const sentBy = ({ body }: RecordedRequest): string[] =>
	(body as { DocumentReferences?: string[] } | undefined)?.DocumentReferences ?? [];

/** Opens the signing page of every invitee in their order and presses Sign; returns their keys. */
const signEverything = async ({ origin, documents }: Sandbox): Promise<string[]> => {
	const keys: string[] = [];
	for (const { signers } of documents()) {
		for (const { key } of signers) {
			const page = `${origin}/sign/${key}`;
			assert.match(await (await fetch(page)).text(), /<button>Sign<\/button>/);
			const answer = await fetch(page, { method: 'POST', body: new URLSearchParams() });
			assert.match(await answer.text(), /You have signed this document/);
			keys.push(key);
		}
	}
	return keys;
};

export const checkContract = async (checks: Checks, n8n: N8n, sandbox: Sandbox): Promise<void> => {
	const { files } = n8n.home;
	const originals = await hashes(await copyDocuments(n8n.home));

	const first = sandbox.requests.length;
	const sent = await checks.check(`the example ${SEND} runs in n8n`, async () => {
		return await n8n.execute(SEND);
	});
	const sending = sandbox.requests.slice(first);

	await checks.check('every file arrived byte for byte', () => {
		const documents = sandbox.documents();
		assert.ok(documents.length > 0, 'no document arrived');
		for (const { name, file } of documents) assert.ok(originals.has(file.sha256), name);
	});

	await checks.check('every document was sent once, after its upload', () => {
		const operations = sending.map(({ operationId }) => operationId);
		const sends = sending.flatMap(sentBy);
		const uploaded = sandbox.documents().map(({ reference }) => reference);
		assert.deepEqual([...sends].sort(), [...uploaded].sort());
		for (const { name, sends: times } of sandbox.documents()) assert.equal(times, 1, name);
		const upload = operations.findIndex((id) => id?.startsWith('upload'));
		assert.ok(upload >= 0, `no upload in ${operations.join(', ')}`);
		assert.ok(upload < sending.findIndex((request) => sentBy(request).length > 0));
	});

	const keys = await checks.check('every invitee signs on the page of the service', async () => {
		const signed = await signEverything(sandbox);
		assert.ok(signed.length > 0, 'nobody was invited');
		for (const { name, folder } of sandbox.documents()) assert.equal(folder, 'Signed', name);
		return signed;
	});

	await checks.check('the signing key or link that the workflow gave opens such a page', () => {
		assert.ok(sent && keys, 'the workflow or the signing failed before');
		const told = JSON.stringify(sent);
		assert.ok(
			keys.some((key) => told.includes(key)),
			'none in the results of the workflow',
		);
	});

	await checks.check(`the example ${COLLECT} brings the signed files back`, async () => {
		const before = new Set(await pdfsIn(files));
		await n8n.execute(COLLECT);
		const signed = (await pdfsIn(files)).filter((file) => !before.has(file));
		assert.equal(signed.length, sandbox.documents().length);
		for (const file of signed) {
			assert.equal((await readFile(file)).subarray(0, 5).toString(), '%PDF-', file);
			assert.ok(!originals.has(await sha256(file)), `${file} is the file as it was sent`);
		}
		const kept = sandbox.documents().map(({ signed }) => signed?.sha256);
		assert.deepEqual([...(await hashes(signed))].sort(), kept.sort());
	});

	await checks.check('the simulator refused nothing and missed nothing', () => {
		const refused = sandbox.requests.slice(first).filter(({ status }) => status !== 200);
		assert.deepEqual(
			refused.map(({ path, status }) => `${status} ${path}`),
			[],
		);
		assert.deepEqual(sandbox.problems, []);
		assert.ok(
			sandbox.documents().every(({ sends }) => sends === 1),
			'a document was sent again',
		);
	});
};
