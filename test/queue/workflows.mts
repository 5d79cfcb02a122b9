/**
 * The workflows that run in queue mode, besides the one that waits (e2e/awaiting.mts). Each tells a
 * server outside of n8n what it has done: the books of whoever gave the order.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { inARow } from '../e2e/awaiting.mts';
import type { Credential, Workflow } from '../e2e/n8n/instance.mts';
import type { Sandbox } from '../e2e/sandbox.mts';

export const ORDERS = 'orders';
export const POLLED = 'polled';
export const CALLED = 'called';

/** n8n refuses a second hand of the clock, and takes several times a minute. */
const SECONDS = [0, 10, 20, 30, 40, 50];

const SIGNER = { firstName: 'Ana', lastName: 'Lopez', email: 'ana@example.com' };
const SECOND_SIGNER = { firstName: 'Ben', lastName: 'Wu', email: 'ben@example.com' };

export interface Setting {
	sandbox: Sandbox;
	credential: Credential;
	/** Where n8n answers webhooks. */
	webhookOrigin: string;
}

const withCredential = ({ credential: { id, name, type } }: Setting) => ({
	credentials: { [type]: { id, name } },
});

const workflow = (id: string, nodes: Parameters<typeof inARow>[0]): Workflow => ({
	id,
	name: id,
	active: false,
	settings: {},
	...inARow(nodes),
});

/** Tells `/<workflow>/<what>/<of which>`. */
const tell = ({ sandbox }: Setting, id: string, what: string, ofWhich: string) => ({
	name: 'Tell',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: {
		url: `=${sandbox.elsewhere.url}/${id}/{{ ${what} }}/{{ ${ofWhich} }}`,
		options: {},
	},
});

/** Webhook → Send → Tell: an order comes with its file, and is sent once, ever. */
export const ordersWorkflow = (setting: Setting): Workflow =>
	workflow(ORDERS, [
		{
			name: 'Webhook',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			webhookId: ORDERS,
			parameters: { httpMethod: 'POST', path: ORDERS, responseMode: 'onReceived', options: {} },
		},
		{
			name: 'Send',
			type: 'n8n-nodes-secured-signing.securedSigning',
			typeVersion: 1,
			parameters: {
				resource: 'smartTag',
				operation: 'send',
				documentsFrom: 'files',
				binaryPropertyName: 'data',
				signersFrom: 'list',
				signers: { signer: [SIGNER, SECOND_SIGNER] },
				dueDate: "={{ $now.plus(14, 'days') }}",
				options: {
					clientReference: '={{ $json.body.order }}',
					oncePerClientReference: true,
					notifyUrl: `${setting.webhookOrigin}/webhook/${CALLED}/secured-signing-callback`,
				},
			},
			...withCredential(setting),
		},
		tell(setting, ORDERS, '$("Webhook").item.json.body.order', '$json.documentReference'),
	]);

const triggerWorkflow = (
	setting: Setting,
	id: string,
	type: string,
	parameters: Record<string, unknown>,
): Workflow =>
	workflow(id, [
		{
			name: 'Trigger',
			type: `n8n-nodes-secured-signing.${type}`,
			typeVersion: 1,
			parameters: { events: ['completed'], ...parameters },
			...(type === 'securedSigningCallbackTrigger' && { webhookId: id }),
			...withCredential(setting),
		},
		tell(setting, id, '$json.event', '$json.documentReference'),
	]);

/** The trigger that looks by itself → Tell. */
export const polledWorkflow = (setting: Setting): Workflow =>
	triggerWorkflow(setting, POLLED, 'securedSigningTrigger', {
		pollTimes: {
			item: SECONDS.map((second) => ({ mode: 'custom', cronExpression: `${second} * * * * *` })),
		},
	});

/** The trigger that is called → Tell. */
export const calledWorkflow = (setting: Setting): Workflow =>
	triggerWorkflow(setting, CALLED, 'securedSigningCallbackTrigger', {});

/** What a workflow has told so far: what, and of which. */
export const toldOf = ({ elsewhere }: Sandbox, id: string): Array<[string, string]> =>
	elsewhere.requests
		.map(({ path }) => path.split('/').slice(1))
		.filter(([workflowId]) => workflowId === id)
		.map(([, what, ofWhich]) => [what, ofWhich]);

/** Gives an order; n8n answers before it is carried out. */
export const giveOrder = async (
	{ webhookOrigin }: Setting,
	order: string,
	contract: string,
): Promise<void> => {
	const form = new FormData();
	form.set('order', order);
	form.set('data', new File([await readFile(contract)], basename(contract)));
	const answer = await fetch(`${webhookOrigin}/webhook/${ORDERS}`, { method: 'POST', body: form });
	if (!answer.ok) throw new Error(`The order ${order} was answered with ${answer.status}`);
};
