import type { RawSigner } from '../api';
import type { Terms } from './contract';

/** A send that went out, or may have. */
export interface Sent {
	/** Which send it is: what no other one has. */
	idempotencyKey: string;
	/** What travelled with its documents. */
	clientReference: string;
	/** Whether other documents may have that client reference too. */
	isShared: boolean;
	/** The references of its documents, where they are known. */
	documents?: string[];
	/** Those of its documents that were uploaded for it. */
	uploads?: string[];
	/** Whom it is sent to: first name, last name, email, and the place in the document. */
	people?: RawSigner[];
	/** The form or template of each document, where there are several. */
	parts?: Part[];
	/** How many documents it is to bring out, where they are made by it. */
	count?: number;
	/** When it was begun by the service's clock, in milliseconds since 1970, where an answer told that. */
	begunAt?: number;
	/** Whether nobody else is to sign. */
	isEverybody?: true;
	/** In whose name it goes out, and is looked up, where that is not the owner of the API key. */
	sender?: string;
	/** From which account it goes out (accountOf). */
	account?: string;
	/** What it sends. */
	terms?: Terms;
	/** Whether its item was told of an error, though it is out or may be. */
	isLeftOpen?: boolean;
	/** Where that item comes from. */
	origin?: Origin;
	/** The item of another send that was not sent because this one is open. */
	refused?: { key: string; terms: Terms };
	/** Whether the same documents may have been sent before it. */
	isRepeat?: true;
	/** Whether the service refused it for certain. */
	isRefused?: true;
	/** Whether it went out, with all of `documents`. */
	isOut?: true;
	/** What was the matter with its answer. */
	trouble?: string;
	/** Whether the service named something in its answer, beside an error. */
	isNamed?: true;
	/** What the service named when it accepted the send; of how many documents. */
	accepted?: { count: number; packageReference: string; documents: string[] };
}

/** Where an item comes from. It is stored with the execution: a wait or a restart leaves nothing in memory. */
export interface Origin {
	/** The place of what each node before put out for it, as n8n links its items: run, output, item. */
	places: Record<string, string>;
	/** Whether the links lead back to where the execution began. */
	isWhole: boolean;
}

/** A form or a template among several of one send. */
export interface Part {
	/** Its name; '' if it has none. */
	name: string;
	/** Whom it is for. */
	people: RawSigner[];
}

/** Whether it went out for certain, whole or in part. */
export const isSent = ({ isOut, accepted }: Sent): boolean => isOut ?? accepted !== undefined;

/** An upload that was begun for a send. */
export interface Upload {
	/** Which file it is: a retry with other settings may bring another one. */
	file: string;
	/** What it was uploaded with. */
	clientReference: string;
	/** The document that it became; missing while its answer is. */
	reference?: string;
}
