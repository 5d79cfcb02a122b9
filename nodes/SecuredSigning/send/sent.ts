import type { RawSigner } from '../api';
import type { Terms } from './contract';

/** A send that was, or may have been, carried out. */
export interface Sent {
	/** A unique key of the send. */
	idempotencyKey: string;
	/** The client reference that was sent with its documents. */
	clientReference: string;
	/** Whether other documents may have that client reference, too. */
	isShared: boolean;
	/** The references of its documents, if known. */
	documents?: string[];
	/** Those of its documents that were uploaded for it. */
	uploads?: string[];
	/** Its signers: first name, last name, email, and the place in the document. */
	people?: RawSigner[];
	/** The form or template of each document, where there are several. */
	parts?: Part[];
	/** How many documents it should create; only for sends that create documents. */
	count?: number;
	/** The ID of the execution that first made it under this client reference; a retry has another one. */
	execution?: string;
	/** When it was started by the service's clock, in milliseconds since 1970, if known. */
	begunAt?: number;
	/** Whether nobody else may sign. */
	isEverybody?: true;
	/** The sender in whose name it is sent and looked up, if not the owner of the API key. */
	sender?: string;
	/** The account that sends it (accountOf). */
	account?: string;
	/** The contract that it sends. */
	terms?: Terms;
	/** Whether its item ended with an error although it was, or may have been, carried out. */
	isLeftOpen?: boolean;
	/** The origin of that item. */
	origin?: Origin;
	/** The item of another send that was refused because this one is open. */
	refused?: { key: string; terms: Terms };
	/** Whether the same documents may have been sent before it. */
	isRepeat?: true;
	/** Whether the service certainly refused it. */
	isRefused?: true;
	/** Whether all of `documents` were sent. */
	isOut?: true;
	/** What was wrong with its answer. */
	trouble?: string;
	/** Whether the service's answer contained data next to an error. */
	isNamed?: true;
	/** What the service named when it accepted the send, and how many documents it has. */
	accepted?: { count: number; packageReference: string; documents: string[] };
}

/** The origin of an item. It is stored with the execution, because a wait or restart clears the memory. */
export interface Origin {
	/** For each earlier node, the position of the linked output item: run, output, item. */
	places: Record<string, string>;
	/** Whether the links lead back to the first node. */
	isWhole: boolean;
}

/** A form or a template among several of one send. */
export interface Part {
	/** Its name; '' if it has none. */
	name: string;
	/** Its signers. */
	people: RawSigner[];
}

/** Whether it was certainly sent, at least in part. */
export const isSent = ({ isOut, accepted }: Sent): boolean => isOut ?? accepted !== undefined;

/** An upload that was started for a send. */
export interface Upload {
	/** The ID of the file: a retry with other settings may upload another one. */
	file: string;
	/** What it was uploaded with. */
	clientReference: string;
	/** The reference of the resulting document; undefined while it is not known. */
	reference?: string;
}
