import express, { type Express, type RequestHandler } from 'express';
import { controlPages, controlPath } from './control.cts';
import type { Sandbox } from './sandbox.cts';
import { filePages } from './pages/files.cts';
import { signingPages } from './pages/signing.cts';
import type { Service } from './service.cts';

/** What answers at which address. */
export function createApp(
	basePath: string,
	api: RequestHandler,
	service: Service,
	sandbox: Sandbox,
): Express {
	const app = express();
	app.disable('x-powered-by');
	// Express compares paths without regard to case, as the service does.
	app.use(basePath, api);
	app.use('/sign', signingPages(service));
	app.use('/files', filePages(service));
	app.use(controlPath, controlPages(sandbox));
	return app;
}
