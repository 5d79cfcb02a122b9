// The simulator's own switches over HTTP, for tests that run in another process.
import express, { Router } from 'express';
import type { Fault } from './faults.cts';
import type { Simulator } from './simulator.cts';
import type { Readings } from './readings.cts';
import type { Who } from './signing.cts';

interface Act {
	/** A signing key, or the reference of a document or package. */
	reference: string;
	who?: Who;
	values?: Record<string, string>;
	reason?: string;
}

export const controlPath = '/_simulator';

export function controlPages(simulator: Simulator): Router {
	const router = Router();
	router.use((request, response, next) => {
		// The server listens on loopback; this holds even if somebody puts it behind a proxy.
		if (/^(::1|(::ffff:)?127\.)/.test(request.socket.remoteAddress ?? '')) return next();
		response.status(403).end();
	});
	router.use(express.json());

	router.get('/requests', (_request, response) => void response.json(simulator.requests));
	router.get('/documents', (_request, response) => void response.json(simulator.documents()));
	router.get('/callbacks', (_request, response) => void response.json(simulator.callbacks));
	router.get('/messages', (_request, response) => {
		const told = simulator.messages.map(({ document, signer, ...message }) => ({
			...message,
			documentReference: document.reference,
			...(signer && { signingPage: `${simulator.origin}/sign/${signer.key}` }),
		}));
		response.json(told);
	});
	router.get('/elsewhere', (_request, response) => void response.json(simulator.elsewhere));
	router.get('/problems', (_request, response) => void response.json(simulator.problems));

	for (const name of ['readings', 'account'] as const) {
		router.get(`/${name}`, (_request, response) => void response.json(simulator[name]));
		router.post(`/${name}`, (request, response) => {
			const changes = request.body as Partial<Readings>;
			const unknown = Object.keys(changes).find((key) => !(key in simulator[name]));
			if (unknown) throw new Error(`Unknown in ${name}: ${unknown}`);
			response.json(Object.assign(simulator[name], changes));
		});
	}

	router.post('/faults', (request, response) => {
		simulator.faults.add(request.body as Fault);
		response.json({});
	});
	router.delete('/faults', (_request, response) => {
		simulator.faults.clear();
		response.json({});
	});

	router.post('/sign', async (request, response) => {
		const { reference, who, values } = request.body as Act;
		await simulator.sign(reference, who, values);
		response.json({});
	});
	router.post('/decline', async (request, response) => {
		const { reference, who, reason } = request.body as Act;
		await simulator.decline(reference, who, reason);
		response.json({});
	});
	router.post('/expire', async (request, response) => {
		await simulator.expire((request.body as Act).reference);
		response.json({});
	});
	const date = () => ({ now: simulator.clock.now(), daysAhead: simulator.clock.daysAhead });
	router.get('/clock', (_request, response) => void response.json(date()));
	router.post('/clock', (request, response) => {
		simulator.passDays(Number((request.body as { days?: number }).days));
		response.json(date());
	});
	router.delete('/clock', (_request, response) => {
		simulator.clock.reset();
		response.json(date());
	});
	router.post('/settle', async (_request, response) => {
		await simulator.settle();
		response.json({});
	});

	const refuse: express.ErrorRequestHandler = (error: Error, _request, response, _next) => {
		response.status(400).json({ error: error.message });
	};
	router.use(refuse);
	return router;
}
