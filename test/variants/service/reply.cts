/** How an answer goes onto the wire, also where it goes wrong there. */
import type { ServerResponse } from 'node:http';

import { envelope } from './answers.cts';

export interface Reply {
	status: number;
	json?: unknown;
	/** In place of JSON: a file, a web page, nothing. */
	bytes?: Buffer;
	headers?: Record<string, string>;
	/**
	 * What becomes of the answer. `cut`: the connection ends before it. `half`: after half of what its
	 * Content-Length promises. `halfChunk`: the same without a length. `silence`: headers, and no more.
	 */
	wire?: 'cut' | 'half' | 'halfChunk' | 'silence';
}

export const json = (value: unknown, status = 200): Reply => ({ status, json: value });
export const bytes = (value: Buffer, type: string): Reply => ({
	status: 200,
	bytes: value,
	headers: { 'content-type': type },
});
export const empty = (status = 200): Reply => ({ status, bytes: Buffer.alloc(0) });
export const page = (status = 200): Reply => ({
	status,
	bytes: Buffer.from('<!DOCTYPE html><html><body><h1>Please wait</h1></body></html>'),
	headers: { 'content-type': 'text/html; charset=utf-8' },
});
/** A refusal with ServiceStack's envelope (API.md section 4). */
export const refusal = (status: number, message: string, code = 'ArgumentException'): Reply => ({
	status,
	json: envelope(code, message),
});

export class Refusal extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

export function write(response: ServerResponse, reply: Reply): void {
	const body = reply.bytes ?? Buffer.from(JSON.stringify(reply.json ?? null));
	const headers: Record<string, string> = {
		...(!reply.bytes && { 'content-type': 'application/json; charset=utf-8' }),
		...reply.headers,
	};
	const half = body.subarray(0, Math.floor(body.length / 2));
	const cut = () => response.destroy();
	switch (reply.wire) {
		case 'cut':
			cut();
			return;
		case 'half':
			response.writeHead(reply.status, { ...headers, 'content-length': String(body.length) });
			response.write(half, () => setTimeout(cut, 20));
			return;
		case 'halfChunk':
			response.writeHead(reply.status, headers);
			response.write(half, () => setTimeout(cut, 20));
			return;
		case 'silence':
			response.writeHead(reply.status, { ...headers, 'content-length': String(body.length) });
			response.flushHeaders();
			return;
		default:
			if (reply.status === 204) response.writeHead(204, reply.headers).end();
			else {
				response
					.writeHead(reply.status, { ...headers, 'content-length': String(body.length) })
					.end(body);
			}
	}
}
