/**
 * Checks the two example workflows as one story: contracts go out, people sign them, the signed
 * files come back.
 */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { check } from '../harness/check.mts';
import type { N8n } from '../n8n/instance.mts';
import { sha256 } from '../n8n/sha256.mts';
import type { RecordedRequest, Simulator } from '../n8n/simulator.mts';

const SEND = 'send-a-contract';
const COLLECT = 'collect-signed-contracts';

const digest = async (file: string): Promise<string> => sha256(await readFile(file));

/** The digests of several files, in an order that does not depend on the names. */
const digests = async (files: string[]): Promise<string[]> =>
	(await Promise.all(files.map(digest))).sort();

const pdfsIn = async (folder: string): Promise<string[]> =>
	(await readdir(folder)).filter((name) => name.endsWith('.pdf')).map((name) => join(folder, name));

/** What requests asked for, in their order. */
const operationsOf = (requests: RecordedRequest[]): Array<string | undefined> =>
	requests.map(({ operationId }) => operationId);

const times = <T,>(count: number, value: T): T[] => new Array<T>(count).fill(value);

/** Opens the signing page of every signer in their order and presses Sign; returns their keys. */
const signEverything = async ({ origin, documents }: Simulator): Promise<string[]> => {
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

export const checkContracts = async (
	n8n: N8n,
	simulator: Simulator,
	contracts: string[],
): Promise<void> => {
	const originals = await digests(contracts);

	const first = simulator.requests.length;
	const sent = await check(`the example ${SEND} runs in n8n`, async () => {
		return await n8n.execute(SEND);
	});
	await check('every contract arrived once, byte for byte', () => {
		const arrived = simulator.documents().map(({ file }) => file.sha256);
		assert.deepEqual(arrived.sort(), originals);
	});

	await check('every document was uploaded, then sent once, then asked for its link', () => {
		const count = contracts.length;
		const operations = operationsOf(simulator.requests.slice(first));
		// Before it is sent, each is looked up: another node uploaded it. Items take turns as they come.
		const LOOKS = ['getAccountInfo', 'getDocumentStatus'];
		const looks = operations.filter((operation) => operation === 'getDocumentStatus');
		assert.equal(looks.length, count);
		// How late a due date may be, once for each run of the node.
		assert.ok(operations.includes('getAccountInfo'));
		assert.deepEqual(
			operations.filter((operation) => !LOOKS.includes(operation ?? '')),
			[
				...times(count, 'uploadDocument'),
				...times(count, 'sendSmartTag2'),
				...times(count, 'getSignerLink'),
			],
		);
		for (const { name, sends } of simulator.documents()) assert.equal(sends, 1, name);
	});

	const keys = await check('every signer signs on the page of the service', async () => {
		const signed = await signEverything(simulator);
		assert.ok(signed.length > 0, 'nobody was invited');
		for (const { name, folder } of simulator.documents()) assert.equal(folder, 'Signed', name);
		return signed;
	});

	await check('the workflow gave the key or link of such a page for every contract', () => {
		assert.ok(sent && keys, 'the workflow or the signing failed before');
		const told = JSON.stringify(sent);
		const opening = keys.filter((key) => told.includes(key));
		assert.ok(opening.length >= contracts.length, `${opening.length} in the results`);
	});

	await check(`the example ${COLLECT} brings the signed files back`, async () => {
		const before = simulator.requests.length;
		await n8n.execute(COLLECT);
		assert.deepEqual(operationsOf(simulator.requests.slice(before)), [
			'getActiveDocuments',
			...times(contracts.length, 'downloadDocument'),
		]);
		const signed = await pdfsIn(join(n8n.home.files, 'signed'));
		const kept = simulator.documents().map(({ signed: file }) => file?.sha256);
		assert.deepEqual(await digests(signed), kept.sort());
		assert.equal(signed.length, contracts.length);
		for (const file of signed) {
			assert.equal((await readFile(file)).subarray(0, 5).toString(), '%PDF-', file);
			assert.ok(!originals.includes(await digest(file)), `${file} is the file as it was sent`);
		}
	});

	await check('the simulator refused nothing and missed nothing', () => {
		const refused = simulator.requests.slice(first).filter(({ status }) => status !== 200);
		assert.deepEqual(
			refused.map(({ path, status }) => `${status} ${path}`),
			[],
		);
		assert.deepEqual(simulator.problems, []);
		assert.ok(
			simulator.documents().every(({ sends }) => sends === 1),
			'a document was sent again',
		);
	});
};
