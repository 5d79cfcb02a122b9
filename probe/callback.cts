// Hears how the service calls a Notify URL. Nothing of a call is kept but its method and content type.
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';

export interface Call {
	method: string;
	contentType: string;
	/** The body's first sign tells more than a content type that may be wrong. */
	looksLike: 'json' | 'form' | 'nothing' | 'other';
}

export interface CallbackListener {
	/** The address that the service is given: with a word of the probe's own, which no stranger knows. */
	address: string;
	calls: Call[];
	/** How long a call may take to come. */
	waitSeconds: number;
	/** Whether a call to the address arrives here, tried by the probe itself. */
	isReachable(): Promise<boolean>;
	close(): void;
}

/** Listens on a port of this machine, to which `address` leads. */
export async function listenForCallbacks(
	port: number,
	address: (port: number) => string,
	waitSeconds: number,
): Promise<CallbackListener> {
	const calls: Call[] = [];
	const word = randomBytes(12).toString('hex');
	let ownCalls = 0;
	const server: Server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			response.end();
			if (!request.url?.includes(word)) return;
			if (request.headers['x-probe']) return void (ownCalls += 1);
			calls.push({
				method: request.method ?? '',
				contentType: request.headers['content-type'] ?? '',
				looksLike: looksOf(Buffer.concat(chunks).toString('utf8').trim()),
			});
		});
	});
	await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, resolve));
	const bound = (server.address() as { port: number }).port;
	const listener: CallbackListener = {
		address: withWord(address(bound), word),
		calls,
		waitSeconds,
		async isReachable() {
			const before = ownCalls;
			await fetch(listener.address, { method: 'POST', headers: { 'x-probe': '1' } }).catch(
				() => undefined,
			);
			return ownCalls > before;
		},
		close() {
			server.close();
			server.closeAllConnections();
		},
	};
	return listener;
}

/** As the last part of the path, before a query. */
function withWord(address: string, word: string): string {
	const url = new URL(address);
	url.pathname = `${url.pathname.replace(/\/$/, '')}/${word}`;
	return url.href;
}

function looksOf(body: string): Call['looksLike'] {
	if (body === '') return 'nothing';
	if (/^[[{]/.test(body)) return 'json';
	return /^[\w.%+-]+=/.test(body) ? 'form' : 'other';
}
