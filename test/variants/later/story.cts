/** What a story tells, and what happens in all of them. */
import { signedFile } from '../service/documents.cts';
import { statusOf, type Doc, type World } from '../service/world.cts';
import type { Script } from './right.cts';

/** Something that n8n was told of a document. */
export interface Told {
	reference: string;
	/** `completed`, `signed`, `declined`, … */
	event: string;
	/** The same for repeats of the same. */
	id?: string;
	/** Whether it was completed on the service by then. */
	isTrue: boolean;
	/** Of what is completed: whether it says so, and its file. */
	finished: boolean;
	lacksFile: boolean;
	isSignedFile: boolean;
}

export interface Story {
	world: World;
	/** The documents that it is about; all of them are to end as the table says. */
	docs: string[];
	/** Documents of which nothing is to be told. */
	others?: string[];
	told: Told[];
	/** Whether the same may be told again. */
	repeats?: true;
	/** The emails of everybody who is to be invited. */
	asked: string[];
	/** What went wrong on the way. */
	wrong: string[];
	/** What the execution ended with. */
	error?: string;
}

export const isComplete = (doc: Doc) => statusOf(doc) === 'Complete';

/** Somebody signs; when all have, the document moves on. */
export function signBy(doc: Doc, at: number): void {
	doc.lastSigned = Date.now();
	Object.assign(doc.signers[at], { signed: true, status: 'Signed', signedAt: doc.lastSigned });
	if (doc.signers.every(({ signed }) => signed)) {
		Object.assign(doc, { folder: 'Signed', content: signedFile });
	}
}

export function act(script: Script, doc: Doc): void {
	if (script === 'Ben signs') signBy(doc, 1);
	if (script === 'Ben declines') doc.signers[1].status = 'Declined';
	if (script === 'it is deleted') doc.deleted = true;
}
