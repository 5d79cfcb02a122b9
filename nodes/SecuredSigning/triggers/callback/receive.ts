import {
	type INodeExecutionData,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { isOldEnd } from '../../api/answers/documentStatus';
import { lookedAt } from '../../api/answers/looks';
import { hideKeys, isOutage, savedSettings } from '../../api';
import { markAnswer } from '../../api/http/ownAddress';
import { withEvidence } from '../../evidence';
import type { EvidencePart } from '../../fields/include';
import { toResult } from '../../shared/toResult';
import { text } from '../../shared/values';
import type { TriggerEvent } from '../events';
import { readParameters } from '../parameters';
import { isOurs, readCall } from './call';
import { callAgain } from './callAgain';
import { eventOf, lossEventOf } from './events';
import { properties } from './fields';
import { lookUp, type LookedUp } from './lookUp';
import { referencesIn, type References } from './references';
import { mayStillChange, callbackMemoryOf, noteTold, remember } from './seen';

const DONE = 'Received';

interface Parameters {
	events: TriggerEvent[];
	include: EvidencePart[];
	simplify: boolean;
}

/**
 * Handles one call: trusts only its key, reads the documents that it names from the service, and starts the
 * workflow with one item for each document in a chosen state.
 *
 * If the result may change later, it answers with a status that makes callers retry, and does not start the
 * workflow.
 *
 * @throws NodeApiError for a refusal that a person has to fix, such as a wrong credential: n8n answers with
 *   500 and shows a failed execution
 */
export async function receive(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	markAnswer(this);
	const call = readCall(this);
	const settings = await toResult(savedSettings(this));
	if ('error' in settings) return unready(this, settings.error);
	if (!isOurs(this, call, settings.value.apiSecret)) {
		return refuse(this, 401, 'The key in this address is missing or wrong.');
	}
	hideKeys(this, call.key);
	const references = referencesIn(call.parts, call.written);
	const events = await toResult(eventsOf(this, references, call.told));
	if ('error' in events) {
		callAgain(this, call, references);
		if (!isOutage(events.error)) throw events.error;
		return unready(this, events.error);
	}
	const { items, pending, open = [], told, isCached, failure } = events.value;
	const isPending = Object.values(pending).flat().length > 0;
	if (isPending) callAgain(this, call, pending);
	if (failure) {
		if (!isOutage(failure)) throw failure;
		return unready(this, failure);
	}
	// The call may arrive before the status has changed. An answer from a cache is no second look.
	if (open.length > 0 && (isCached || !call.told?.length))
		callAgain(this, call, { documents: open }, told);
	if (items === undefined) {
		if (isPending) {
			return refuse(this, 503, 'This is not found now. It is looked up again in a few minutes.');
		}
		const { method, headers } = this.getRequestObject();
		this.logger.warn(
			`${this.getNode().name}: a call with the right key names no document that is known here, and starts nothing (${method}, ${headers['content-type'] ?? 'without a content type'})`,
		);
		return refuse(this, 400, 'This call names no document that is known here.');
	}
	return {
		webhookResponse: DONE,
		...(items.length > 0 && { workflowData: [items] }),
	};
}

interface Found extends Pick<LookedUp, 'failure'> {
	/** One for each document in a chosen state; undefined if none of the documents exists. */
	items?: INodeExecutionData[];
	/** What another look has to decide. */
	pending: References;
	/** References of found documents that have not ended. */
	open?: string[];
	/** The eventId of each document as it is now. */
	told?: string[];
	/** Whether the answer about one of the open ones came from a cache. */
	isCached?: boolean;
}

async function eventsOf(
	context: IWebhookFunctions,
	asked: References,
	known?: string[],
): Promise<Found> {
	const { events, include, simplify } = readParameters<Parameters>(context, properties);
	const wants = (part: EvidencePart) => include.includes(part);

	const memory = await callbackMemoryOf(context);
	const { documents, gone, pending, failure } = await lookUp(context, asked, wants, memory);
	remember(context, memory);
	if (documents.length + gone.length === 0) return { pending, failure };
	const items: INodeExecutionData[] = [];
	const told: string[] = [];
	const isRepeat = known !== undefined;
	const wasTold = (eventId: string) => known?.includes(eventId) || memory.told.has(eventId);
	const open = documents.filter((document) => mayStillChange(document) || isOldEnd(document));
	const isCached = open.some((document) => lookedAt(document) === undefined);
	for (const document of documents) {
		if (isOldEnd(document)) continue;
		const happened = eventOf(document);
		told.push(happened.eventId);
		const mayRepeat = isRepeat || lookedAt(document) === undefined;
		if (mayRepeat && wasTold(happened.eventId)) continue;
		if (!events.includes(happened.event)) continue;
		const { json, binary } = await withEvidence(context, document, wants, simplify);
		items.push({ json: { ...happened, ...json }, binary });
	}
	const lost = gone.map(lossEventOf).filter(({ event }) => events.includes(event));
	items.push(...lost.map((json) => ({ json })));
	// Meanwhile, a parallel call may have reported the same events.
	const fresh = items.filter(({ json }) => !(isRepeat && wasTold(text(json.eventId))));
	if (context.getMode() !== 'manual') {
		noteTold(
			memory,
			fresh.map(({ json }) => text(json.eventId)),
		);
	}
	const references = open.map(({ Reference }) => text(Reference));
	return { items: fresh, pending, open: references, told, isCached };
}

function unready(context: IWebhookFunctions, { message }: Error): IWebhookResponseData {
	context.logger.warn(`A call of Secured Signing was put off: ${message}`);
	return refuse(context, 503, 'This cannot be looked up now. Please call again later.');
}

/** Answers the caller, and starts nothing. */
function refuse(context: IWebhookFunctions, status: number, words: string): IWebhookResponseData {
	context.getResponseObject().status(status).type('text/plain').send(words);
	return { noWebhookResponse: true };
}
