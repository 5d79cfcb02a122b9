/**
 * The simulator of the service. It is CommonJS, which Node 20 loads reliably through `require` only.
 */
import { createRequire } from 'node:module';
import type * as Simulator from '../../simulator/index.cts';

export type {
	RecordedFile,
	RecordedRequest,
	Simulator,
	SimulatorDocument,
} from '../../simulator/index.cts';

export const { startSimulator } = createRequire(import.meta.url)(
	'../../simulator/index.cts',
) as typeof Simulator;
