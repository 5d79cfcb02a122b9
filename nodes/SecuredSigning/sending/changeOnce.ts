import {
	UserError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { runIndexOf } from '../run';
import { settled } from '../settled';
import { isTool } from '../tool';
import { isUncertain } from '../transport';
import { keyOf } from './attempt';
import { asOne } from './turns';

/**
 * What doing a change a second time does: nothing that matters, or harm: a second letter, document,
 * charge or entry.
 */
export type Repetition = 'harmless' | 'harmful';

interface Words {
	message: string;
	description?: string | null;
}

/** A change was made, and went wrong for good: every attempt at it is told so, and none makes it again. */
export class ChangedOtherwise extends UserError {}

/** The changes that the node made in this execution. n8n keeps them like its sends (attempt.ts). */
interface Memory {
	/** By item: what the change gave, or what went wrong with it; nothing while that is not known. */
	changes?: Record<string, { results?: IDataObject[]; wrong?: Words }>;
}

/**
 * Makes a change once for an item, over all the attempts that n8n makes at it: Retry On Fail and the
 * retry of an execution do items again that went through. What is done is handed out again.
 *
 * @throws UserError when an earlier attempt may have made a change that must not be made twice, or made
 * it with something going wrong
 */
export async function changeOnce(
	context: IExecuteFunctions,
	itemIndex: number,
	repetition: Repetition,
	change: () => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	// An agent's calls with the same values are one to keyOf, and it may want something set, reset and set.
	if (repetition === 'harmless' && isTool(context)) return await change();
	const memory = context.getContext('node') as Memory;
	const key = keyOf(context, itemIndex);
	return await asOne(
		memory,
		key,
		async () => await unlessChanged((memory.changes ??= {}), key, repetition, change),
	);
}

async function unlessChanged(
	changes: NonNullable<Memory['changes']>,
	key: string,
	repetition: Repetition,
	change: () => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	const earlier = changes[key];
	if (earlier?.results) {
		const isHarmful = repetition === 'harmful';
		return earlier.results.map((json) => ({
			json: { ...json, ...(isHarmful && { recovered: true }) },
		}));
	}
	if (earlier?.wrong) {
		const { message, description } = earlier.wrong;
		throw new UserError(message, { description: description ?? undefined });
	}
	if (earlier && repetition === 'harmful') {
		throw new UserError('Could not confirm whether this was done', {
			description:
				'An earlier attempt may have done it: its answer was lost, so this attempt did nothing. Look in Secured Signing. If it was not done, run the workflow again as a new execution.',
		});
	}
	changes[key] = {};
	const outcome = await settled(change());
	if ('value' in outcome) {
		changes[key] = { results: outcome.value.map(({ json }) => json) };
		return outcome.value;
	}
	const { error } = outcome as { error: Error & Words };
	const add = (words: string) => {
		error.description = [error.description, words].filter(Boolean).join(' ');
	};
	if (error instanceof ChangedOtherwise) {
		changes[key] = { wrong: { message: error.message, description: error.description } };
	} else if (earlier) {
		add('An earlier attempt may have done it already.');
	} else if (!isUncertain(error)) {
		delete changes[key];
	} else if (repetition === 'harmful') {
		add('Retry On Fail does not do it again.');
	}
	throw error;
}

/** Forgets the changes of a run that went through: n8n does not try it again. */
export function forgetChanges(context: IExecuteFunctions): void {
	// An agent that calls a tool again makes another run of it.
	if (isTool(context)) return;
	const { changes = {} } = context.getContext('node') as Memory;
	const run = `${runIndexOf(context)}.`;
	for (const key of Object.keys(changes)) if (key.startsWith(run)) delete changes[key];
}
