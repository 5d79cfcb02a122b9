import type { IExecuteFunctions } from 'n8n-workflow';

import { accountOf } from '../api';
import { readDueDate } from '../fields/dueDate';
import { timezoneOf } from '../fields/timezone';
import type { Operation } from '../shared/operation';
import { isRecord } from '../shared/values';
import { setupOf } from './contract';
import { isSameDueDate, readingOf, type DueDateReading } from './dueDates';
import { asSent, hash } from './hash';

/** What an item asked for, as hashes. */
export interface Asked {
	/** The account and the node's parameters, with their expressions. */
	setup: string;
	/** The account and the values. */
	values: string;
	/** The due date, if the change must not be made twice: "in ten days" is another date in each attempt. */
	due?: DueDateReading;
}

/** What of an operation says what its items ask for. */
export type Asking = Pick<Operation, 'repetition' | 'changes' | 'asks' | 'fields'>;

/** Fields that say nothing of what is changed. */
const NOT_ASKED = ['simplify', 'sendAgain'];
const DUE_DATE = ['dueDate', 'dueInDays'];

/**
 * Reads what an item asks for.
 * @throws UserError for values that the change could not be made with either
 */
export async function askedOf(
	context: IExecuteFunctions,
	itemIndex: number,
	operation: Asking,
): Promise<Asked> {
	const isDated =
		operation.repetition === 'harmful' &&
		operation.fields.some(({ name }) => DUE_DATE.includes(name));
	const values = operation.changes
		? operation.changes.call(context, itemIndex).map(asSent)
		: await allOf(context, itemIndex, operation, isDated);
	const dueDate = isDated ? readDueDate(context, itemIndex) : undefined;
	const account = await accountOf(context);
	return {
		setup: hash([account, setupOf(context)]),
		values: hash([account, ...values]),
		...(dueDate && { due: readingOf(dueDate, timezoneOf(context)) }),
	};
}

/** The values of its fields, its files, and what it asks for beside them. */
async function allOf(
	context: IExecuteFunctions,
	itemIndex: number,
	{ asks, fields }: Asking,
	isDated: boolean,
): Promise<unknown[]> {
	const left = [...NOT_ASKED, ...(isDated ? DUE_DATE : [])];
	const names = fields.map(({ name }) => name).filter((name) => !left.includes(name));
	const values = ['resource', 'operation', ...names].map((name) => [
		name,
		asked(context.getNodeParameter(name, itemIndex, '')),
	]);
	const more = (await asks?.call(context, itemIndex)) ?? [];
	return [...values, ...filesOf(context, itemIndex), ...more];
}

/** A value without what says nothing of the change: how a thing was chosen from a list, and the like. */
function asked(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(asked);
	if (!isRecord(value)) return asSent(value);
	if ('__rl' in value) return asSent(value.value);
	const own = Object.entries(value).filter(([name]) => !NOT_ASKED.includes(name));
	return own.map(([name, part]) => [name, asked(part)]);
}

/** The names and sizes of an item's files: n8n may read them anew for each attempt. */
function filesOf(context: IExecuteFunctions, itemIndex: number): unknown[] {
	const { binary = {} } = context.getInputData()[itemIndex] ?? {};
	return Object.entries(binary).map(([name, { fileName, fileSize }]) => [name, fileName, fileSize]);
}

/** Whether the same was asked for. */
export const isSameAsked = (one: Asked, other: Asked): boolean =>
	one.values === other.values && isSameDueDate(one.due, other.due);
