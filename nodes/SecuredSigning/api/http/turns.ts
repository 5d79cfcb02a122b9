import type { IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';

import { AdaptiveLimit } from '../../shared/adaptiveLimit';
import { isRun, oncePerRun } from '../../shared/oncePerRun';
import { toResult, type Result } from '../../shared/toResult';
import { Turns } from '../../shared/turns';
import { isRecord, text } from '../../shared/values';
import type { Context } from '../types';
import { isPassing, PASSING_STATUS } from './retry';
import { tell } from './runLog';

/**
 * Limits the requests of a run whose 'items at a time' is automatic: requests of items that were already
 * started wait, too.
 */
class AdaptiveTurns extends Turns {
	constructor(readonly limit = new AdaptiveLimit()) {
		super(() => limit.current);
	}
}

const turnsOfRun = oncePerRun((run) => {
	const options: unknown = run.getNodeParameter('requestOptions', 0, {});
	return isRecord(options) && options.itemsAtATimeAuto === true ? new AdaptiveTurns() : undefined;
});

/**
 * The limit of items at a time, if it is automatic; else undefined. The field is in fields/requestOptions.ts.
 */
export const adaptiveLimitOf = (context: IExecuteFunctions): AdaptiveLimit | undefined =>
	turnsOfRun(context)?.limit;

/**
 * Sends a request as soon as the run's limit allows one more, and adapts the limit to the outcome. If the
 * number of items at a time is fixed, only `untilAllowed` is waited for.
 *
 * @param kind what the time of its answer depends on
 * @param untilAllowed waits until the account may be asked
 */
export async function inTurn(
	context: Context,
	kind: string,
	untilAllowed: () => Promise<void>,
	send: () => Promise<IN8nHttpFullResponse>,
): Promise<IN8nHttpFullResponse> {
	const turns = isRun(context) ? turnsOfRun(context) : undefined;
	if (turns === undefined) {
		await untilAllowed();
		return await send();
	}
	const { limit } = turns;
	await turns.take();
	try {
		await untilAllowed();
		const request = limit.begin(kind);
		const begun = performance.now();
		const outcome = await toResult(send());
		const before = limit.current;
		if (isOverload(outcome)) limit.overloaded(request);
		else if (isSuccess(outcome)) limit.answered(request, performance.now() - begun);
		else limit.ended();
		if (limit.current !== before) tell(context, `items at a time: ${limit.current}`);
		if ('error' in outcome) throw outcome.error;
		return outcome.value;
	} finally {
		turns.free();
	}
}

type Outcome = Result<IN8nHttpFullResponse>;

const isOverload = (outcome: Outcome): boolean =>
	'error' in outcome
		? isPassing(outcome.error)
		: PASSING_STATUS.has(text(outcome.value.statusCode));

const isSuccess = (outcome: Outcome): boolean =>
	'value' in outcome && outcome.value.statusCode >= 200 && outcome.value.statusCode < 300;
