/**
 * Workflows that tell a server outside of n8n what they have done: the books of somebody else.
 */
import { inARow } from './awaiting.mts';
import type { Credential, Workflow } from './instance.mts';
import type { Simulator } from './simulator.mts';

export interface Setting {
	simulator: Simulator;
	credential: Credential;
}

export const withCredential = ({ credential: { id, name, type } }: Setting) => ({
	credentials: { [type]: { id, name } },
});

/** Nodes in a row, as a workflow. */
export const workflowOf = (id: string, nodes: Parameters<typeof inARow>[0]): Workflow => ({
	id,
	name: id,
	active: false,
	settings: {},
	...inARow(nodes),
});

/** Tells `/<workflow>/<what>/<of which>`. */
export const tell = ({ simulator }: Setting, what: string, ofWhich: string) => ({
	name: 'Tell',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: {
		url: `=${simulator.elsewhere.url}/{{ $workflow.id }}/{{ ${what} }}/{{ ${ofWhich} }}`,
		options: {},
	},
});

/** What a workflow has told so far: what, and of which. */
export const toldOf = ({ elsewhere }: Simulator, id: string): Array<[string, string]> =>
	elsewhere.requests
		.map(({ path }) => path.split('/').slice(1))
		.filter(([workflowId]) => workflowId === id)
		.map(([, what, ofWhich]) => [what, ofWhich]);

/** A trigger → Tell. */
export const triggerWorkflow = (
	setting: Setting,
	id: string,
	type: 'securedSigningTrigger' | 'securedSigningCallbackTrigger',
	parameters: Record<string, unknown>,
): Workflow =>
	workflowOf(id, [
		{
			name: 'Trigger',
			type: `n8n-nodes-secured-signing.${type}`,
			typeVersion: 1,
			parameters,
			...(type === 'securedSigningCallbackTrigger' && { webhookId: id }),
			...withCredential(setting),
		},
		tell(setting, '$json.event', '$json.documentReference'),
	]);

/** `pollTimes` for every so many seconds: n8n refuses a second hand, and takes several times a minute. */
export const everySeconds = (seconds: number) => ({
	item: Array.from({ length: 60 / seconds }, (_, turn) => ({
		mode: 'custom',
		cronExpression: `${turn * seconds} * * * * *`,
	})),
});
