import type { IDataObject } from 'n8n-workflow';

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
	people?: IDataObject[];
	/** When it was begun by the service's clock, in milliseconds since 1970, where an answer told that. */
	begunAt?: number;
	/** Whether nobody else is to sign. */
	isEverybody?: true;
	/** The same for sends of the same things to the same people. */
	content?: string;
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
