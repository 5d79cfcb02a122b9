// The door to the simulator: whoever needs it imports this file.
import { createRequire } from 'node:module';
import type * as Implementation from './simulator.cts';

// tsx loads .cts files through Node's ESM loader, whose `require` fails on Node 20 for packages
// with circular or JSON requires (ajv, express). A plain require of the first file avoids that for
// all that follow.
const implementation = createRequire(__filename)('./simulator.cts') as typeof Implementation;

export const { startSimulator, faultKinds, controlPath } = implementation;

export type {
	Account,
	Callback,
	Elsewhere,
	Fault,
	FaultKind,
	Message,
	OperationId,
	Readings,
	RecordedFile,
	RecordedRequest,
	Simulator,
	SimulatorDocument,
	Spoiling,
	SimulatorOptions,
	Who,
} from './simulator.cts';
