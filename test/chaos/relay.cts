/** Stands between the service and n8n: takes every call at once, and hands it on when told to. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A call on its way. */
export interface Held {
	/** The document that it is about. */
	reference: string;
	method: string;
	/** Path and query. */
	url: string;
	type?: string;
	body: Buffer;
}

export class Relay {
	held: Held[] = [];
	/** The address to give in place of n8n's. */
	url = '';

	private readonly server = createServer(async (request, response) => {
		const { method = '', url = '', headers } = request;
		const body = await buffer(request);
		const reference = /DocumentReference\W+(\d+)/.exec(`${url} ${body.toString()}`)?.[1] ?? '';
		this.held.push({ reference, method, url, type: headers['content-type'], body });
		response.end();
	});

	private constructor(private readonly target: URL) {}

	static async to(address: string): Promise<Relay> {
		const relay = new Relay(new URL(address));
		await new Promise<void>((resolve) => relay.server.listen(0, '127.0.0.1', resolve));
		const { port } = relay.server.address() as AddressInfo;
		relay.url = `http://127.0.0.1:${port}${relay.target.pathname}${relay.target.search}`;
		return relay;
	}

	/** Hands a call on as it came; returns the status that it is answered with. */
	async deliver({ method, url, type, body }: Held): Promise<number> {
		const answer = await fetch(new URL(url, this.target), {
			method,
			headers: type ? { 'content-type': type } : {},
			body: method === 'GET' ? undefined : new Uint8Array(body),
		});
		await answer.arrayBuffer();
		return answer.status;
	}

	async close(): Promise<void> {
		await new Promise((resolve) => void this.server.close(resolve));
	}
}
