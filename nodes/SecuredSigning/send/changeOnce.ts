import { UserError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { accountOf, isUncertain, saysNothingDone, withoutClaim } from '../api';
import { contextOfItem, oncePerRun } from '../shared/oncePerRun';
import { isTool } from '../shared/tool';
import { toResult, type Result } from '../shared/toResult';
import { askedOf, isSameAsked, type Asked, type Asking } from './asked';
import { asSent, hash } from './hash';
import { asOne, withLocks } from './locks';
import {
	isOtherTurn,
	isPastUnknown,
	isRetried,
	keyOf,
	idempotencyKeyOf,
	memoryOf,
	nameInExecution,
	placeIn,
	turnOf,
	type Change,
	type Message,
} from './memory';
import { ItemLinks } from './itemLinks';
import { Latest } from './remembered';
import { withWarning } from './warning';

/**
 * A change was made, but with a wrong result: every later attempt gets this error and does not repeat the
 * change.
 */
export class ChangedOtherwise extends UserError {}

/** The changes that this execution made, by item. */
const changesOf = (context: IExecuteFunctions): Record<string, Change> =>
	(memoryOf(context).changes ??= {});

/** The changes that this process made, or may have made, and must not repeat; by idempotency key. */
const made = new Latest<Change & { at: string }>();

/** What this very execution made, not one that it retries: n8n reads that from its database, as other objects. */
const current = new WeakSet<Change>();

// The length as JSON: a mail merge may answer with a thousand documents.
const MOST_RESULT_LENGTH = 5000;

/**
 * Makes a change once for an item, across all attempts of n8n: Retry On Fail and the retry of an execution
 * also repeat items that succeeded. The result of a change that was already made is returned again. A retry of
 * the execution may ask for something else, since the workflow was corrected or the rows were read again. It
 * makes harmless changes again: another retry, of which n8n stored nothing here, may have made others since. For
 * changes whose repetition is harmful, parallel retries of one execution wait for each other.
 *
 * @throws UserError when an earlier attempt may have made a change that must not be repeated, made it with a
 *   wrong result, or made one with other values
 */
export async function changeOnce(
	context: IExecuteFunctions,
	itemIndex: number,
	operation: Asking,
	change: () => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	const isHarmful = operation.repetition === 'harmful';
	// keyOf cannot distinguish an agent's calls with the same values, and an agent may set a value, reset it
	// and set it again.
	if (!isHarmful && isTool(context)) return await change();
	const reading = toResult(askedOf(context, itemIndex, operation));
	const first = operation.changes ? await firstItem(context, itemIndex, reading) : itemIndex;
	const read = await reading;
	if ('error' in read) throw read.error;
	const asked = read.value;
	const key = keyOf(context, first);
	const names: Own['names'] = isHarmful
		? [idempotencyKeyOf(context, first), nameInExecution(context, turnOf(context) + asked.values)]
		: [];
	const own = { key, asked, names };
	const once = async () => {
		const earlier = isRetried(context)
			? await knownInRetry(context, own, operation)
			: settledFirst(atPlace(context, own));
		return await unlessChanged(context, own, earlier, change);
	};
	return await asOne(memoryOf(context), key, async () => await withLocks(names, once));
}

/** An item's change: its place, what it asks for and, if it must not be repeated, its names in this process. */
interface Own {
	key: string;
	asked: Asked;
	names: [] | [ofPlace: string, ofValues: string];
}

/** What is known of the changes at an item's place. */
function atPlace(context: IExecuteFunctions, { key, names: [ofPlace] }: Own): Change[] {
	// Several retries of one stored execution do not share its memory, so this process's memory is asked, too.
	const all = [changesOf(context)[key], ofPlace === undefined ? undefined : made.recall(ofPlace)];
	return all.filter((change) => change !== undefined);
}

const settledFirst = (all: Change[]): Change | undefined =>
	all.find(({ results, wrong }) => results ?? wrong) ?? all.at(-1);

interface Known extends Change {
	/** Whether to make it again: its results may be outdated, and are handed out only if that is refused. */
	isRepeated?: boolean;
}

/**
 * What a retry knows of an item's change. The node may have been corrected since, and rows that an earlier node
 * read again may come in another order.
 *
 * @throws UserError when what must not be repeated was made at the item's place with other values
 */
async function knownInRetry(
	context: IExecuteFunctions,
	own: Own,
	operation: Asking,
): Promise<Known | undefined> {
	const isSame = (change: Change) =>
		change.asked === undefined || current.has(change) || isSameAsked(change.asked, own.asked);
	const there = atPlace(context, own);
	const same = settledFirst(there.filter(isSame));
	const kept = changesOf(context)[own.key];
	// n8n kept it with its item: values of the same node that differ may have changed by themselves.
	const isLike = !same && !operation.changes && kept?.asked?.setup === own.asked.setup;
	const known = isLike ? kept : same;
	if (own.names.length === 0) {
		const isRepeated = isLike || operation.repetition === 'harmless';
		return known && { ...known, isRepeated: isRepeated && !current.has(known) };
	}
	if (isLike && kept.results) {
		const warning = 'This was done by an earlier attempt, with values that are different now.';
		return { ...kept, results: withWarning(context, kept.results, warning) };
	}
	const found = known ?? (await madeElsewhere(context, own, operation));
	if (found) return found;
	const [other] = there;
	if (other && !operation.changes) throw otherValues(other);
	return undefined;
}

/** What was made for the same values at another place, which none of the items has now. */
async function madeElsewhere(
	context: IExecuteFunctions,
	{ key, asked, names: [, ofValues] }: Own,
	operation: Asking,
): Promise<Change | undefined> {
	if (ofValues === undefined || !isPastUnknown(context)) return undefined;
	const change = made.recall(ofValues);
	if (!change?.asked || !isSameAsked(change.asked, asked)) return undefined;
	const item = Number(placeIn(change.at).item);
	const isThere = change.at !== key && item < context.getInputData().length;
	const now = isThere ? await askedOf(contextOfItem(context, item), item, operation) : undefined;
	return now && isSameAsked(now, asked) ? undefined : change;
}

const firstItems = oncePerRun(() => ({
	known: new Map<string, number>(),
	turn: Promise.resolve<unknown>(undefined),
}));

/**
 * The first item of the run that asks for the same. Items are processed in their order, however long their
 * credentials take to load, so that the first one is the same in each attempt of n8n.
 */
async function firstItem(
	context: IExecuteFunctions,
	itemIndex: number,
	reading: Promise<Result<Asked>>,
): Promise<number> {
	const items = firstItems(context);
	const first = items.turn.then(async () => {
		const read = await reading;
		if ('error' in read) throw read.error;
		const { values } = read.value;
		const known = items.known.get(values) ?? itemIndex;
		items.known.set(values, known);
		return known;
	});
	items.turn = toResult(first);
	return await first;
}

/** @param earlier what is known of the change */
async function unlessChanged(
	context: IExecuteFunctions,
	{ key, asked, names }: Own,
	earlier: Known | undefined,
	change: () => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	const changes = changesOf(context);
	const before = changes[key];
	const isHarmful = names.length > 0;
	if (earlier?.results && !earlier.isRepeated) {
		return earlier.results.map((json) => ({
			json: { ...json, ...(isHarmful && { recovered: true }) },
		}));
	}
	if (earlier?.wrong) {
		const { message, description } = earlier.wrong;
		throw new UserError(message, { description: description ?? undefined });
	}
	if (earlier && isHarmful) throw unconfirmed('An earlier attempt');
	const keep = (known?: Change) => {
		if (known) current.add((changes[key] = { ...known, asked }));
		else delete changes[key];
		for (const name of names) made.remember(name, known && { ...bounded(known), asked, at: key });
	};
	keep({});
	const outcome = await toResult(change());
	if ('value' in outcome) {
		keep({ results: outcome.value.map(({ json }) => json) });
		return outcome.value;
	}
	const { error } = outcome as { error: Error & Message };
	const add = (words: string) => {
		error.description = [error.description, words].filter(Boolean).join(' ');
	};
	if (error instanceof ChangedOtherwise) {
		keep({ wrong: { message: error.message, description: error.description } });
	} else if (earlier?.results && saysNothingDone(error.description)) {
		changes[key] = before;
		const warning = `This is the result of an earlier attempt. It could not be done again now: ${error.message}.`;
		return withWarning(context, earlier.results, warning).map((json) => ({ json }));
	} else if (earlier) {
		error.description = withoutClaim(error.description ?? '');
		add(
			'An earlier attempt may have done it already: look in Secured Signing before you run this item again.',
		);
	} else if (!isUncertain(error)) {
		keep();
	} else if (isHarmful) {
		add('Retry On Fail does not do it again.');
	}
	throw error;
}

/**
 * What other executions get of a change: its result or, if that is too large, only an error that it was made.
 */
function bounded(change: Change): Change {
	if (JSON.stringify(change.results ?? []).length <= MOST_RESULT_LENGTH) return change;
	return {
		wrong: {
			message: 'This was done by another retry of the same execution',
			description: 'Nothing was done this time. Continue with the output of that execution.',
		},
	};
}

/**
 * To be called right before a change that must not be made twice: an item that the workflow routes back after
 * an error, or to another node, is the same change in another turn.
 *
 * @param subject what is changed: the same in every turn, even if texts and dates differ by then
 * @param details what distinguishes it from other changes of the same subject; for an item that was routed
 *   back, they may differ
 * @throws UserError when it is not known whether another turn, or another node of the execution, made the
 *   same change
 */
export async function refuseLeftOpen(
	context: IExecuteFunctions,
	itemIndex: number,
	subject: unknown[],
	details: unknown[] = [],
): Promise<void> {
	const changes = changesOf(context);
	const key = keyOf(context, itemIndex);
	const own = {
		subject: hash([await accountOf(context), ...subject.map(asSent)]),
		details: hash(details.map(asSent)),
	};
	const links = new ItemLinks(context, itemIndex);
	const isOpen = Object.entries(changes).some(
		([other, change]) =>
			isOtherTurn(other, key) &&
			change.subject === own.subject &&
			!(change.results ?? change.wrong) &&
			(change.details === own.details || links.relationTo([other]) === 'led'),
	);
	if (isOpen) throw unconfirmed('An earlier turn of this execution');
	Object.assign((changes[key] ??= {}), own);
}

/** The message if a change at the place of an item was made with other values. */
export const CHANGED_WITH_OTHER_VALUES = 'This was done, but with other values';

const otherValues = ({ results, wrong }: Change): UserError =>
	(results ?? wrong)
		? new UserError(CHANGED_WITH_OTHER_VALUES, {
				description:
					'An earlier attempt did this for the item with this number, with values that are different now. It may have been this item, or another one if the items have changed since. Nothing was done this time. Look in Secured Signing. If it was not done for this item, run the workflow again as a new execution with only this item.',
			})
		: unconfirmed('An earlier attempt');

/** The message if an earlier attempt may have made a change. */
export const UNCONFIRMED_CHANGE = 'Could not confirm whether this was done';

const unconfirmed = (who: string): UserError =>
	new UserError(UNCONFIRMED_CHANGE, {
		description: `${who} may have done it: its answer was lost, and the node cannot look it up. Nothing was done this time. Look in Secured Signing yourself. If it was not done, run the workflow again as a new execution with only this item.`,
	});

/**
 * Makes a part of a change once for all items of a run that ask for it in the same account, over all the
 * attempts that n8n makes: each of them gets its result.
 *
 * @param subject what is changed
 * @throws UserError when an earlier attempt may have made it
 */
export async function partOnce(
	context: IExecuteFunctions,
	subject: unknown[],
	change: () => Promise<void>,
): Promise<void> {
	const changes = changesOf(context);
	const account = await accountOf(context);
	const key = `${turnOf(context)}${hash([account, ...subject.map(asSent)])}`;
	await asOne(memoryOf(context), key, async () => {
		if (changes[key]?.results) return;
		if (key in changes) throw unconfirmed('Another item or an earlier attempt');
		changes[key] = {};
		const outcome = await toResult(change());
		if ('value' in outcome) changes[key] = { results: [] };
		else if (!isUncertain(outcome.error)) delete changes[key];
		if ('error' in outcome) throw outcome.error;
	});
}

/** Forgets the changes of a run that succeeded: n8n does not repeat it. */
export function forgetChanges(context: IExecuteFunctions): void {
	// An agent that calls a tool again makes another run of it.
	if (isTool(context)) return;
	const changes = changesOf(context);
	const turn = turnOf(context);
	for (const key of Object.keys(changes)) if (!isOtherTurn(key, turn)) delete changes[key];
}
