import { createHash, randomUUID } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import { emailOf } from '../api/answers/people';
import { isEmail } from '../shared/addresses';
import { runIndexOf } from '../shared/oncePerRun';
import { isTool } from '../shared/tool';
import { isRecord } from '../shared/values';
import { KEY_PREFIX, owners, recall, remember } from './remembered';
import type { Sent } from './sent';

/** An upload that was begun for a send. */
export interface Upload {
	/** Which file it is: a retry with other settings may bring another one. */
	file: string;
	/** The document that it became; missing while its answer is. */
	reference?: string;
}

/**
 * What the node remembers of its sends. n8n keeps it with the execution and the node, so it outlives
 * Retry On Fail and a failed execution that somebody retries.
 */
interface SendMemory {
	/** Tells the sends of this node in this execution from all others. */
	seed?: string;
	sends?: Record<string, Sent>;
	uploads?: Record<string, Upload[]>;
}

/** One item's send, over all the attempts that n8n makes at it. */
export class Attempt {
	/** A client reference that no other send has, and that every attempt at this one has. */
	readonly idempotencyKey: string;

	/** An earlier attempt that went out, or may have. */
	readonly earlier: Sent | undefined;

	/** As in Sent; known once everything of the send is read. */
	content: string | undefined;

	private readonly memory: SendMemory;

	private readonly key: string;

	/** What this process knew under each name before this attempt. */
	private before = new Map<string, Sent | undefined>();

	constructor(context: IExecuteFunctions, itemIndex: number) {
		this.memory = context.getContext('node');
		this.key = keyOf(context, itemIndex);
		this.idempotencyKey = idempotencyKeyOf(context, itemIndex);
		// Executions that are retried out of the same stored one know nothing of each other.
		this.earlier = recall(this.idempotencyKey) ?? this.memory.sends?.[this.key];
	}

	/** The uploads that were begun so far, also by earlier attempts. */
	get uploads(): Upload[] {
		return ((this.memory.uploads ??= {})[this.key] ??= []);
	}

	/** Whether another send of this node in this execution sent the document. */
	hasSent(reference: string): boolean {
		return Object.entries(this.memory.sends ?? {}).some(
			([key, sent]) =>
				key !== this.key &&
				(sent.isOut ?? sent.accepted !== undefined) &&
				sent.documents?.includes(reference),
		);
	}

	/**
	 * A send of the same in another turn of this node, of which it is open whether it went out: an item that
	 * a workflow leads back to the node after an error. Other items of this turn are sends of their own.
	 */
	leftOpen(content: string): Sent | undefined {
		return Object.entries(this.memory.sends ?? {})
			.filter(([key]) => isOtherTurn(key, this.key))
			.map(([, sent]) => sent)
			.find((sent) => sent.content === content && !(sent.isOut ?? sent.accepted ?? sent.isRefused));
	}

	/** Whether a document came from an upload of this node, for whichever item. */
	hasUploaded(reference: string): boolean {
		return Object.values(this.memory.uploads ?? {})
			.flat()
			.some((upload) => upload.reference === reference);
	}

	/** The names by which other executions of this process know the send (remembered.ts). */
	isKnownBy(names: string[]): void {
		for (const name of names) owners.remember(name, this.idempotencyKey);
		this.before = new Map([this.idempotencyKey, ...names].map((name) => [name, recall(name)]));
	}

	/** To be called before the request leaves: afterwards may be too late. */
	begins(sent: Sent): void {
		this.keep(sent);
		for (const name of this.before.keys()) remember(name, sent);
	}

	/** The service said for certain that this attempt sent nothing; an earlier one still may have. */
	wasRefused(sent: Sent): void {
		const isOpen = this.earlier !== undefined && !this.earlier.isRefused;
		this.keep(isOpen ? this.earlier : { ...sent, isRefused: true });
		this.wasNotSent();
	}

	/** A look-up proved that this attempt sent nothing: other executions may send it. */
	wasNotSent(): void {
		for (const [name, before] of this.before) remember(name, before);
	}

	private keep(sent: Sent): void {
		(this.memory.sends ??= {})[this.key] = sent;
	}
}

/** A client reference that no other send has, and that every attempt at this one has. */
export function idempotencyKeyOf(context: IExecuteFunctions, itemIndex: number): string {
	const memory: SendMemory = context.getContext('node');
	// By chance and not by the execution's number: a copy of n8n's database counts from there again.
	memory.seed ??= randomUUID();
	return `${KEY_PREFIX}${hash([memory.seed, keyOf(context, itemIndex)])}`;
}

/**
 * The same for every attempt at one send. An AI agent that tries its tool again makes a new run of it,
 * so there the values are the send. The due date is not: "in ten days" is another moment each time.
 */
export function keyOf(context: IExecuteFunctions, itemIndex: number): string {
	if (isTool(context)) {
		const { parameters } = context.getNode();
		const names = Object.keys(parameters).filter((name) => name !== 'dueDate');
		return hash(names.map((name) => [name, asSent(context.getNodeParameter(name, itemIndex))]));
	}
	return `${runIndexOf(context)}.${itemIndex}`;
}

/** Whether a key is of another turn of the node than one's own; each call of a tool is one. */
export const isOtherTurn = (key: string, own: string): boolean =>
	key !== own && (!key.includes('.') || turnOf(key) !== turnOf(own));

const turnOf = (key: string) => key.split('.')[0];

/** Values as they would be sent, or mean the same: without blanks around, addresses in small letters. */
export function asSent(value: unknown): unknown {
	if (typeof value === 'string')
		return isEmail(value.trim()) ? emailOf({ Email: value }) : value.trim();
	if (Array.isArray(value)) return value.map(asSent);
	if (!isRecord(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, asSent(own)]));
}

/** A short text that other values do not have. */
export const hash = (values: unknown[]): string =>
	createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 24);
