/**
 * The proxy of a company, on this machine: the only way out. It opens what is encrypted, shows a
 * certificate of its own for it, and plays the few hosts that there are outside.
 */
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Identity } from './authority.mts';

/** What is outside, by its name. */
export type Hosts = Record<string, RequestListener>;

export interface Proxy {
	/** For HTTPS_PROXY. */
	url: string;
	/** What went through, or wanted to: `CONNECT host:port`, or the request of what is not encrypted. */
	asked: string[];
	/** How it answers whoever wants to go through: 200, or a refusal. */
	status: number;
	close(): Promise<void>;
}

const REASONS: Record<number, string> = {
	403: 'Forbidden',
	407: 'Proxy Authentication Required',
	502: 'Bad Gateway',
};

const refuse = (socket: Duplex, status: number): void => {
	const page = '<html><body>The proxy of a company</body></html>';
	const lines = [
		`HTTP/1.1 ${status} ${REASONS[status]}`,
		'Content-Type: text/html',
		`Content-Length: ${page.length}`,
		...(status === 407 ? ['Proxy-Authenticate: Basic realm="company"'] : []),
		'Connection: close',
	];
	socket.end(`${lines.join('\r\n')}\r\n\r\n${page}`);
};

export const startProxy = async (hosts: Hosts, identity: Identity): Promise<Proxy> => {
	const opened = createSecureServer(identity, (request, response) => {
		const [host] = String(request.headers.host).split(':');
		hosts[host](request, response);
	});
	const open = new Set<Duplex>();
	const proxy: Proxy = {
		url: '',
		asked: [],
		status: 200,
		close: async () => {
			for (const socket of open) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	const server = createServer((request, response) => {
		proxy.asked.push(`${request.method} ${request.url}`);
		// What is not encrypted is asked for by its whole address.
		const { hostname, pathname, search } = new URL(String(request.url));
		if (hosts[hostname]) {
			request.url = `${pathname}${search}`;
			return hosts[hostname](request, response);
		}
		response.writeHead(403, { 'content-type': 'text/html' }).end('The proxy of a company');
	});
	server.on('connection', (socket) => {
		open.add(socket);
		socket.on('close', () => open.delete(socket));
	});
	server.on('connect', (request, socket: Duplex) => {
		socket.on('error', () => socket.destroy());
		proxy.asked.push(`CONNECT ${request.url}`);
		const [host] = String(request.url).split(':');
		if (proxy.status !== 200) return refuse(socket, proxy.status);
		if (!hosts[host]) return refuse(socket, 502);
		socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
		opened.emit('connection', socket);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return proxy;
};
