/** The nodes as n8n has them after a restart, or in another of its processes: what was in memory is gone. */
import type { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import type { SecuredSigningCallbackTrigger } from '../../nodes/SecuredSigning/SecuredSigningCallbackTrigger.node.ts';
import type { SecuredSigningTrigger } from '../../nodes/SecuredSigning/SecuredSigningTrigger.node.ts';
import type { Bench } from './node.cts';

interface Nodes {
	node: SecuredSigning;
	trigger: SecuredSigningTrigger;
	callbackTrigger: SecuredSigningCallbackTrigger;
}

type Loaded<Name extends string> = Record<Name, new () => never>;
const load = <Name extends string>(name: Name) =>
	jest.requireActual<Loaded<Name>>(`../../nodes/SecuredSigning/${name}.node.ts`)[name];

export function loadedAnew(): Nodes {
	let nodes: Nodes | undefined;
	jest.isolateModules(() => {
		nodes = {
			node: new (load('SecuredSigning'))(),
			trigger: new (load('SecuredSigningTrigger'))(),
			callbackTrigger: new (load('SecuredSigningCallbackTrigger'))(),
		};
	});
	return nodes!;
}

/** The same n8n after a restart, or another of its processes: with the node as it is loaded anew. */
export const restarted = (bench: Bench): Bench => ({
	...bench,
	engine: {
		...bench.engine,
		nodeTypes: { ...bench.engine.nodeTypes, securedSigning: loadedAnew().node },
	},
});
