/** Two workflows that strangers can send a file to. */
import type { Credential, Workflow } from '../n8n/instance.mts';
import { inARow } from '../n8n/awaiting.mts';

const SIGNER = { firstName: 'Ana', lastName: 'Lopez', email: 'ana@example.com' };

const READING = { resource: 'smartTag', operation: 'check', binaryPropertyName: 'data' };
const SENDING = {
	resource: 'smartTag',
	operation: 'send',
	documentsFrom: 'files',
	binaryPropertyName: 'data',
	signersFrom: 'list',
	signers: { signer: [SIGNER] },
	dueDate: "={{ $now.plus(14, 'days') }}",
	options: { sendingLimits: { limits: { allowedDomains: 'example.com', maxSigners: 2 } } },
};

/** By the paths of their webhooks. */
export const PATHS = { check: 'hostile-check', send: 'hostile-send' };

/** Each answers its caller with what the node put out, be it an error in words. */
export const hostileWorkflows = (credential: Credential): Workflow[] =>
	Object.entries({ [PATHS.check]: READING, [PATHS.send]: SENDING }).map(([id, parameters]) => ({
		id,
		name: id,
		active: false,
		settings: {},
		...inARow([
			{
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				webhookId: id,
				parameters: { httpMethod: 'POST', path: id, responseMode: 'lastNode', options: {} },
			},
			{
				name: 'Secured Signing',
				type: 'n8n-nodes-secured-signing.securedSigning',
				typeVersion: 1,
				parameters,
				onError: 'continueRegularOutput',
				credentials: { [credential.type]: { id: credential.id, name: credential.name } },
			},
		]),
	}));

/** Uploads a file as a web form does, and returns what the workflow answered. */
export async function uploaded(
	origin: string,
	path: string,
	fileName: string,
	content: Buffer,
): Promise<Record<string, unknown>> {
	const form = new FormData();
	form.set('data', new Blob([new Uint8Array(content)]), fileName);
	const answer = await fetch(`${origin}/webhook/${path}`, { method: 'POST', body: form });
	const text = await answer.text();
	if (!answer.ok) throw new Error(`The webhook answered ${answer.status}: ${text.slice(0, 300)}`);
	const json = JSON.parse(text) as Record<string, unknown> | Array<Record<string, unknown>>;
	return Array.isArray(json) ? json[0] : json;
}
