// Answers that have no end, or that say strange things about themselves.
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

import { readSettings } from '../../credentials/settings';
import { Client, Trouble, type Ask } from '../client.cts';
import { judge } from './judge.cts';
import { CANARIES } from './play.cts';

/** Unpacked: more than any answer may be. */
const HUGE = 200_000_000;

const path = '/Account/Info';

export async function playAnswers() {
	const bomb = gzipSync(Buffer.alloc(HUGE, ' '));
	const ends: Record<string, [RequestListener, RegExp, timeoutSeconds?: number]> = {
		'a small answer that unpacks to a huge one': [
			(_request, response) => response.setHeader('content-encoding', 'gzip').end(bomb),
			/longer than any/,
		],
		'an answer that never ends': [
			(_request, response) => {
				const more = () => {
					while (!response.destroyed && response.write(Buffer.alloc(1_000_000, ' ')));
				};
				response.on('drain', more);
				more();
			},
			/longer than any/,
		],
		'an answer that comes sign by sign': [
			(_request, response) => {
				const drip = setInterval(() => response.write(' '), 20);
				response.on('close', () => clearInterval(drip));
			},
			/no whole answer/,
			1,
		],
	};
	for (const [what, [listener, message, timeout = 60]] of Object.entries(ends)) {
		// Signed otherwise than usual, it is asked once.
		const { said } = await asked(listener, { path, signed: {} }, timeout);
		await judge(what, message.test(said) ? [] : [said]);
	}
	for (const [retryAfter, pause] of [
		['-5', 10],
		['0', 10],
		['soon', 10],
		['Infinity', 60],
		['86400', 60],
		['7', 7],
	] as const) {
		const { pauses } = await asked(
			(_request, response) => response.writeHead(429, { 'retry-after': retryAfter }).end(),
			{ path },
		);
		await judge(
			`429 with Retry-After ${retryAfter}`,
			pauses.join() === [pause, pause].join() ? [] : [`it paused for ${pauses.join()}`],
		);
	}
}

/** One read of a service that answers so: what is said of it, and the pauses that were made. */
async function asked(listener: RequestListener, request: Ask, timeoutSeconds = 60) {
	const server = createServer(listener).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const pauses: number[] = [];
	const client = new Client(
		readSettings({
			environment: 'custom',
			baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
			apiKey: CANARIES.apiKey,
			apiSecret: CANARIES.apiSecret,
			domain: `https://${CANARIES.host}`,
		}),
		{
			budget: 100,
			timeoutSeconds,
			pace: 0,
			wait: async (seconds) => void (seconds !== 0 && pauses.push(seconds)),
		},
	);
	try {
		const answer = await client.ask(request);
		return { said: `it was taken: ${answer.text.length} signs`, pauses };
	} catch (error) {
		return { said: error instanceof Trouble ? error.message : String(error), pauses };
	} finally {
		server.closeAllConnections();
		server.close();
	}
}
