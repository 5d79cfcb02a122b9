/** The stand-in itself: signed requests in, the answers of API.md out, as a variant bends them. */
import express, { type Request, type Response } from 'express';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import { parsed } from '../../harness/multipart.cts';
import { documentRoutes, type Route } from './documents.cts';
import { otherRoutes } from './others.cts';
import { json, Refusal, refusal, write, type Reply } from './reply.cts';
import { sendRoutes } from './sends.cts';
import { whyRefused } from './signature.cts';
import { World, type Call } from './world.cts';

/** One way in which a variant differs from the plain service. */
export interface Deviation {
	/** The routes where it shows, by their places; all of them if left out. */
	at?: string[];
	/** Which of the requests there it can meet; all if left out. */
	only?(call: Call, world: World): boolean;
	/** How many of them it meets, the first ones; all if left out. */
	times?: number;
	/** What else happens on the service before the request is worked on. */
	before?(call: Call, world: World): void;
	/** Answers in place of the service; `act` does what was asked for all the same. */
	instead?(act: () => Reply, call: Call, world: World): Reply | Promise<Reply>;
	/** Bends the answer of the service, which has done what was asked for. */
	answer?(reply: Reply, call: Call, world: World): Reply;
}

export interface Service {
	world: World;
	/** The account's key, as the fields of the credential. */
	credential: Record<string, string>;
	/** From now on it differs in these ways. */
	become(deviations: Deviation[]): void;
	close(): Promise<void>;
}

const KEY = 'variant-key-4c1d';
const SECRET = 'variant-secret-9b7e2f';

async function read(route: Route, request: Request, number: number): Promise<Call> {
	const body = await buffer(request);
	const multipart = String(request.headers['content-type']).startsWith('multipart/');
	const form = multipart ? await parsed(request.headers, body) : undefined;
	const fields = form?.fields ?? (body.length > 0 ? (JSON.parse(body.toString()) as object) : {});
	const file = form?.files[0];
	return {
		place: route.place,
		method: request.method,
		path: request.originalUrl,
		headers: request.headers,
		values: { ...fields, ...request.query, ...request.params },
		...(file && { file: { name: file.fileName, content: file.content } }),
		account: String(request.headers['x-custom-api-key']),
		number,
	};
}

export async function startService(first: Deviation[]): Promise<Service> {
	const world = new World();
	const nonces = new Set<string>();
	let deviations = first;
	const left = new Map<Deviation, number>();

	/** The deviations that meet this request, each counted. */
	const meeting = (call: Call): Deviation[] =>
		deviations.filter((deviation) => {
			const more = left.get(deviation) ?? deviation.times ?? Infinity;
			if ((deviation.at && !deviation.at.includes(call.place)) || more === 0) return false;
			if (deviation.only?.(call, world) === false) return false;
			left.set(deviation, more - 1);
			return true;
		});

	const serve = async (route: Route, request: Request): Promise<Reply> => {
		const call = await read(route, request, world.calls.length);
		const reason = whyRefused(request.headers, { [KEY]: SECRET }, nonces);
		if (reason) return refusal(401, reason, 'Unauthorized');
		world.calls.push(call);
		const met = meeting(call);
		for (const { before } of met) before?.(call, world);
		const act = () => {
			try {
				return route.act(call, world);
			} catch (error) {
				if (error instanceof Refusal) return refusal(error.status, error.message);
				throw error;
			}
		};
		const other = met.find(({ instead }) => instead)?.instead;
		const reply = other ? await other(act, call, world) : act();
		return met.reduce((so, { answer }) => (answer ? answer(so, call, world) : so), reply);
	};

	const router = express.Router();
	for (const route of [...documentRoutes, ...sendRoutes, ...otherRoutes]) {
		router[route.method](route.path, async (request: Request, response: Response) => {
			const reply = await serve(route, request);
			// What node writes there by itself does not know that a test lets time pass.
			response.setHeader('date', new Date().toUTCString());
			write(response, reply);
		});
	}
	const app = express().disable('x-powered-by').use('/web/v1.4', router);
	app.use((_request: Request, response: Response) => write(response, json(null, 404)));
	const server = app.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		world,
		credential: {
			environment: 'custom',
			baseUrl: `http://127.0.0.1:${port}/web/v1.4`,
			apiKey: KEY,
			apiSecret: SECRET,
			domain: 'https://n8n.example.com',
		},
		become: (others) => void (deviations = others),
		close: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}
