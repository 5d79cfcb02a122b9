// What a browser may do with the pages, and who may press their buttons.
import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { ServiceError } from '../errors.cts';
import { markup, page } from './html.cts';
import { style } from './style.cts';

const policy =
	"default-src 'none'; base-uri 'none'; frame-src 'self'; " +
	`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** Nothing of a page runs, whatever texts are in it; nor does a file, whatever it holds. */
export const pageHeaders =
	(more = ''): RequestHandler =>
	(_request, response, next) => {
		response.setHeader('content-security-policy', `${policy}${more}`);
		response.setHeader('x-content-type-options', 'nosniff');
		response.setHeader('referrer-policy', 'same-origin');
		response.setHeader('cache-control', 'no-store');
		next();
	};

/**
 * Refuses a name that is none of this machine's: another site could lead it here, and would then read and press
 * as if it were this one (DNS rebinding). Addresses in digits have no owner who could.
 */
export const ownHost =
	(host: string): RequestHandler =>
	(request, response, next) => {
		const { host: asked = '' } = request.headers;
		const name = URL.canParse(`http://${asked}`) ? new URL(`http://${asked}`).hostname : '';
		const isOwn =
			isIP(name.replace(/^\[|\]$/g, '')) > 0 ||
			['localhost', 'host.docker.internal', host.toLowerCase()].includes(name);
		if (isOwn) return next();
		const text = markup`<p>This name is not the simulator's. Use its IP address, or start it with --host and this name.</p>`;
		response.status(403).send(page('Unknown host', text));
	};

/** Refuses buttons that a page of another site has pressed; programs name no origin. */
export const sameOrigin: RequestHandler = (request, response, next) => {
	const { origin, host } = request.headers;
	const isRead = ['GET', 'HEAD'].includes(request.method);
	if (isRead || origin === undefined || hostOf(origin) === host) return next();
	response.status(403).send(page('Refused', markup`<p>This request came from another site.</p>`));
};

const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : undefined);

/** What went wrong, as a page. */
export const failedPage: ErrorRequestHandler = (error: Error, _request, response, next) => {
	if (response.headersSent) return next(error);
	const status = error instanceof ServiceError ? error.status : 500;
	const text = markup`<p role="alert">${error.message}</p>`;
	response.status(status).send(page('Not possible', text, { back: true }));
};
