/**
 * The workflows that run in queue mode, besides the one that waits (n8n/awaiting.mts). Each tells a
 * server outside of n8n what it has done: the books of whoever gave the order.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Workflow } from '../n8n/instance.mts';
import { securedSigning, sendingFile, webhook, workflowOf } from '../n8n/nodes.mts';
import { request } from '../n8n/request.mts';
import { everySeconds, tell, triggerWorkflow, type Setting as Place } from '../n8n/telling.mts';

export const ORDERS = 'orders';
export const POLLED = 'polled';
export const CALLED = 'called';

export interface Setting extends Place {
	/** Where n8n answers webhooks. */
	webhookOrigin: string;
}

/** Webhook → Send → Tell: an order comes with its file, and is sent once, ever. */
export const ordersWorkflow = (setting: Setting): Workflow =>
	workflowOf(ORDERS, [
		webhook(ORDERS, { responseMode: 'onReceived' }),
		securedSigning('Send', setting.credential, {
			...sendingFile,
			options: {
				clientReference: '={{ $json.body.order }}',
				oncePerClientReference: true,
				notifyUrl: `${setting.webhookOrigin}/webhook/${CALLED}/secured-signing-callback`,
			},
		}),
		tell(setting, '$("Webhook").item.json.body.order', '$json.documentReference'),
	]);

/** The trigger that looks by itself → Tell. */
export const polledWorkflow = (setting: Setting): Workflow =>
	triggerWorkflow(setting, POLLED, 'securedSigningTrigger', {
		events: ['completed'],
		pollTimes: everySeconds(10),
	});

/** The trigger that is called → Tell. */
export const calledWorkflow = (setting: Setting): Workflow =>
	triggerWorkflow(setting, CALLED, 'securedSigningCallbackTrigger', { events: ['completed'] });

/** Gives an order; n8n answers before it is carried out. */
export const giveOrder = async (
	{ webhookOrigin }: Setting,
	order: string,
	contract: string,
): Promise<void> => {
	const form = new FormData();
	form.set('order', order);
	form.set('data', new File([await readFile(contract)], basename(contract)));
	const answer = await request(`${webhookOrigin}/webhook/${ORDERS}`, {
		method: 'POST',
		body: form,
	});
	if (!answer.ok) throw new Error(`The order ${order} was answered with ${answer.status}`);
};
