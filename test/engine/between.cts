/** A proxy between n8n and the simulator, as a gateway or a firewall may stand there: real HTTP. */
import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import type { Simulator } from '../../simulator/index.cts';
import type { Bench } from './node.cts';

/** A request as it comes by. */
export interface Passing {
	/** Such as `POST /FormFiller/Send`, without the beginning that all addresses have. */
	route: string;
	/** Such as `?DocumentLog=true`; '' where there is none. */
	query: string;
	body: string;
}

export interface Told {
	status: number;
	headers?: Record<string, string>;
	body?: string;
}

/** What is said to n8n; `pass` hands the request on, and gives the service's own answer. */
export type Rule = (passing: Passing, pass: () => Promise<Told>) => Promise<Told>;

export interface Between {
	/** The same bench, with the proxy's address in its credential. */
	bench: Bench;
	rule: Rule;
	/** What came by since the list was emptied. */
	passed: Passing[];
	close(): void;
}

const handOn: Rule = async (_passing, pass) => await pass();

export async function startBetween(bench: Bench): Promise<Between> {
	const { hostname, port, pathname } = new URL(bench.simulator.url);
	const server = createServer((request, response) => {
		void (async () => {
			const { method = '', url = '', headers } = request;
			const content = await buffer(request);
			const pass = async (): Promise<Told> => {
				const onward = ask({ hostname, port, path: url, method, headers });
				onward.end(content);
				const [answer] = (await once(onward, 'response')) as [IncomingMessage];
				const type = answer.headers['content-type'];
				return {
					status: answer.statusCode ?? 500,
					headers: type === undefined ? {} : { 'content-type': type },
					body: (await buffer(answer)).toString('latin1'),
				};
			};
			const [path, query] = url.slice(pathname.length).split(/(?=\?)/);
			const passing = {
				route: `${method} ${path}`,
				query: query ?? '',
				body: content.toString('latin1'),
			};
			between.passed.push(passing);
			const told = await between.rule(passing, pass);
			// What node writes there by itself does not know that a test lets time pass.
			const given = { date: new Date().toUTCString(), ...told.headers };
			response.writeHead(told.status, given).end(told.body ?? '', 'latin1');
		})().catch(() => request.socket.destroy());
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const own = (server.address() as AddressInfo).port;
	const credential = {
		...bench.simulator.credential,
		baseUrl: `http://127.0.0.1:${own}${pathname.replace(/\/$/, '')}`,
	};
	const between: Between = {
		bench: {
			...bench,
			simulator: Object.create(bench.simulator, { credential: { value: credential } }) as Simulator,
		},
		rule: handOn,
		passed: [],
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
	return between;
}

export const SEND = /^POST \/(SmartTag\/Send|FormDirect\/SendForms|FormFiller\/Send)/;

/** Requests that fit are carried out, and answered like this all the same; so many of them. */
export function doneBut(route: RegExp, told: Told, times = 1): Rule {
	let left = times;
	return async (passing, pass) => {
		if (!route.test(passing.route) || left === 0) return await pass();
		left--;
		await pass();
		return told;
	};
}

/** Requests that fit are answered like this, and go no further; so many of them. */
export function insteadOf(route: RegExp, told: Told, times = Infinity): Rule {
	let left = times;
	return async (passing, pass) => {
		if (!route.test(passing.route) || left === 0) return await pass();
		left--;
		return told;
	};
}
