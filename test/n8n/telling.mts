/**
 * Workflows that tell a server outside of n8n what they have done: the books of somebody else.
 */
import type { Credential, Workflow } from './instance.mts';
import { httpRequest, withCredential, workflowOf } from './nodes.mts';
import type { Simulator } from './simulator.mts';

export interface Setting {
	simulator: Simulator;
	credential: Credential;
}

/** Tells `/<workflow>/<what>/<of which>`. */
export const tell = ({ simulator }: Setting, what: string, ofWhich: string) =>
	httpRequest('Tell', {
		url: `=${simulator.elsewhere.url}/{{ $workflow.id }}/{{ ${what} }}/{{ ${ofWhich} }}`,
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
			...withCredential(setting.credential),
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
