// The door to the simulator: whoever needs it imports this file.
import { createRequire } from 'node:module';
import type * as Implementation from './sandbox.cts';

// tsx loads .cts files through Node's ESM loader, whose `require` fails on Node 20 for packages
// with circular or JSON requires (ajv, express). A plain require of the first file avoids that for
// all that follow.
const implementation = createRequire(__filename)('./sandbox.cts') as typeof Implementation;

export const { startSandbox, faultKinds, controlPath } = implementation;

export type {
	Account,
	Callback,
	Elsewhere,
	Fault,
	FaultKind,
	OperationId,
	Readings,
	RecordedFile,
	RecordedRequest,
	Sandbox,
	SandboxDocument,
	Spoiling,
	SandboxOptions,
	Who,
} from './sandbox.cts';
