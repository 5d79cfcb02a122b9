// Hears how the service calls a Notify URL. Nothing of a call is kept but its method and content type.
import { createServer, type Server } from 'node:http';

export interface Call {
	method: string;
	contentType: string;
	/** The body's first sign tells more than a content type that may be wrong. */
	looksLike: 'json' | 'form' | 'nothing' | 'other';
}

export interface CallbackListener {
	/** The address that the service is given. */
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
	let ownCalls = 0;
	const server: Server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			response.end();
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
		address: address(bound),
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

function looksOf(body: string): Call['looksLike'] {
	if (body === '') return 'nothing';
	if (/^[[{]/.test(body)) return 'json';
	return /^[\w.%+-]+=/.test(body) ? 'form' : 'other';
}
