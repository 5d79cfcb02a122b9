import type { IDataObject, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import { inTime } from '../../shared/inTime';
import { isRecord, text } from '../../shared/values';

/**
 * The response header by which answers of our webhooks are recognised: a login page in front of n8n may
 * answer with 200, too.
 */
const ANSWERED_BY = 'x-answered-by';
const THESE_NODES = 'n8n-nodes-secured-signing';
/** The same, of a webhook that has planned itself what is left to do. */
const PLANNED = `${THESE_NODES}; planned`;
/** The error statuses with which n8n itself answers such a call, in JSON. */
const REFUSALS = new Set([400, 401, 404, 409, 500, 503]);
/**
 * The words with which n8n says, with 404 or 409, that nothing waits there: 'The execution "7" has finished already', 'The
 * requested webhook … is not registered'. A gateway in front of n8n may answer with these statuses, too.
 */
const NOTHING_WAITS = /\b(?:execution|webhook)\b/i;
const TIMEOUT_MS = 300_000;
/** The code with which n8n's client gives up after that time. A connection that cannot be made has another one. */
const TIME_IS_UP = 'ECONNABORTED';

interface Answer {
	statusCode: number;
	headers: IDataObject;
	body: unknown;
}

let hasWarned = false;

/** Adds that header; each webhook of these nodes calls it before it answers. */
export function markAnswer(context: IWebhookFunctions, isPlanned = false): void {
	context.getResponseObject().setHeader(ANSWERED_BY, isPlanned ? PLANNED : THESE_NODES);
}

const isLikeN8n = ({ statusCode, body }: Answer): boolean =>
	REFUSALS.has(statusCode) && isRecord(body) && ('message' in body || 'error' in body);

const isNothing = ({ statusCode, body }: Answer): boolean =>
	[404, 409].includes(statusCode) && isRecord(body) && NOTHING_WAITS.test(text(body.message));

/** After how many refusals in a row nothing waits any more: while n8n stores a wait, or publishes, it refuses calls, too. */
const MOST_REFUSALS = 3;

/**
 * Calls one of this n8n's own addresses, as the service would. If that is impossible because of SSRF
 * protection, a proxy or a login, it warns once in the log; not if there is no answer in time, because the call may have
 * arrived, and wait for the service. Redirects are not followed: the address holds a key.
 *
 * @param plan counts the refusals in a row
 *
 * @returns whether the call is done with: one of our webhooks took it, or nothing waits for it any more. Not if n8n could
 *   not be reached, or cannot work at the moment: then it has to be made again
 */
export async function callOwnAddress(
	context: IExecuteFunctions | IWebhookFunctions,
	address: URL,
	plan: { refusals: number },
	body?: IDataObject,
): Promise<boolean> {
	let reason: string;
	try {
		const call = context.helpers.httpRequest({
			method: 'POST',
			url: address.href,
			body,
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: true,
			returnFullResponse: true,
			timeout: TIMEOUT_MS,
		}) as Promise<Answer>;
		const late = () => Object.assign(new Error(), { code: TIME_IS_UP });
		const answer = await inTime(call, { milliseconds: TIMEOUT_MS, late });
		plan.refusals = isNothing(answer) ? plan.refusals + 1 : 0;
		const by = answer.headers[ANSWERED_BY];
		if (by === PLANNED) return true;
		if (by === THESE_NODES) return answer.statusCode < 500;
		if (isLikeN8n(answer)) return plan.refusals >= MOST_REFUSALS;
		reason = `something else answered there, with status ${answer.statusCode}`;
	} catch (error) {
		const { code, message } = error as { code?: unknown; message: string };
		if (code === TIME_IS_UP) return false;
		reason = message;
	}
	if (!hasWarned) {
		hasWarned = true;
		// Without the path and its key.
		context.logger.warn(
			`n8n could not call its own address ${address.origin}: ${reason}. Workflows that wait for a signature, and callback triggers that could not check a document, continue when Secured Signing calls, and waits also at their time limit, but not by themselves. What to set is in docs/waiting-in-detail.md of n8n-nodes-secured-signing, "n8n cannot call its own address": NO_PROXY if a proxy is in the way, or N8N_SSRF_ALLOWED_HOSTNAMES for n8n's SSRF protection, with the host of that address.`,
		);
	}
	return false;
}
