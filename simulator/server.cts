import express, { type Express, type RequestHandler } from 'express';
import { controlPages, controlPath } from './control.cts';
import type { Simulator } from './simulator.cts';
import { filePages } from './pages/files.cts';
import { sdkPages } from './pages/sdk.cts';
import { signingPages } from './pages/signing.cts';
import type { Service } from './service.cts';

/** What answers at which address. */
export function createApp(
	basePath: string,
	api: RequestHandler,
	service: Service,
	simulator: Simulator,
): Express {
	const app = express();
	app.disable('x-powered-by');
	// Express compares paths without regard to case, as the service does.
	app.use(basePath, crossOrigin);
	app.use(`${basePath}/client`, sdkPages(service));
	app.use(basePath, api);
	app.use('/sign', signingPages(service));
	app.use('/files', filePages(service));
	app.use(controlPath, controlPages(simulator));
	return app;
}

/**
 * Lets the browser SDK call from the page that it is in. Assumed: from any page, since it is the
 * signed headers and the Referer that decide.
 */
const crossOrigin: RequestHandler = (request, response, next) => {
	if (request.headers.origin === undefined) return next();
	response.setHeader('access-control-allow-origin', '*');
	if (request.headers['access-control-request-method'] === undefined) return next();
	response.setHeader('access-control-allow-methods', 'GET, POST, DELETE');
	response.setHeader(
		'access-control-allow-headers',
		request.headers['access-control-request-headers'] ?? '*',
	);
	response.status(204).end();
};
