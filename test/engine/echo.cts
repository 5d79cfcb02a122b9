/** A service that answers with what it was sent: a stage for a file of tests. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { startBench, type Bench } from './node.cts';

// Special characters in a key make each way to write it another text.
export const SECRETS = { apiKey: 'key+4711/ab=cdef', apiSecret: 'secret&"<9a8b7c' };

interface Answer {
	status: number;
	body: string;
	name?: string;
	encodedName?: string;
	type?: string;
	retryAfter?: string;
}

/** @param take gets these before the first test */
export function useEcho(
	take: (own: { bench: Bench; credential: Record<string, string> }) => unknown,
) {
	/** What it answers, a test says. */
	const service = {} as { answer: (headers: IncomingHttpHeaders) => Answer };
	/** Of the requests of a test. */
	const signatures: string[] = [];
	let bench: Bench;
	let server: Server;
	beforeAll(async () => {
		bench = await startBench();
		server = createServer((request, response) => {
			signatures.push(String(request.headers['x-custom-signature']));
			const { status, body, name, encodedName, retryAfter, ...said } = service.answer(
				request.headers,
			);
			const type =
				said.type ?? ((name ?? encodedName) === undefined ? 'application/json' : 'application/pdf');
			response.writeHead(status, {
				'content-type': type,
				...(encodedName !== undefined && {
					'content-disposition': `attachment; filename*=UTF-8''${encodedName}`,
				}),
				...(retryAfter !== undefined && { 'retry-after': retryAfter }),
				...(name !== undefined && { 'content-disposition': `attachment; filename="${name}"` }),
			});
			response.end(body);
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		const credential = {
			...SECRETS,
			environment: 'custom',
			baseUrl: `http://127.0.0.1:${port}/web/v1.4`,
			domain: 'https://www.example.com',
		};
		take({ bench, credential });
	});
	afterAll(async () => {
		server.close();
		await bench.close();
	});
	beforeEach(() => {
		signatures.length = 0;
	});
	return { service, signatures };
}
