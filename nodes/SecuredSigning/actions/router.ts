import {
	NodeApiError,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { isNotFound, isUncertain } from '../api';
import { withoutSigningKeys } from '../api/answers/signingKeys';
import { withheldKeys } from '../api/http/withheldKeys';
import { changeOnce, forgetChanges } from '../send';
import { mapConcurrently } from '../shared/mapConcurrently';
import { contextOfItem } from '../shared/oncePerRun';
import type { Operation, Outcome } from '../shared/operation';
import { pause } from '../shared/pause';
import { toResult } from '../shared/toResult';
import { getsSigningKeys, isTool } from '../shared/tool';
import { omitEmpty } from '../shared/values';
import { findOperation } from './index';
import { checkParameters, readingOnce } from './parameters';

const DEFAULT_ITEMS_AT_A_TIME = 5;
const DEFAULT_BATCH_PAUSE_SECONDS = 1;

type Failure = NodeApiError | NodeOperationError;
type Result = { items: INodeExecutionData[] } | { error: Failure };

/**
 * Hands each item to the chosen operation: a few at a time, results in the order of the items, each
 * linked to the item it came from. An operation that takes all items as one job is called once, and
 * its results are linked to all of them. Knows nothing of the service.
 *
 * Where an operation checks its items, all are checked before the first one is executed: what is wrong with the last
 * one is found while nothing is sent.
 *
 * With "Continue" as the node's error setting, a failed item becomes an item with its `error`. Without,
 * nothing new is started after a failure, what is under way is waited for, and the error says which
 * items had gone through: their contracts are out.
 */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const operation = chosenOperation(this);
	const context = readingOnce(this, operation.fields);
	const everyItem = this.getInputData().map((_, item) => ({ item }));
	const isOneJob = operation.takesAllItems?.call(this) === true;
	const indexes = isOneJob ? [0] : everyItem.map(({ item }) => item);
	const { itemsAtATime, batchSize, batchPause } = paceOf(this);
	const continues = this.continueOnFail();
	const stop = this.getExecutionCancelSignal();
	const isOneOfSeveral = indexes.length > 1;
	const contexts = indexes.map((itemIndex) => contextOfItem(context, itemIndex));
	const results: Result[] = [];

	if (isOneOfSeveral) {
		const wrong = await checkedFirst(contexts, operation, { atATime: itemsAtATime, continues });
		for (const [itemIndex, error] of wrong) {
			results[itemIndex] = { error: located(context, error, itemIndex, continues) };
		}
		if (wrong.size > 0 && !continues) throw nothingSent(results, indexes.length);
	}

	const left = indexes.filter((itemIndex) => !(itemIndex in results));
	let failed = left.length < indexes.length;
	const goesOn = () => (!failed || continues) && !stop?.aborted;
	const work = async (itemIndex: number) => {
		results[itemIndex] = await runItem(contexts[itemIndex], operation, itemIndex, isOneOfSeveral);
		failed ||= 'error' in results[itemIndex];
		// What was read of it is not needed any more.
		contexts[itemIndex] = context;
	};
	for (let start = 0; start < left.length && goesOn(); start += batchSize) {
		if (start > 0) await pause(batchPause, stop);
		const batch = left.slice(start, start + batchSize);
		await mapConcurrently(batch, work, { atATime: itemsAtATime, goesOn });
	}

	if (failed && !continues) throw firstError(results);
	if (!failed && operation.repetition) forgetChanges(context);
	const outcomes = results.map(outcomeOf);
	const concluded =
		operation.conclude && !stop?.aborted
			? await operation.conclude.call(context, outcomes).catch((error: Error) => {
					throw located(context, error);
				})
			: outcomes.map(({ items }) => items);
	const withheld = withheldKeys(context);
	const shown = getsSigningKeys(this)
		? concluded
		: concluded.map((items) => withoutKeys(items, withheld));
	return [shown.flatMap((items, item) => linked(items, isOneJob ? everyItem : { item }))];
}

/**
 * Checks all items of a run before the first one is executed.
 *
 * @returns what is wrong, by item; nothing where an earlier attempt began some of them: "Nothing was sent" would be
 *   untrue, so each is checked when it is its turn
 */
async function checkedFirst(
	contexts: IExecuteFunctions[],
	{ check, isBegun, fields }: Operation,
	{ atATime, continues }: { atATime: number; continues: boolean },
): Promise<Map<number, Error>> {
	const wrong = new Map<number, Error>();
	if (!check || contexts.some((own, itemIndex) => isBegun?.call(own, itemIndex))) return wrong;
	let isOver = false;
	const checkItem = async (own: IExecuteFunctions, itemIndex: number) => {
		checkParameters(own, itemIndex, fields);
		await check.call(own, itemIndex);
	};
	await mapConcurrently(
		contexts,
		async (own, itemIndex) => {
			const found = await toResult(checkItem(own, itemIndex));
			if ('value' in found) return;
			// What was not found is what is wrong with this item; the rest would be asked for in vain for a thousand items.
			const isOfService = found.error instanceof NodeApiError && !isNotFound(found.error);
			isOver ||= isOfService;
			if (!isOfService || !continues) wrong.set(itemIndex, found.error);
		},
		{ atATime, goesOn: () => !isOver && !contexts[0].getExecutionCancelSignal()?.aborted },
	);
	return wrong;
}

/** What the builder set under 'Request Options': how many items at once, and when to pause. */
function paceOf(context: IExecuteFunctions) {
	const {
		itemsAtATime = DEFAULT_ITEMS_AT_A_TIME,
		batchSize = Infinity,
		batchPause = DEFAULT_BATCH_PAUSE_SECONDS,
	} = context.getNodeParameter('requestOptions', 0, {}) as Record<string, number | undefined>;
	return { itemsAtATime, batchSize, batchPause: batchPause * 1000 };
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
): Promise<Result> {
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

/** The same error as one of n8n's, saying which item it was, if it was one. */
function located(
	context: IExecuteFunctions,
	error: Error,
	itemIndex?: number,
	isOneOfSeveral = false,
): Failure {
	const { description } = error as { description?: string };
	const own =
		error instanceof NodeApiError || error instanceof NodeOperationError
			? error
			: new NodeOperationError(context.getNode(), error.message, { description });
	own.context.itemIndex = itemIndex;
	if (itemIndex !== undefined && isOneOfSeveral) {
		own.message = ofThisItem(own.message);
		own.description = own.description && ofThisItem(own.description);
	}
	// n8n gives an AI agent the message alone: there it has to say what to do, too.
	if (isTool(context) && description) own.message = `${own.message}. ${description}`;
	return own;
}

/** Of several items, others may have been sent: what an error says is true of its own item only. */
const ofThisItem = (words: string): string =>
	words.replaceAll('Nothing was ', 'This item was not ');

/** The error of a run of which nothing was sent, since some of its items cannot be: with all that is wrong. */
function nothingSent(results: Result[], count: number): Failure {
	const error = firstError(results);
	const wrong = results.filter((result) => result !== undefined).length;
	const words = [
		asSentence((error.description ?? '').replaceAll(' Nothing was sent.', '')),
		`Nothing was sent: all ${count} items are checked first.`,
		wrong < count &&
			"To send the other items all the same, set 'On Error' to 'Continue' in the node's settings.",
	];
	error.description = words.filter(Boolean).join(' ');
	return error;
}

const asSentence = (words: string): string => words.replace(/[^.!?…]$/, '$&.');

/** The error of the first item that failed, with what became of the others that were begun. */
function firstError(results: Result[]): Failure {
	const done = results.flatMap((result, item) => ('items' in result ? [item] : []));
	const [{ error }, ...others] = results.flatMap((result, item) =>
		result && 'error' in result ? [{ item, error: result.error }] : [],
	);
	const words = [error.description, ...otherFailures(others)].filter(Boolean);
	if (done.length > 0) {
		words.push(
			`${counted(done)} went through (counted from 0); a new execution would do this again.`,
		);
	}
	if (words.length > 0) error.description = words.join(' ');
	return error;
}

/** What would be lost with the errors that n8n does not show: they may be of items that were sent. */
function otherFailures(failures: Array<{ item: number; error: Failure }>): string[] {
	const itemsOf: Record<string, number[]> = {};
	for (const { item, error } of failures) {
		const perhaps = isUncertain(error) ? ' It may have been carried out all the same.' : '';
		(itemsOf[`“${error.message}”.${perhaps}`] ??= []).push(item);
	}
	return Object.entries(itemsOf).map(
		([words, items]) => `${counted(items)} failed as well (counted from 0): ${words}`,
	);
}

/** "Item 0", "Items 0 and 2", "Items 0, 1 and 2". */
const counted = (items: number[]): string =>
	items.length === 1
		? `Item ${items[0]}`
		: `Items ${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

const outcomeOf = (result: Result): Outcome =>
	'error' in result
		? { items: failedItem(result.error), failed: true }
		: { items: result.items, failed: false };

/**
 * The item that a failure becomes. n8n moves it to the error branch as long as it has no keys but
 * these; an `error` beside `json` would make n8n drop the details.
 */
function failedItem({ message, description }: Failure): INodeExecutionData[] {
	return [{ json: omitEmpty({ error: message, details: description }) }];
}

const withoutKeys = (items: INodeExecutionData[], withheld: string[]): INodeExecutionData[] =>
	items.map((item) => ({ ...item, json: withoutSigningKeys(item.json, withheld) }));

function linked(
	items: INodeExecutionData[],
	pairedItem: INodeExecutionData['pairedItem'],
): INodeExecutionData[] {
	return items.map((result) => ({ ...result, pairedItem }));
}
