import type { IExecuteFunctions } from 'n8n-workflow';

import type { RawDocument } from '../api';
import { text } from '../shared/values';
import { isIdempotencyKey, isSameReference, type ClientReference } from './clientReference';
import { differences, type Terms } from './contract';
import { isTool } from '../shared/tool';
import {
	executionMarkOf,
	isOtherTurn,
	keyOf,
	idempotencyKeyOf,
	memoryOf,
	noteRun,
	type ExecutionMemory,
} from './memory';
import { ItemLinks, type Relation } from './itemLinks';
import { owners, recall, remember } from './remembered';
import { isSent, type Sent, type Upload } from './sent';

/** One item's send, across all attempts of n8n. */
export class Attempt {
	/** A client reference that no other send has, and that every attempt at this one has. */
	readonly idempotencyKey: string;

	/** What it has in common with the other sends of the execution. */
	readonly executionMark: string;

	/** An earlier attempt that was sent, or may have been. */
	earlier: Sent | undefined;

	/** Set once the whole send was read. */
	terms: Terms | undefined;

	private readonly links: ItemLinks;

	private readonly isCall: boolean;

	/** Of the item (keyOf). */
	readonly key: string;

	private readonly memory: ExecutionMemory;

	private readonly execution: string;

	/** What this process knew under each name before this attempt. */
	private before = new Map<string, Sent | undefined>();

	constructor(
		context: IExecuteFunctions,
		readonly itemIndex: number,
	) {
		this.links = new ItemLinks(context, itemIndex);
		this.isCall = isTool(context);
		this.memory = memoryOf(context);
		this.execution = context.getExecutionId();
		noteRun(context);
		this.key = keyOf(context, itemIndex);
		this.idempotencyKey = idempotencyKeyOf(context, itemIndex);
		this.executionMark = executionMarkOf(context);
		// Several retries of one stored execution do not share its memory, so this process's memory is asked
		// first.
		this.earlier = recall(this.idempotencyKey) ?? this.memory.sends?.[this.key];
	}

	/** The uploads that were started so far, also by earlier attempts. */
	get uploads(): Upload[] {
		return ((this.memory.uploads ??= {})[this.key] ??= []);
	}

	/** Whether a send is one of this execution, as far as n8n kept them. */
	isOwnSend({ idempotencyKey }: Sent): boolean {
		return Object.values(this.memory.sends ?? {}).some(
			(sent) => sent.idempotencyKey === idempotencyKey,
		);
	}

	/** Whether a document is known to be that of another send of this execution, whether or not it has its answer. */
	isOfExecution({ Reference, ClientReference }: RawDocument): boolean {
		const reference = text(Reference);
		return Object.entries(this.memory.sends ?? {}).some(
			([key, sent]) =>
				key !== this.key &&
				(sent.documents?.includes(reference) === true ||
					sent.accepted?.documents.includes(reference) === true ||
					(!sent.isShared && isSameReference(ClientReference, sent.clientReference))),
		);
	}

	/** Whether another send of this execution sent the document. */
	hasSent(reference: string): boolean {
		return Object.entries(this.memory.sends ?? {}).some(
			([key, sent]) => key !== this.key && isSent(sent) && sent.documents?.includes(reference),
		);
	}

	/**
	 * Sends of other turns and nodes of this execution that were, or may have been, carried out although
	 * their items ended with an error; with their keys. Other items of this turn are separate sends.
	 */
	get leftOpen(): Array<[string, Sent]> {
		return Object.entries(this.memory.sends ?? {}).filter(
			([key, { isLeftOpen }]) => isLeftOpen === true && isOtherTurn(key, this.key),
		);
	}

	/** Whether a try of this very execution made the earlier attempt. */
	get isOfThisExecution(): boolean {
		return this.memory.sends?.[this.key]?.execution === this.execution;
	}

	/** Whether the earlier attempt was made by another turn or node. */
	get hasTaken(): boolean {
		return this.earlier !== undefined && this.earlier.idempotencyKey !== this.idempotencyKey;
	}

	/** Makes an open send the earlier attempt of this one; it is no longer used for other items. */
	takes(key: string): void {
		const sends = (this.memory.sends ??= {});
		this.earlier = sends[key];
		delete sends[key];
		this.keep(this.earlier);
	}

	/** To be called when an open send is not taken over, but this send is refused because of it. */
	isRefusedBy(key: string, terms: Terms): void {
		const sent = this.memory.sends?.[key];
		if (sent) sent.refused = { key: this.key, terms };
	}

	/**
	 * Whether this send may be refused because of an open one. Each open send refuses only one item, also in
	 * its later attempts and turns. Of items that are linked to it, one in each turn, because a step can
	 * split an item into many. Calls of an AI agent are always refused: it would repeat them with other
	 * values until one succeeds.
	 */
	mayBeRefusedBy({ refused }: Sent, terms: Terms, isLinked: boolean): boolean {
		if (!refused || refused.key === this.key || this.isCall) return true;
		if (isLinked) return isOtherTurn(refused.key, this.key);
		return differences(refused.terms, terms).names.length === 0;
	}

	/** How n8n links the item to that of an open send. */
	relationTo(key: string, { origin, refused }: Sent): Relation {
		return this.links.relationTo(refused ? [key, refused.key] : [key], origin);
	}

	/** Records that the earlier attempt was sent. */
	isFound(documents: string[]): void {
		if (this.earlier) this.keep({ ...this.earlier, documents, isOut: true });
	}

	/**
	 * To be called when the item is done.
	 * @param isTold whether its output shows what was sent; else it ended with an error
	 */
	isOver(isTold: boolean): void {
		const sent = this.memory.sends?.[this.key];
		if (!sent) return;
		sent.isLeftOpen = !isTold && !sent.isRefused;
		if (sent.isLeftOpen) sent.origin = this.links.origin;
	}

	/** Whether a document came from an upload of this execution, for any item. */
	hasUploaded(reference: string): boolean {
		return Object.values(this.memory.uploads ?? {})
			.flat()
			.some((upload) => upload.reference === reference);
	}

	/** Registers the names by which other executions of this process find the send (remembered.ts). */
	isKnownBy(names: string[], content: string): void {
		for (const name of names) owners.remember(name, this.idempotencyKey);
		const all = [this.idempotencyKey, ...names, content];
		this.before = new Map(all.map((name) => [name, recall(name)]));
	}

	/**
	 * Whether the client reference is the same in each attempt, as far as one of another execution tells: it does not hold
	 * the time or the execution's ID, and was not removed since.
	 */
	hasSameReference({ clientReference, isGenerated }: ClientReference): boolean {
		const sent = this.memory.sends?.[this.key];
		if (sent?.execution === undefined || sent.execution === this.execution) return isGenerated;
		return isGenerated
			? isIdempotencyKey(sent.clientReference)
			: isSameReference(sent.clientReference, clientReference);
	}

	/** To be called before the request is sent: afterwards may be too late. */
	begins(sent: Sent): void {
		this.keep(sent);
		for (const name of this.before.keys()) remember(name, sent);
	}

	/** To be called when the service certainly refused this attempt; an earlier one may still have sent. */
	wasRefused(sent: Sent): void {
		const { earlier } = this;
		this.keep(earlier && !earlier.isRefused ? earlier : { ...sent, isRefused: true });
		this.wasNotSent();
	}

	/** To be called when a look-up proved that this attempt sent nothing: other executions may send it. */
	wasNotSent(): void {
		for (const [name, before] of this.before) {
			// Another send may have the name by now.
			if (recall(name)?.idempotencyKey === this.idempotencyKey) remember(name, before);
		}
	}

	private keep(sent: Sent): void {
		const sends = (this.memory.sends ??= {});
		const before: Sent | undefined = sends[this.key];
		const isSame = before && isSameReference(before.clientReference, sent.clientReference);
		const execution = (isSame && before.execution) || this.execution;
		sends[this.key] = { execution, ...sent };
	}
}
