/** Two workflows that strangers can send a file to. */
import type { Credential, Workflow } from '../n8n/instance.mts';
import { securedSigning, sendingFile, SIGNERS, webhook, workflowOf } from '../n8n/nodes.mts';
import { request } from '../n8n/request.mts';

const READING = { resource: 'smartTag', operation: 'check', binaryPropertyName: 'data' };
const SENDING = {
	...sendingFile,
	signers: { signer: SIGNERS.slice(0, 1) },
	options: { sendingLimits: { limits: { allowedDomains: 'example.com', maxSigners: 2 } } },
};

/** By the paths of their webhooks. */
export const PATHS = { check: 'hostile-check', send: 'hostile-send' };

/** Each answers its caller with what the node put out, be it an error in words. */
export const hostileWorkflows = (credential: Credential): Workflow[] =>
	Object.entries({ [PATHS.check]: READING, [PATHS.send]: SENDING }).map(([id, parameters]) =>
		workflowOf(id, [
			webhook(id, { responseMode: 'lastNode' }),
			{
				...securedSigning('Secured Signing', credential, parameters),
				onError: 'continueRegularOutput',
			},
		]),
	);

/** Uploads a file as a web form does, and returns what the workflow answered. */
export async function uploaded(
	origin: string,
	path: string,
	fileName: string,
	content: Buffer,
): Promise<Record<string, unknown>> {
	const form = new FormData();
	form.set('data', new Blob([new Uint8Array(content)]), fileName);
	const answer = await request(`${origin}/webhook/${path}`, { method: 'POST', body: form });
	const text = await answer.text();
	if (!answer.ok) throw new Error(`The webhook answered ${answer.status}: ${text.slice(0, 300)}`);
	const json = JSON.parse(text) as Record<string, unknown> | Array<Record<string, unknown>>;
	return Array.isArray(json) ? json[0] : json;
}
