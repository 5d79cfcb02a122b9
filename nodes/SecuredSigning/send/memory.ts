import { randomUUID } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import { toldServiceTime, type RawDocument } from '../api';
import { DAY_MS } from '../shared/dates';
import { oncePerRun, runIndexOf } from '../shared/oncePerRun';
import { isTool } from '../shared/tool';
import type { Asked } from './asked';
import { KEY_PREFIX } from './clientReference';
import { asSent, hash } from './hash';
import type { Sent, Upload } from './sent';

/** The texts of an error. */
export interface Message {
	message: string;
	description?: string | null;
}

/** The result of a change, or its error; neither while that is not known. */
export interface Change {
	results?: RawDocument[];
	wrong?: Message;
	/** What is changed, and how, as hashes (refuseLeftOpen). */
	subject?: string;
	details?: string;
	/** What the item asked for (changeOnce). */
	asked?: Asked;
}

/** What is remembered of an execution, by the keys of its items (keyOf). */
export interface ExecutionMemory {
	/** Identifies this execution. */
	seed?: string;
	/** When the first node of this execution began, in milliseconds since 1970 by n8n's clock; unless that was in a retry. */
	startedAt?: number;
	/** How far the service's clock was ahead of n8n's then, in milliseconds; undefined while no answer has shown it. */
	clockAhead?: number;
	/** The last run of each node that has begun. */
	runs?: Record<string, number>;
	/** From which run on of a node, in a retry, nothing is known of what it did before. */
	unknownFrom?: Record<string, number>;
	sends?: Record<string, Sent>;
	uploads?: Record<string, Upload[]>;
	changes?: Record<string, Change>;
}

/**
 * The memory that our nodes share in an execution. n8n keeps it with the execution, so it outlives Retry On
 * Fail, a wait, and a failed execution that somebody retries.
 */
export const memoryOf = (context: IExecuteFunctions): ExecutionMemory =>
	((context.getContext('flow') as { securedSigning?: ExecutionMemory }).securedSigning ??= {});

/** The generated client reference of a send: unique, and the same in every attempt. */
export const idempotencyKeyOf = (context: IExecuteFunctions, itemIndex: number): string =>
	nameInExecution(context, keyOf(context, itemIndex));

/** A name that the same in another execution does not have. */
export const nameInExecution = (context: IExecuteFunctions, name: string): string =>
	`${KEY_PREFIX}${hash([seedOf(context), name])}`;

/** What all sends of this execution have in common, and of its retries where n8n kept its memory. */
export const executionMarkOf = (context: IExecuteFunctions): string => hash([seedOf(context)]);

function seedOf(context: IExecuteFunctions): string {
	// Random, not the execution's number: a restored copy of n8n's database would use the same numbers again.
	return (memoryOf(context).seed ??= randomUUID());
}

/**
 * A key that is the same for every attempt at one send: the node, its turn and the item. Each call of an AI
 * agent's tool is a new run, so there the key is made from the values, except the due date: "in ten days" is
 * another time in each call.
 */
export function keyOf(context: IExecuteFunctions, itemIndex: number): string {
	if (!isTool(context)) return `${turnOf(context)}${itemIndex}`;
	const { name: node, parameters } = context.getNode();
	const names = Object.keys(parameters).filter((name) => name !== 'dueDate');
	const values = names.map((name) => [name, asSent(context.getNodeParameter(name, itemIndex))]);
	return `${node}.${hash(values)}.call`;
}

/**
 * The prefix of the keys of this run of the node. Read once for all items, because n8n copies the whole node
 * for each getNode().
 */
export const turnOf = oncePerRun((context) => `${context.getNode().name}.${runIndexOf(context)}.`);

/**
 * Whether a key belongs to another turn or node than `own`, a key or turnOf; each call of a tool is a turn. Keys are
 * read from their end: the name of a node may contain dots, and be the beginning of another one's key.
 */
export const isOtherTurn = (key: string, own: string): boolean => turnIn(key) !== turnIn(own);

const turnIn = (key: string) => key.slice(0, key.lastIndexOf('.'));

/** Splits a key into its node, run and item. */
export function placeIn(key: string): { node: string; run: string; item: string } {
	const [item, run, ...node] = key.split('.').reverse();
	return { node: node.reverse().join('.'), run, item };
}

export const isRetried = (context: IExecuteFunctions): boolean => context.getMode() === 'retry';

/**
 * To be called before a run of a node sends anything: n8n stores the memory when a node has ended. So what a retry finds
 * no mark of may have been done while n8n was killed, or somebody stopped the execution, or by another retry.
 */
export function noteRun(context: IExecuteFunctions): void {
	const memory = memoryOf(context);
	const runs = (memory.runs ??= {});
	const { node, run } = runOf(context);
	if ((runs[node] ?? -1) >= run) return;
	if (isRetried(context)) (memory.unknownFrom ??= {})[node] ??= run;
	else memory.startedAt ??= Date.now();
	runs[node] = run;
}

/** To be called when the service has answered in this execution: only its own clock can be compared with its logs. */
export async function noteClock(context: IExecuteFunctions): Promise<void> {
	const memory = memoryOf(context);
	if (memory.startedAt === undefined || isRetried(context) || memory.clockAhead !== undefined)
		return;
	const now = await toldServiceTime(context);
	if (now !== undefined) memory.clockAhead = now - Date.now();
}

/** How much earlier an execution may have begun than n8n's clock says, if the service did not tell its own. */
const MOST_AHEAD_MS = 2 * DAY_MS;

/**
 * When the execution began by the service's clock, at the earliest, in milliseconds since 1970; undefined if n8n did not
 * keep that.
 */
export function startOf(context: IExecuteFunctions): number | undefined {
	const { startedAt, clockAhead = -MOST_AHEAD_MS } = memoryOf(context);
	return startedAt === undefined ? undefined : startedAt + clockAhead;
}

/** Whether nothing is known of what this run of the node did before this retry. */
export function isPastUnknown(context: IExecuteFunctions): boolean {
	const { node, run } = runOf(context);
	const { unknownFrom, runs } = memoryOf(context);
	const from = unknownFrom?.[node];
	if (from !== undefined) return run >= from;
	return isRetried(context) && (runs?.[node] ?? -1) < run;
}

/** Once for all items: n8n copies the whole node to tell its name. */
const runOf = oncePerRun((context) => ({
	node: context.getNode().name,
	run: Number(runIndexOf(context)),
}));
