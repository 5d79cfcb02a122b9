// The probe's way to the simulator: nothing else in this folder imports from it.
import { createRequire } from 'node:module';
import type * as Simulator from '../simulator/index.cts';

export { likelyReadings, readingValues, type Readings } from '../simulator/readings.cts';
export { pairsIn, pairwise } from '../simulator/testing/pairwise.cts';
export { readingsOf } from '../simulator/readingsFile.cts';
export type { Fault, RecordedRequest, Simulator, Spoiling } from '../simulator/index.cts';

/** Loads the simulator only where it is played: a run against the service needs none of it. */
export const startSimulator: typeof Simulator.startSimulator = (options) =>
	(createRequire(__filename)('../simulator/index.cts') as typeof Simulator).startSimulator(options);
