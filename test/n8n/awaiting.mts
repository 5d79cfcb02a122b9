/**
 * A workflow that waits for a signature, and what goes with it:
 * Webhook → Respond → Read Contract → Send and Await → Tell.
 *
 * It answers its caller before it waits. At its end it tells a server outside of n8n, since what n8n
 * stores of an execution shows its last end only: one that went on twice would not be seen there.
 */
import assert from 'node:assert/strict';
import type { Executions } from './executions.mts';
import type { Credential, Workflow } from './instance.mts';
import {
	httpRequest,
	readFiles,
	respond,
	securedSigning,
	sendingFile,
	webhook,
	workflowOf,
} from './nodes.mts';
import { callWebhook } from './webhook.mts';
import { sha256 } from './sha256.mts';
import type { Simulator, SimulatorDocument } from './simulator.mts';

export interface Awaiting {
	/** The id of the workflow, and the path of its webhook. */
	id: string;
	/** The file to be signed. */
	contract: string;
	simulator: Simulator;
	credential: Credential;
	/** More parameters of the node that waits. */
	parameters?: Record<string, unknown>;
}

/** The node that waits. */
export const NODE = 'Send and Await';
/** The node that runs last. */
export const LAST = 'Tell';

const TOLD = '/told';

export const awaitingWorkflow = (awaiting: Awaiting): Workflow => {
	const { id, contract, simulator, credential, parameters } = awaiting;
	return workflowOf(id, [
		webhook(id, { responseMode: 'responseNode' }),
		respond,
		readFiles('Read Contract', contract),
		securedSigning(NODE, credential, {
			...sendingFile,
			operation: 'sendAndAwait',
			options: { clientReference: "={{ 'contract-' + $execution.id }}" },
			...parameters,
		}),
		httpRequest(LAST, { url: `=${simulator.elsewhere.url}${TOLD}/{{ $execution.id }}` }),
	]);
};

/** Calls the webhook of a running n8n; returns the id of the execution that this started. */
export const startAwaiting = async (origin: string, { id }: Awaiting): Promise<string> => {
	return ((await callWebhook(origin, id, {})) as { execution: string }).execution;
};

/** The document that an execution has sent. */
export const documentOf = (simulator: Simulator, execution: string): SimulatorDocument => {
	const found = simulator
		.documents()
		.filter(({ clientReference }) => clientReference === `contract-${execution}`);
	assert.equal(found.length, 1, `execution ${execution} has sent ${found.length} documents`);
	return found[0];
};

/** The executions that have told of their end, each as often as it did. */
export const toldBy = ({ elsewhere }: Simulator): string[] =>
	elsewhere.requests
		.map(({ path }) => path.split('/'))
		.filter(([, first]) => `/${first}` === TOLD)
		.map(([, , execution]) => execution);

/** That an execution has ended, once, with the document that it sent, and that this was sent once. */
export const finishes = async (
	executions: Executions,
	simulator: Simulator,
	execution: string,
): Promise<void> => {
	const { results } = await executions.until(execution, 'success', { last: LAST });
	const [item, ...others] = results[NODE];
	const { reference, signed, sends } = documentOf(simulator, execution);
	assert.equal(others.length, 0, execution);
	assert.equal(item.json.documentReference, reference, execution);
	assert.equal(item.json.finished, true, execution);
	assert.equal(sha256(await executions.file(item)), signed?.sha256, execution);
	assert.equal(toldBy(simulator).filter((id) => id === execution).length, 1, execution);
	assert.equal(sends, 1, `${execution} sent it again`);
};

/** How often n8n gave which answer to calls of the service; why, for a call that had none. */
export const answersIn = (callbacks: Simulator['callbacks']): string => {
	const counts = new Map<string, number>();
	for (const { body, status, error } of callbacks) {
		const answer = `${body.Event} ${status ?? error}`;
		counts.set(answer, (counts.get(answer) ?? 0) + 1);
	}
	return [...counts].map(([answer, count]) => `${count} × ${answer}`).join(', ');
};
