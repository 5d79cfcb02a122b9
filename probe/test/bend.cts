// Stands between the probe and the simulator, and lets either be told something else.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Passed {
	method: string;
	/** Path and query below the base address. */
	path: string;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

export interface Told {
	status: number;
	headers: Record<string, string>;
	body: string | Buffer;
}

/** Answers itself, or changes what is passed on and what comes back. */
export type Bend = (passed: Passed, on: () => Promise<Told>) => Promise<Told>;

export const told = (status: number, body: unknown = ''): Told => ({
	status,
	headers: typeof body === 'string' ? {} : { 'content-type': 'application/json' },
	body: typeof body === 'string' ? body : JSON.stringify(body),
});

export type Held = Record<string, unknown>;

/** Changes a JSON answer as a whole. */
export const changed = (answer: Told, change: (json: unknown) => unknown): Told =>
	answer.status === 200 && /json/.test(answer.headers['content-type'] ?? '')
		? { ...answer, body: JSON.stringify(change(JSON.parse(String(answer.body)))) }
		: answer;

/** Changes every object in a JSON answer. */
export const edited = (answer: Told, edit: (held: Held) => Held): Told =>
	changed(answer, (json) => deep(json, edit));

function deep(value: unknown, edit: (held: Held) => Held): unknown {
	if (Array.isArray(value)) return value.map((each) => deep(each, edit));
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).map(([name, child]) => [name, deep(child, edit)]);
	return edit(Object.fromEntries(entries) as Held);
}

export async function bendInFrontOf(baseUrl: string, bend: Bend) {
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { method = 'GET', headers, url = '' } = request;
			const passed: Passed = {
				method,
				path: url,
				headers: { ...headers },
				body: Buffer.concat(chunks),
			};
			const answer = bend(passed, () => passOn(baseUrl, passed));
			void answer
				.catch(() => told(500))
				.then(({ status, headers: own, body }) => {
					response.writeHead(status, own).end(body);
				});
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		baseUrl: `http://127.0.0.1:${port}`,
		close() {
			server.close();
			server.closeAllConnections();
		},
	};
}

const DROPPED = ['host', 'connection', 'content-length', 'transfer-encoding', 'expect'];

async function passOn(baseUrl: string, { method, path, headers, body }: Passed): Promise<Told> {
	const kept = Object.entries(headers).filter(([name]) => !DROPPED.includes(name));
	const answer = await fetch(`${baseUrl}${path}`, {
		method,
		redirect: 'manual',
		headers: Object.fromEntries(kept) as Record<string, string>,
		body: body.length > 0 ? new Uint8Array(body) : undefined,
	});
	const own: Record<string, string> = {};
	answer.headers.forEach((text, name) => {
		if (!DROPPED.includes(name)) own[name] = text;
	});
	return {
		status: answer.status,
		headers: own,
		body: Buffer.from(await answer.arrayBuffer()),
	};
}
