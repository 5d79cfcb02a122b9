import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import {
	notFound,
	paymentRequired,
	planExhausted,
	ServiceError,
	tooLarge,
	unauthorized,
} from './errors.cts';
import type { Fault } from './faults.cts';
import { markup, page } from './pages/html.cts';
import type { Readings } from './readings.cts';
import { bytesOf, html, refusal, type Reply } from './reply.cts';

/** The answer that a fault gives in place of the service; undefined if the service answers. */
export function insteadOf(fault: Fault, location: string, readings: Readings): Reply | undefined {
	switch (fault.kind) {
		case 'unauthorized':
			return refusal(unauthorized('Unauthorised: Check your api key'), readings);
		case 'paymentRequired':
			return refusal(paymentRequired(), readings);
		case 'notFound':
			return refusal(notFound('Document not found, may have been removed'), readings);
		case 'tooLarge':
			return refusal(tooLarge(), readings);
		case 'planExhausted':
			return refusal(planExhausted(), readings);
		case 'tooManyRequests': {
			const reply = refusal(
				new ServiceError(429, 'TooManyRequests', 'Too many requests'),
				readings,
			);
			reply.headers['retry-after'] = String(fault.retryAfter ?? 1);
			return reply;
		}
		case 'serverErrorHtml':
			return html(500, page('Runtime Error', markup`<p>An exception occurred on the server.</p>`));
		case 'gateway':
			return html(
				fault.status ?? 502,
				page('Bad gateway', markup`<p>The upstream did not answer.</p>`),
			);
		case 'redirect': {
			const reply = html(fault.status ?? 302, page('Object moved', markup``));
			reply.headers.location = fault.location ?? location;
			return reply;
		}
		default:
			return undefined;
	}
}

/** Writes the reply, or what a fault leaves of it. */
export async function deliver(
	response: ServerResponse,
	reply: Reply,
	fault?: Fault,
): Promise<void> {
	if (fault?.kind === 'cutAfter') return void response.socket?.destroy();
	if (fault?.kind === 'wrongBody') return await deliverWrong(response, reply, fault);
	head(response, reply, Buffer.isBuffer(reply.body) ? reply.body.length : reply.body.bytes);
	if (Buffer.isBuffer(reply.body)) return void response.end(reply.body);
	// A client that leaves in the middle of a download is not the server's problem.
	await pipeline(createReadStream(reply.body.path), response).catch(() => undefined);
}

async function deliverWrong(response: ServerResponse, reply: Reply, { body = 'truncated' }: Fault) {
	if (body === 'html') return await deliver(response, html(200, page('Maintenance', markup``)));
	if (body === 'empty') return await deliver(response, { ...reply, body: Buffer.alloc(0) });
	const whole = await bytesOf(reply.body);
	const half = whole.subarray(0, Math.floor(whole.length / 2));
	if (body === 'truncatedJson') return await deliver(response, { ...reply, body: half });
	// One byte more than there is, so that even an empty body is missing something.
	head(response, reply, whole.length + 1);
	response.write(half, () => response.socket?.destroySoon());
	response.flushHeaders();
}

function head(response: ServerResponse, reply: Reply, length: number) {
	response.statusCode = reply.status;
	if (reply.reason) response.statusMessage = reply.reason;
	response.setHeaders(
		new Map(Object.entries({ ...reply.headers, 'content-length': String(length) })),
	);
}
