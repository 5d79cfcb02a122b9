import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { BYPASS_CACHE, FROM_CACHE } from '../api';
import { showWarning } from '../shared/hints';
import { refusal } from '../shared/refusal';
import { text } from '../shared/values';

export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

export const includeLogField: INodeProperties = {
	displayName: 'Include Log',
	name: 'includeLog',
	type: 'boolean',
	default: false,
	description: 'Whether to add the events of each document',
};

/** The query that requests the log, if 'Include Log' is on; else an empty one. */
export function logQuery(context: IExecuteFunctions, itemIndex: number): IDataObject {
	return context.getNodeParameter('options.includeLog', itemIndex, false)
		? { DocumentLog: true }
		: {};
}

/**
 * Says above the output of the node if an answer came from a cache: what it shows may be over.
 *
 * @param times when each answer was made; undefined for one from a cache
 */
export function tellIfCached(
	context: IExecuteFunctions,
	...times: Array<number | undefined>
): void {
	if (times.includes(undefined))
		showWarning(context, `${FROM_CACHE} what happened since. ${BYPASS_CACHE}`);
}

export const returnAllFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/** The service's answer, or a simplified version of it, as set in 'Simplify'. */
export function chosenView(
	context: IExecuteFunctions,
	itemIndex: number,
	answer: IDataObject,
	simplify: (answer: IDataObject, timezone: string) => IDataObject,
): IDataObject {
	return context.getNodeParameter('simplify', itemIndex, true)
		? simplify(answer, context.getTimezone())
		: answer;
}

/**
 * The first results, as many as asked for; the service itself has no paging.
 * @throws UserError for a 'Limit' that is not a whole number above 0
 */
export function limited<T>(context: IExecuteFunctions, itemIndex: number, results: T[]): T[] {
	if (context.getNodeParameter('returnAll', itemIndex, false)) return results;
	const value: unknown = context.getNodeParameter('limit', itemIndex, 50);
	const limit = Number(text(value) || NaN);
	if (!Number.isInteger(limit) || limit < 1) {
		throw refusal(
			`'Limit' is not a whole number above 0: ${JSON.stringify(value)}`,
			'Enter one, or check the expression that fills it.',
		);
	}
	return results.slice(0, limit);
}

/**
 * The same for a list with several kinds of things, one kind after the other: each kind gets a share of the
 * limit.
 * @param kindOf the kind of a thing; its order in the list is kept
 */
export function limitedOfEach<T>(
	context: IExecuteFunctions,
	itemIndex: number,
	results: T[],
	kindOf: (result: T) => unknown,
): T[] {
	const seen = new Map<unknown, number>();
	const inTurn = results
		.map((result) => {
			const turn = seen.get(kindOf(result)) ?? 0;
			seen.set(kindOf(result), turn + 1);
			return { result, turn };
		})
		.sort((one, other) => one.turn - other.turn);
	const kept = new Set(limited(context, itemIndex, inTurn).map(({ result }) => result));
	return results.filter((result) => kept.has(result));
}
