import express, { type Express, type RequestHandler } from 'express';
import { controlPages, controlPath } from './control.cts';
import type { Simulator } from './simulator.cts';
import { failedPage, ownHost, pageHeaders, sameOrigin } from './pages/headers.cts';
import { filePages } from './pages/files.cts';
import { homePages } from './pages/home.cts';
import { sdkPages } from './pages/sdk.cts';
import { signingPages } from './pages/signing.cts';
import type { Service } from './service.cts';

/** What answers at which address. */
export function createApp(
	basePath: string,
	api: RequestHandler,
	service: Service,
	simulator: Simulator,
	host: string,
): Express {
	const app = express();
	app.disable('x-powered-by');
	// Express compares paths without regard to case, as the service does.
	app.use(basePath, crossOrigin);
	app.use(`${basePath}/client`, sdkPages(service));
	app.use(basePath, api);
	// Whoever holds a signing key may sign, wherever the page is shown; the key is the proof.
	app.use('/sign', pageHeaders(), signingPages(service));
	app.use('/files', pageHeaders('; sandbox'), filePages(service));
	app.use(controlPath, ownHost(host), controlPages(simulator));
	const alone = "; form-action 'self'; frame-ancestors 'none'";
	app.use(ownHost(host), sameOrigin, pageHeaders(alone), homePages(service, simulator));
	app.use(failedPage);
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
