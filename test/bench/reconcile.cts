/**
 * `npm run bench:reconcile`: Document > Reconcile in n8n's engine, with 10,000 rows against 100,000 documents and with a
 * tenth of both. It fails when ten times as much takes much more than ten times as long, or when it holds more memory than
 * its lists are long: ratios, which are the same on every machine.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

import { runWorkflow } from '../harness/engine.cts';
import { engineWith, nodeWith, workflowOf } from '../engine/node.cts';

const DOCUMENTS = 100_000;
const ROWS = 10_000;
/** Ten times as much, with room for what a busy machine does meanwhile. */
const MOST_TIMES = 20;
/** What is held at the most, over the text of the lists. */
const MOST_HELD = 16;
const DAY_MS = 24 * 60 * 60_000;

/** One of every ten is only uploaded, two are out, the others are signed. */
const folderOf = (index: number) =>
	index % 10 === 0 ? 'InBox' : index % 10 < 3 ? 'Progress' : 'Signed';

const at = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

/** A document with two signers, as long as those of the simulator. */
function documentOf(index: number): object {
	const folder = folderOf(index);
	const signer = (name: string, email: string) => ({
		...{ FirstName: name, LastName: `No ${index}`, Email: email },
		...{ SignerReference: String(index).padStart(48, '2'), HasSigned: folder === 'Signed' },
		...{ Editable: false, SignedStatus: folder === 'Signed' ? 'Signed' : 'Invitation' },
	});
	return {
		...{ Name: `Contract ${index}.pdf`, Reference: String(index).padStart(48, '1') },
		Signers:
			folder === 'InBox' ? [] : [signer('Ana', 'ana@example.com'), signer('Ben', mailOf(index))],
		Status: { InBox: 'NotStart', Progress: 'Signing', Signed: 'Complete' }[folder],
		...(folder !== 'InBox' && { DueDate: at(5), GMT: '0' }),
		...(folder === 'Signed' && { LastSignedDate: at(-1) }),
		...{ Folder: folder, HasFileUploaded: false, ClientReference: `order-${index}` },
	};
}

const mailOf = (index: number) => `signer${index}@example.com`;

/** The service, in a process of its own. */
async function serve(count: number): Promise<void> {
	const lists = new Map<string, string>();
	for (const folder of ['InBox', 'Progress', 'Signed']) {
		const documents = Array.from({ length: count }, (_, index) => index)
			.filter((index) => folderOf(index) === folder)
			.map(documentOf);
		lists.set(folder, JSON.stringify(documents));
	}
	const server = createServer(({ url = '' }, response) => {
		const folder = /GetActiveDocuments\/(\w+)/.exec(url)?.[1] ?? '';
		response.setHeader('content-type', 'application/json').end(lists.get(folder) ?? '{}');
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const bytes = [...lists.values()].reduce((sum, text) => sum + text.length, 0);
	process.send?.({ port: (server.address() as AddressInfo).port, bytes });
}

interface Measured {
	milliseconds: number;
	held: number;
	bytes: number;
	states: Record<string, number>;
}

/** Two runs, each of which reads all documents: half of the rows name a client reference, half a signer. One of ten was never sent. */
async function measure(documents: number, rows: number): Promise<Measured> {
	const service = fork(__filename, [String(documents)], { execArgv: process.execArgv });
	const [{ port, bytes }] = (await once(service, 'message')) as [{ port: number; bytes: number }];
	const engine = engineWith({
		...{ environment: 'custom', baseUrl: `http://127.0.0.1:${port}/web/v1.4` },
		...{ apiKey: 'key-of-the-bench', apiSecret: 'secret-of-the-bench' },
		domain: 'https://n8n.example.com',
	});
	const items = Array.from({ length: rows }, (_, row) => {
		const index = row % 10 === 9 ? documents + row : row * 10 + (row % 10);
		return {
			json:
				row % 2 === 0 ? { order: `order-${index}`, to: 'x@example.com' } : { to: mailOf(index) },
		};
	});
	const node = (parameters: object) =>
		nodeWith({ resource: 'document', operation: 'reconcile', keepsDocuments: true, ...parameters });
	const halves = [
		{
			items: items.filter((_, row) => row % 2 === 0),
			parameters: { clientReference: '={{ $json.order }}' },
		},
		{
			items: items.filter((_, row) => row % 2 === 1),
			parameters: { signerEmail: '={{ $json.to }}' },
		},
	];
	global.gc?.();
	const before = process.memoryUsage();
	let most = 0;
	let isOver = false;
	const watch = (async () => {
		while (!isOver) {
			most = Math.max(most, process.memoryUsage().rss - before.rss);
			await wait(20);
		}
	})();
	const states: Record<string, number> = {};
	const begun = performance.now();
	for (const half of halves) {
		const { data } = await runWorkflow(
			engine,
			{ ...workflowOf(node(half.parameters)), settings: {} },
			half.items,
		);
		const { error, runData } = data.resultData;
		if (error) throw error;
		for (const { json } of runData['Secured Signing'][0].data?.main[0] ?? []) {
			states[String(json.state)] = (states[String(json.state)] ?? 0) + 1;
		}
	}
	const milliseconds = performance.now() - begun;
	isOver = true;
	await watch;
	service.kill();
	return { milliseconds, held: most, bytes, states };
}

async function main(): Promise<void> {
	await measure(1000, 100);
	const small = await measure(DOCUMENTS / 10, ROWS / 10);
	const large = await measure(DOCUMENTS, ROWS);
	const times = large.milliseconds / small.milliseconds;
	const held = large.held / large.bytes;
	for (const [name, { milliseconds, held: bytes, states }] of Object.entries({ small, large })) {
		console.log(
			`${name}: ${(milliseconds / 1000).toFixed(1)} s, ${Math.round(bytes / 1e6)} MB,`,
			JSON.stringify(states),
		);
	}
	console.log(`The lists are ${Math.round(large.bytes / 1e6)} MB of text.`);
	console.log(`Ten times as much takes ${times.toFixed(1)} times as long (at most ${MOST_TIMES}).`);
	console.log(`It holds ${held.toFixed(1)} times the text of its lists (at most ${MOST_HELD}).`);
	process.exitCode = times <= MOST_TIMES && held <= MOST_HELD ? 0 : 1;
}

void (process.argv[2] === undefined ? main() : serve(Number(process.argv[2])));
