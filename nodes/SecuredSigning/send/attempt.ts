import type { IExecuteFunctions } from 'n8n-workflow';

import type { RawDocument } from '../api';
import { text } from '../shared/values';
import { isSameReference } from './clientReference';
import { differences, type Terms } from './contract';
import { isTool } from '../shared/tool';
import { isOtherTurn, keyOf, idempotencyKeyOf, memoryOf, type ExecutionMemory } from './memory';
import { ItemLinks, type Relation } from './origin';
import { owners, recall, remember } from './remembered';
import { isSent, type Sent, type Upload } from './sent';

/** One item's send, over all the attempts that n8n makes at it. */
export class Attempt {
	/** A client reference that no other send has, and that every attempt at this one has. */
	readonly idempotencyKey: string;

	/** An earlier attempt that went out, or may have. */
	earlier: Sent | undefined;

	/** Known once everything of the send is read. */
	terms: Terms | undefined;

	private readonly links: ItemLinks;

	private readonly isCall: boolean;

	/** Of the item (keyOf). */
	readonly key: string;

	private readonly memory: ExecutionMemory;

	/** What this process knew under each name before this attempt. */
	private before = new Map<string, Sent | undefined>();

	constructor(
		context: IExecuteFunctions,
		readonly itemIndex: number,
	) {
		this.links = new ItemLinks(context, itemIndex);
		this.isCall = isTool(context);
		this.memory = memoryOf(context);
		this.key = keyOf(context, itemIndex);
		this.idempotencyKey = idempotencyKeyOf(context, itemIndex);
		// Executions that are retried out of the same stored one know nothing of each other.
		this.earlier = recall(this.idempotencyKey) ?? this.memory.sends?.[this.key];
	}

	/** The uploads that were begun so far, also by earlier attempts. */
	get uploads(): Upload[] {
		return ((this.memory.uploads ??= {})[this.key] ??= []);
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
	 * Sends of other turns and nodes of this execution that are out, or may be, and whose items were told of an
	 * error; by their keys. Other items of this turn are sends of their own.
	 */
	get leftOpen(): Array<[string, Sent]> {
		return Object.entries(this.memory.sends ?? {}).filter(
			([key, { isLeftOpen }]) => isLeftOpen === true && isOtherTurn(key, this.key),
		);
	}

	/** Whether the earlier attempt was that of another turn or node. */
	get hasTaken(): boolean {
		return this.earlier !== undefined && this.earlier.idempotencyKey !== this.idempotencyKey;
	}

	/** Makes one of these the earlier attempt at this send: it answers for no other item any more. */
	takes(key: string): void {
		const sends = (this.memory.sends ??= {});
		this.earlier = sends[key];
		delete sends[key];
		this.keep(this.earlier);
	}

	/** To be called when one of these is not taken, and refuses this send all the same. */
	isRefusedBy(key: string, terms: Terms): void {
		const sent = this.memory.sends?.[key];
		if (sent) sent.refused = { key: this.key, terms };
	}

	/**
	 * Whether an open send may refuse this one. It refuses one item, which comes again in attempts and turns; of those
	 * that are linked to it, one in each turn: a step may make many items of one. An AI agent calls again with other
	 * words until it gets through.
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

	/** What the earlier attempt sent is out. */
	isFound(documents: string[]): void {
		if (this.earlier) this.keep({ ...this.earlier, documents, isOut: true });
	}

	/** To be called when the item is done: whether it was told what was sent, or of an error. */
	isOver(isTold: boolean): void {
		const sent = this.memory.sends?.[this.key];
		if (!sent) return;
		sent.isLeftOpen = !isTold && !sent.isRefused;
		if (sent.isLeftOpen) sent.origin = this.links.origin;
	}

	/** Whether a document came from an upload of this execution, for whichever item. */
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
		const { earlier } = this;
		this.keep(earlier && !earlier.isRefused ? earlier : { ...sent, isRefused: true });
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
