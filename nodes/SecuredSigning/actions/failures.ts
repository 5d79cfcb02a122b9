/** Errors of failed items: which item it was, what became of the others, and what to do. */
import {
	NodeApiError,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { isUncertain } from '../api';
import { isTool } from '../shared/tool';
import { omitEmpty } from '../shared/values';

type Failure = NodeApiError | NodeOperationError;

/** What became of an item. */
export type ItemResult = { items: INodeExecutionData[] } | { error: Failure };

export const isFailure = (error: Error): error is Failure =>
	error instanceof NodeApiError || error instanceof NodeOperationError;

/** The error as an n8n error, with the index of its item if there is one. */
export function located(
	context: IExecuteFunctions,
	error: Error,
	itemIndex?: number,
	isOneOfSeveral = false,
): Failure {
	const { description } = error as { description?: string };
	const own = isFailure(error)
		? error
		: new NodeOperationError(context.getNode(), error.message, { description });
	own.context.itemIndex = itemIndex;
	if (itemIndex !== undefined && isOneOfSeveral) {
		own.message = ofThisItem(own.message);
		own.description = own.description && ofThisItem(own.description);
	}
	// n8n gives an AI agent only the message, so the message also has to say what to do.
	if (isTool(context) && description) own.message = `${own.message}. ${description}`;
	return own;
}

/** Of several items, others may have been sent: what an error says is true of its own item only. */
const ofThisItem = (words: string): string =>
	words.replaceAll('Nothing was ', 'This item was not ');

/**
 * The error of an item that may have been sent before: only what was done this time is certain.
 *
 * @param doubt a sentence that says so
 */
export function ofUnknownPast(error: Failure, doubt: string): Failure {
	const { message, description } = error;
	const words = `${message} ${description ?? ''}`;
	const ofThisTime = words.replace(NOT_DONE, '$& this time');
	if (ofThisTime === words) return error;
	error.message = message.replace(NOT_DONE, '$& this time');
	error.description = [(description ?? '').replace(NOT_DONE, '$& this time'), doubt]
		.filter(Boolean)
		.join(' ');
	return error;
}

/** What an error says that comes before anything is looked up. */
const NOT_DONE =
	/(Nothing was|This item was not) ((sent or changed|sent|changed)(?=[.:]|$)|sent for signing(?=\.))/g;

/** What is not known in a retry. */
export const NOT_KNOWN =
	'n8n may not know what was done before this retry: look in Secured Signing before you run this item in a new execution.';

/** What is not known of an item that may come from a failure of this execution. */
export const LEFT_OPEN =
	'An earlier try of this item may have been carried out: look in Secured Signing before you run it again.';

/**
 * The error of a run that sent nothing because some of its items cannot be sent. It describes all problems.
 *
 * @param begun the items that an earlier attempt may have sent
 * @param isUnknown whether this is a retry, which may not know what was sent before
 */
export function nothingSent(
	results: ItemResult[],
	count: number,
	{ begun, isUnknown }: { begun: number[]; isUnknown: boolean },
): Failure {
	const error = firstError(results);
	const wrong = results.filter((result) => result !== undefined).length;
	const words = [
		asSentence((error.description ?? '').replace(/ Nothing was sent( or changed)?\./g, '')),
		begun.length === 0
			? `Nothing was sent${isUnknown ? ' this time' : ''}: all ${count} items are checked first.`
			: `This attempt sent nothing: all items are checked first. ${counted(begun)} (counted from 0) may have been sent by an earlier attempt, and will be looked up by one that finds nothing wrong.`,
		isUnknown && NOT_KNOWN,
		wrong < count &&
			"To send the other items anyway, set 'On Error' to 'Continue' in the node's settings.",
	];
	error.description = words.filter(Boolean).join(' ');
	return error;
}

const asSentence = (words: string): string => words.replace(/[^.!?…]$/, '$&.');

/**
 * The error of the first item that failed, with what became of the others that were begun.
 *
 * @param unless when a new execution would not do again what went through
 */
export function firstError(results: ItemResult[], unless = ''): Failure {
	const done = results.flatMap((result, item) => ('items' in result ? [item] : []));
	const [{ error }, ...others] = results.flatMap((result, item) =>
		result && 'error' in result ? [{ item, error: result.error }] : [],
	);
	const words = [error.description, ...otherFailures(others)].filter(Boolean);
	if (done.length > 0) {
		words.push(
			`${counted(done)} went through (counted from 0); a new execution would do this again${unless}.`,
		);
	}
	if (words.length > 0) error.description = words.join(' ');
	return error;
}

/**
 * Sentences about the other failed items: n8n shows only the first error, and these items may have been sent.
 */
function otherFailures(failures: Array<{ item: number; error: Failure }>): string[] {
	const itemsOf: Record<string, number[]> = {};
	for (const { item, error } of failures) {
		const perhaps = isUncertain(error) ? ' It may have been carried out anyway.' : '';
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

/**
 * The output item for a failed item. n8n 1 moves it to the error output only if it has exactly these keys, or `error` alone
 * (workflow-execute.js, handleNodeErrorOutput); with an `error` next to `json`, n8n would keep that one only.
 */
export function failedItem({ message, description }: Failure): INodeExecutionData[] {
	return [{ json: omitEmpty({ error: message, message: description }) }];
}
