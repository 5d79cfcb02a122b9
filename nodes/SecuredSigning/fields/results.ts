import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

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

/** The query that asks for the log, where 'Include Log' is among the options and on. */
export function logQuery(context: IExecuteFunctions, itemIndex: number): IDataObject {
	return context.getNodeParameter('options.includeLog', itemIndex, false)
		? { DocumentLog: true }
		: {};
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

/** What the service answered, or the simplified version of it, as the builder chose with 'Simplify'. */
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
 * @throws UserError for a 'Limit' that is no number of results
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
 * The same of a list that has several kinds of things, one after the other: each kind keeps something.
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
