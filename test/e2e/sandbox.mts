/**
 * The simulator of the service. It is CommonJS, which Node 20 loads reliably through `require` only.
 */
import { createRequire } from 'node:module';
import type * as Simulator from '../sandbox/index.cts';

export type { RecordedFile, RecordedRequest, Sandbox, SandboxDocument } from '../sandbox/index.cts';

export const { startSandbox } = createRequire(import.meta.url)(
	'../sandbox/index.cts',
) as typeof Simulator;
