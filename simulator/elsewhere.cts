import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Another origin. What arrives here came from a client that followed a redirect. */
export interface Elsewhere {
	url: string;
	requests: { method: string; path: string; headers: IncomingHttpHeaders }[];
}

export async function startElsewhere() {
	const requests: Elsewhere['requests'] = [];
	const server = createServer((request, response) => {
		const { method = '', url: path = '', headers } = request;
		requests.push({ method, path, headers });
		request.resume();
		response.setHeader('content-type', 'application/json').end('{}');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const elsewhere: Elsewhere = { url: `http://127.0.0.1:${port}`, requests };
	return { elsewhere, server };
}
