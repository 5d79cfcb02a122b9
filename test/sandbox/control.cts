// The simulator's own switches over HTTP, for tests that run in another process.
import express, { Router } from 'express';
import type { Fault } from './faults.cts';
import type { Sandbox } from './sandbox.cts';
import type { Readings } from './readings.cts';
import type { Who } from './signing.cts';

interface Act {
	/** A signing key, or the reference of a document or package. */
	reference: string;
	who?: Who;
	values?: Record<string, string>;
	reason?: string;
}

export const controlPath = '/_sandbox';

export function controlPages(sandbox: Sandbox): Router {
	const router = Router();
	router.use((request, response, next) => {
		// The server listens on loopback; this holds even if somebody puts it behind a proxy.
		if (/^(::1|(::ffff:)?127\.)/.test(request.socket.remoteAddress ?? '')) return next();
		response.status(403).end();
	});
	router.use(express.json());

	router.get('/requests', (_request, response) => void response.json(sandbox.requests));
	router.get('/documents', (_request, response) => void response.json(sandbox.documents()));
	router.get('/callbacks', (_request, response) => void response.json(sandbox.callbacks));
	router.get('/elsewhere', (_request, response) => void response.json(sandbox.elsewhere));
	router.get('/problems', (_request, response) => void response.json(sandbox.problems));

	for (const name of ['readings', 'account'] as const) {
		router.get(`/${name}`, (_request, response) => void response.json(sandbox[name]));
		router.post(`/${name}`, (request, response) => {
			const changes = request.body as Partial<Readings>;
			const unknown = Object.keys(changes).find((key) => !(key in sandbox[name]));
			if (unknown) throw new Error(`Unknown in ${name}: ${unknown}`);
			response.json(Object.assign(sandbox[name], changes));
		});
	}

	router.post('/faults', (request, response) => {
		sandbox.faults.add(request.body as Fault);
		response.json({});
	});
	router.delete('/faults', (_request, response) => {
		sandbox.faults.clear();
		response.json({});
	});

	router.post('/sign', async (request, response) => {
		const { reference, who, values } = request.body as Act;
		await sandbox.sign(reference, who, values);
		response.json({});
	});
	router.post('/decline', async (request, response) => {
		const { reference, who, reason } = request.body as Act;
		await sandbox.decline(reference, who, reason);
		response.json({});
	});
	router.post('/expire', async (request, response) => {
		await sandbox.expire((request.body as Act).reference);
		response.json({});
	});
	router.post('/settle', async (_request, response) => {
		await sandbox.settle();
		response.json({});
	});

	const refuse: express.ErrorRequestHandler = (error: Error, _request, response, _next) => {
		response.status(400).json({ error: error.message });
	};
	router.use(refuse);
	return router;
}
