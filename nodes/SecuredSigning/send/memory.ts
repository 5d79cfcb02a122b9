import { randomUUID } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import type { RawDocument } from '../api';
import { oncePerRun, runIndexOf } from '../shared/oncePerRun';
import { isTool } from '../shared/tool';
import { KEY_PREFIX } from './clientReference';
import { asSent, hash } from './hash';
import type { Sent, Upload } from './sent';

/** What an error says. */
export interface Message {
	message: string;
	description?: string | null;
}

/** What a change gave, or what went wrong with it; nothing while that is not known. */
export interface Change {
	results?: RawDocument[];
	wrong?: Message;
	/** What is changed, and how, as hashes (refuseLeftOpen). */
	subject?: string;
	details?: string;
}

/** What is remembered of an execution, by the keys of its items (keyOf). */
export interface ExecutionMemory {
	/** Tells this execution from all others. */
	seed?: string;
	/** Whether an execution is retried of which n8n kept no memory: it may have sent items all the same. */
	isLost?: true;
	sends?: Record<string, Sent>;
	uploads?: Record<string, Upload[]>;
	changes?: Record<string, Change>;
}

/**
 * What the nodes of an execution have in common. n8n keeps it with the execution, so it outlives Retry On
 * Fail, a wait, and a failed execution that somebody retries.
 */
export const memoryOf = (context: IExecuteFunctions): ExecutionMemory =>
	((context.getContext('flow') as { securedSigning?: ExecutionMemory }).securedSigning ??= {});

/** A client reference that no other send has, and that every attempt at this one has. */
export function idempotencyKeyOf(context: IExecuteFunctions, itemIndex: number): string {
	const memory = memoryOf(context);
	if (memory.seed === undefined) {
		// By chance and not by the execution's number: a copy of n8n's database counts from there again.
		memory.seed = randomUUID();
		// n8n stores the memory when a node has ended: there is none if n8n was killed, or somebody stopped the execution.
		if (context.getMode() === 'retry') memory.isLost = true;
	}
	return `${KEY_PREFIX}${hash([memory.seed, keyOf(context, itemIndex)])}`;
}

/**
 * The same for every attempt at one send: the node, its turn, the item. An AI agent that tries its tool again
 * makes a new run of it, so there the values are the send. The due date is not: "in ten days" is another
 * moment each time.
 */
export function keyOf(context: IExecuteFunctions, itemIndex: number): string {
	if (!isTool(context)) return `${turnOf(context)}${itemIndex}`;
	const { name: node, parameters } = context.getNode();
	const names = Object.keys(parameters).filter((name) => name !== 'dueDate');
	const values = names.map((name) => [name, asSent(context.getNodeParameter(name, itemIndex))]);
	return `${node}.${hash(values)}.call`;
}

/** How the keys of this run of the node begin. Once for all items: n8n copies the whole node to tell its name. */
export const turnOf = oncePerRun((context) => `${context.getNode().name}.${runIndexOf(context)}.`);

/** Whether a key is of another turn, or another node, than one's own; each call of a tool is a turn. */
export const isOtherTurn = (key: string, own: string): boolean => turnIn(key) !== turnIn(own);

const turnIn = (key: string) => key.slice(0, key.lastIndexOf('.'));

/** The node, the run and the item of a key. */
export function placeIn(key: string): { node: string; run: string; item: string } {
	const [item, run, ...node] = key.split('.').reverse();
	return { node: node.reverse().join('.'), run, item };
}
