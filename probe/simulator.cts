// The probe's way to the simulator: nothing else in this folder imports from it.
import { createRequire } from 'node:module';
import type * as Simulator from '../test/sandbox/index.cts';

export { likelyReadings, readingValues, type Readings } from '../test/sandbox/readings.cts';
export { readingsOf } from '../test/sandbox/readingsFile.cts';
export type { Fault, RecordedRequest, Sandbox, Spoiling } from '../test/sandbox/index.cts';

/** Loads the simulator only where it is played: a run against the service needs none of it. */
export const startSimulator: typeof Simulator.startSandbox = (options) =>
	(createRequire(__filename)('../test/sandbox/index.cts') as typeof Simulator).startSandbox(
		options,
	);
