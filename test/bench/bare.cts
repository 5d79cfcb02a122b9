/** The limit: the same jobs with nothing but Node's own http client. */
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { Job, Task } from './protocol.cts';

const BOUNDARY = 'benchmark';
const HEAD = Buffer.from(
	`--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n`,
);
const TAIL = Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
const sendOf = (reference: string) =>
	JSON.stringify({
		DocumentReferences: [reference],
		DueDate: '2030-12-04T01:33:50.873Z',
		GMT: '0',
		Signers: [
			{ FirstName: 'Ana', LastName: 'Lopez', Email: 'ana@example.com' },
			{ FirstName: 'Ben', LastName: 'Wu', Email: 'ben@example.com' },
		],
	});

export interface StoredFile {
	path: string;
	bytes: number;
}

const protocolOf = (url: string) => (url.startsWith('https:') ? https : http);

type Body = string | { file: StoredFile };

/** Does the job for all items, `atATime` of them at once. */
export async function runBare(task: Task, file?: StoredFile): Promise<void> {
	const { Agent } = protocolOf(task.service);
	const agent = new Agent({ keepAlive: task.side === 'bare', maxSockets: task.atATime });
	const steps: Record<Job, () => Promise<void>> = {
		get: async () => void (await json('/Document/Status/1')),
		send: async () => void (await json('/SmartTag/Send2', sendOf('1'))),
		upload: async () => void (await upload()),
		uploadAndSend: async () => {
			const { Reference } = (await upload()) as { Reference: string };
			await json('/SmartTag/Send2', sendOf(Reference));
		},
		download: async () => await download(`/Download/GetDocumentData/${task.bytes}`),
	};
	const upload = async () => await json('/Document/Uploader', { file: file as StoredFile });
	const json = async (path: string, body?: Body): Promise<unknown> => {
		const chunks: Buffer[] = [];
		for await (const chunk of await exchange(agent, task.service + path, body)) chunks.push(chunk);
		return JSON.parse(Buffer.concat(chunks).toString());
	};
	const download = async (path: string) => {
		const target = join(tmpdir(), `bench-${randomUUID()}`);
		await pipeline(await exchange(agent, task.service + path), createWriteStream(target));
		await rm(target);
	};
	let next = 0;
	const work = async () => {
		while (next++ < task.items) await steps[task.job]();
	};
	await Promise.all(Array.from({ length: task.atATime }, work));
	agent.destroy();
}

async function exchange(agent: http.Agent, url: string, body?: Body): Promise<Readable> {
	const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
		const headers =
			typeof body === 'object'
				? {
						'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
						'content-length': HEAD.length + body.file.bytes + TAIL.length,
					}
				: { 'content-type': 'application/json', accept: 'application/json' };
		const { request } = protocolOf(url);
		const outgoing = request(url, { agent, headers, method: body ? 'POST' : 'GET' }, resolve);
		outgoing.on('error', reject);
		if (typeof body !== 'object') return void outgoing.end(body);
		outgoing.write(HEAD);
		const content = createReadStream(body.file.path);
		content.on('error', reject).pipe(outgoing, { end: false });
		content.on('end', () => outgoing.end(TAIL));
	});
	if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}`);
	return response;
}
