/** A service that answers whatever it is told to, byte by byte; and another origin beside it. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';

import { pdfFile } from '../harness/pdfFile.cts';
import { startElsewhere } from '../../simulator/elsewhere.cts';
import type { Answer } from './answers.cts';
import { exampleFor } from './examples.cts';
import { mutated } from './mutations.cts';

const BASE_PATH = '/web/v1.4';
const PDF = pdfFile('<<>>');

export interface Special {
	route: RegExp;
	/** @param example what the description has for the request */
	answer: (example: unknown) => Answer;
}

export interface StandIn {
	/** Saved values of a credential that leads here. */
	credential: Record<string, string>;
	/** For the requests to come, one after another; the last one is for all further ones. */
	answers: Answer[];
	/** Answers for the requests whose method and path they fit, before all others; the first counts. */
	specials: Special[];
	/** What came in since the last `forget`: method and path. */
	requests: string[];
	/** The signatures that came in since the last `forget`. */
	signatures: string[];
	/** Requests that went to the other origin. */
	elsewhere: unknown[];
	/** What comes now is of another account: in one, no two sends bring out the same document. */
	forget(): void;
	close(): Promise<void>;
}

export async function startStandIn(): Promise<StandIn> {
	const other = await startElsewhere();
	const open = new Set<Socket>();
	const server = createServer((request) => {
		void answer(request).catch(() => request.socket.destroy());
	});
	server.on('connection', (socket) => {
		open.add(socket);
		socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;

	const standIn: StandIn = {
		credential: {
			environment: 'custom',
			baseUrl: `http://127.0.0.1:${port}${BASE_PATH}`,
			apiKey: randomUUID(),
			apiSecret: 'fuzzed-api-secret-91bc',
			domain: 'https://www.example.com',
		},
		answers: [],
		specials: [],
		requests: [],
		signatures: [],
		elsewhere: other.elsewhere.requests,
		forget: () => {
			standIn.requests = [];
			standIn.signatures = [];
			standIn.elsewhere.length = 0;
			standIn.credential.apiKey = randomUUID();
			for (const socket of open) socket.destroy();
		},
		close: async () => {
			for (const socket of open) socket.destroy();
			for (const one of [server, other.server]) await new Promise((done) => one.close(done));
		},
	};

	async function answer(request: IncomingMessage): Promise<void> {
		const { method = '', url = '', headers } = request;
		const path = url.slice(BASE_PATH.length).split('?')[0];
		const signature = String(headers['x-custom-signature']);
		standIn.requests.push(`${method} ${path}`);
		standIn.signatures.push(signature);
		const sent = await buffer(request);
		const example = exampleFor(method, path, jsonIn(sent));
		const special = standIn.specials.find(({ route }) => route.test(`${method} ${path}`));
		const given = special
			? special.answer(example)
			: standIn.answers.length > 1
				? (standIn.answers.shift() as Answer)
				: standIn.answers[0];
		// A bad service gives back what it was sent, and leads to where it likes.
		const filled = (text: string) =>
			text
				.replaceAll('@ELSEWHERE@', other.elsewhere.url)
				.replaceAll('@KEY@', String(headers['x-custom-api-key']))
				.replaceAll('@SIGNATURE@', signature);
		const body = Buffer.from(filled(bodyOf(given, method, example)));
		const lines = given.headers.map(([name, value]) => `${name}: ${filled(value)}\r\n`);
		const length = `content-length: ${given.length ?? body.length}\r\n`;
		const head = `HTTP/1.1 ${given.status} ${filled(given.reason)}\r\n${lines.join('')}${length}\r\n`;
		request.socket.write(Buffer.concat([Buffer.from(head, 'latin1'), body]));
		if (!given.stays) request.socket.end();
	}
	return standIn;
}

function jsonIn(sent: Buffer): unknown {
	try {
		return JSON.parse(sent.toString());
	} catch {
		// A file, or nothing.
		return undefined;
	}
}

function bodyOf({ body }: Answer, method: string, example: unknown): string {
	if ('text' in body) return body.text;
	if ('json' in body) return JSON.stringify(body.json) ?? '';
	// What has no JSON is a download, or nothing but a status.
	if (example === undefined) return method === 'GET' ? PDF.toString() : '';
	return JSON.stringify(mutated(example, body.mutations));
}
