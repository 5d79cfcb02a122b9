import type { IDataObject, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

/** What n8n and these nodes answer to such a call; anything else is the word of somebody in between. */
const ANSWERS = new Set([200, 400, 401, 404, 409, 500, 503]);

let hasWarned = false;

/**
 * Has n8n call one of its own addresses, as the service would. An n8n that cannot, since its SSRF
 * protection or a proxy is in the way, says so once, in its log.
 *
 * @returns whether it was n8n that answered, and not somebody in between
 */
export async function callOwnAddress(
	context: IExecuteFunctions | IWebhookFunctions,
	address: URL,
	body?: IDataObject,
): Promise<boolean> {
	let reason: string;
	try {
		const { statusCode } = (await context.helpers.httpRequest({
			method: 'POST',
			url: address.href,
			body,
			ignoreHttpStatusErrors: true,
			returnFullResponse: true,
		})) as { statusCode: number };
		if (ANSWERS.has(statusCode)) return true;
		reason = `it was answered with status ${statusCode}`;
	} catch (error) {
		reason = (error as Error).message;
	}
	if (!hasWarned) {
		hasWarned = true;
		// Without the path and its key.
		context.logger.warn(
			`n8n could not call its own address ${address.origin}: ${reason}. Workflows that wait for a signature, and callback triggers that could not look a document up, go on when Secured Signing calls, and waits at their time limit, but not by themselves. What to set is in docs/waiting.md of n8n-nodes-secured-signing, "How n8n learns of it".`,
		);
	}
	return false;
}
