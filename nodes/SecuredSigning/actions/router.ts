import {
	NodeApiError,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { isNotFound } from '../api';
import { withoutSigningKeys } from '../api/answers/signingKeys';
import { withheldKeys } from '../api/http/withheldKeys';
import { readPace } from '../fields/requestOptions';
import { changeOnce, forgetChanges, isRetried, mayBeOpen } from '../send';
import { mapConcurrently, type Limit } from '../shared/mapConcurrently';
import { contextOfItem } from '../shared/oncePerRun';
import type { Operation, Outcome } from '../shared/operation';
import { pause } from '../shared/pause';
import { toResult } from '../shared/toResult';
import { getsSigningKeys } from '../shared/tool';
import {
	failedItem,
	firstError,
	isFailure,
	LEFT_OPEN,
	located,
	NOT_KNOWN,
	nothingSent,
	ofUnknownPast,
	type ItemResult,
} from './failures';
import { findOperation } from './index';
import { checkParameters, readingOnce } from './parameters';

/**
 * Hands each item to the chosen operation: a few at a time, results in the order of the items, each linked to
 * the item it came from. An operation that takes all items as one job is called once, and its results are
 * linked to all of them. Knows nothing of the service.
 *
 * Where an operation checks its items, all are checked before the first one is executed: what is wrong with
 * the last one is found while nothing is sent.
 *
 * With "Continue" as the node's error setting, a failed item becomes an item with its `error`. Without,
 * nothing new is started after a failure, what is under way is waited for, and the error says which items had
 * succeeded: their contracts have been sent.
 */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const outcome = await toResult(run(this));
	if ('value' in outcome) return outcome.value;
	const error = isFailure(outcome.error) ? outcome.error : located(this, outcome.error);
	if (!this.continueOnFail()) throw error;
	// Otherwise, n8n would output the input items as if they had been processed.
	return [this.getInputData().flatMap((_, item) => linked(failedItem(error), { item }))];
}

async function run(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const operation = chosenOperation(node);
	const { context, forgetItem } = readingOnce(node, operation.fields);
	const everyItem = node.getInputData().map((_, item) => ({ item }));
	const isOneJob = operation.takesAllItems?.call(node) === true;
	const indexes = isOneJob ? [0] : everyItem.map(({ item }) => item);
	const { limit, batchSize, batchPause } = readPace(context);
	const continues = node.continueOnFail();
	const stop = node.getExecutionCancelSignal();
	const isOneOfSeveral = indexes.length > 1;
	const contexts = indexes.map((itemIndex) => contextOfItem(context, itemIndex));
	const results: ItemResult[] = [];
	const isSend = operation.isBegun !== undefined;
	const isChange = isSend || operation.repetition !== undefined;
	// Another retry of the same execution may have done it, of which this one knows nothing.
	const isUnknown = isChange && isRetried(node);

	if (operation.check && isOneOfSeveral) {
		const begun = indexes.filter((item) => operation.isBegun?.call(contexts[item], item));
		const wrong = await checkedFirst(contexts, operation, begun, limit, continues);
		for (const [itemIndex, error] of wrong) {
			results[itemIndex] = { error: located(context, error, itemIndex, continues) };
		}
		if (wrong.size > 0 && !continues) {
			throw nothingSent(results, indexes.length, { begun, isUnknown });
		}
	}

	const left = indexes.filter((itemIndex) => !(itemIndex in results));
	let failed = left.length < indexes.length;
	const goesOn = () => (!failed || continues) && !stop?.aborted;
	const work = async (itemIndex: number) => {
		results[itemIndex] = await runItem(contexts[itemIndex], operation, itemIndex, isOneOfSeveral);
		failed ||= 'error' in results[itemIndex];
		// What was read of it is not needed any more.
		contexts[itemIndex] = context;
		forgetItem(itemIndex);
	};
	for (let start = 0; start < left.length && goesOn(); start += batchSize) {
		if (start > 0) await pause(batchPause, stop);
		const batch = left.slice(start, start + batchSize);
		await mapConcurrently(batch, work, { limit, goesOn });
	}

	for (const [item, result] of results.entries()) {
		if (!result || !('error' in result)) continue;
		if (isUnknown) ofUnknownPast(result.error, NOT_KNOWN);
		else if (isChange && mayBeOpen(context, item, isSend)) ofUnknownPast(result.error, LEFT_OPEN);
	}
	if (failed && !continues) {
		throw firstError(results, isSend ? ", unless 'Send Once per Reference' is on" : '');
	}
	if (!failed && operation.repetition) forgetChanges(context);
	const outcomes = results.map(outcomeOf);
	const isAnyDone = outcomes.some((one) => !one.failed);
	const concluded =
		operation.conclude && isAnyDone && !stop?.aborted
			? await operation.conclude.call(context, outcomes).catch((error: Error) => {
					throw located(context, error);
				})
			: outcomes.map(({ items }) => items);
	const withheld = withheldKeys(context);
	const shown = getsSigningKeys(node)
		? concluded
		: concluded.map((items) => withoutKeys(items, withheld));
	// Items after those of the run are linked to none of them.
	const linkOf = (item: number) => (item < outcomes.length ? { item } : undefined);
	return [shown.flatMap((items, item) => linked(items, isOneJob ? everyItem : linkOf(item)))];
}

/**
 * Checks all items of a run before the first one is executed, except those that an earlier attempt began:
 * these are looked up when they are executed.
 *
 * @returns what is wrong, by item
 */
async function checkedFirst(
	contexts: IExecuteFunctions[],
	{ check, fields }: Operation,
	begun: number[],
	limit: Limit,
	continues: boolean,
): Promise<Map<number, Error>> {
	const wrong = new Map<number, Error>();
	let isOver = false;
	const checkItem = async (own: IExecuteFunctions, itemIndex: number) => {
		if (begun.includes(itemIndex)) return;
		checkParameters(own, itemIndex, fields);
		await check?.call(own, itemIndex);
	};
	await mapConcurrently(
		contexts,
		async (own, itemIndex) => {
			const found = await toResult(checkItem(own, itemIndex));
			if ('value' in found) return;
			// A 404 is an error of this item. Other errors of the service stop the checks, because they would
			// fail for all items.
			const isOfService = found.error instanceof NodeApiError && !isNotFound(found.error);
			isOver ||= isOfService;
			if (!isOfService || !continues) wrong.set(itemIndex, found.error);
		},
		{ limit, goesOn: () => !isOver && !contexts[0].getExecutionCancelSignal()?.aborted },
	);
	return wrong;
}

function chosenOperation(context: IExecuteFunctions): Operation {
	const resource = context.getNodeParameter('resource', 0);
	const operation = context.getNodeParameter('operation', 0);
	const chosen = findOperation(resource, operation);
	if (chosen === undefined) {
		throw new NodeOperationError(
			context.getNode(),
			`There is no operation '${operation}' for '${resource}'`,
			{ description: 'Choose the operation again in the node.' },
		);
	}
	return chosen;
}

async function runItem(
	context: IExecuteFunctions,
	operation: Operation,
	itemIndex: number,
	isOneOfSeveral: boolean,
): Promise<ItemResult> {
	try {
		checkParameters(context, itemIndex, operation.fields);
		const execute = async () => await operation.execute.call(context, itemIndex);
		return {
			items: operation.repetition
				? await changeOnce(context, itemIndex, operation, execute)
				: await execute(),
		};
	} catch (error) {
		return { error: located(context, error as Error, itemIndex, isOneOfSeveral) };
	}
}

const outcomeOf = (result: ItemResult): Outcome =>
	'error' in result
		? { items: failedItem(result.error), failed: true }
		: { items: result.items, failed: false };

const withoutKeys = (items: INodeExecutionData[], withheld: string[]): INodeExecutionData[] =>
	items.map((item) => ({ ...item, json: withoutSigningKeys(item.json, withheld) }));

function linked(
	items: INodeExecutionData[],
	pairedItem: INodeExecutionData['pairedItem'],
): INodeExecutionData[] {
	return items.map((result) => ({ ...result, pairedItem }));
}
