/** How the table of stories says what is right. */
import type { Deviation } from '../service/server.cts';

/** What becomes of a document that Ana has signed. */
export type Script = 'Ben signs' | 'Ben declines' | 'it is deleted' | 'nothing happens';

/** What is told in the end; `open`: nothing but that it is out. `error`: it was not even waited for. */
export type Ending = 'completed' | 'declined' | 'deleted' | 'gone' | 'open' | 'error';

export type StoryName =
	| 'awaitFile'
	| 'awaitForm'
	| 'awaitTemplate'
	| 'awaitTwo'
	| 'awaitSignature'
	| 'poll'
	| 'callback';

export interface StoryVariant {
	name: string;
	/** Where API.md allows it, or makes it likely; or the page that says what is right. */
	section: string;
	script?: Script;
	/** From the beginning. */
	always?: Deviation[];
	/** From the moment when it happens, for twelve minutes; or for good. */
	trouble?: Deviation[];
	stays?: true;
	right: Partial<Record<StoryName, Ending[]>>;
	/** What an error has to say. */
	says?: RegExp;
	/** The files may be missing, if the item says so. */
	maylackFiles?: true;
}

export const AWAITS: StoryName[] = ['awaitFile', 'awaitForm', 'awaitTemplate'];
export const TRIGGERS: StoryName[] = ['poll', 'callback'];
/** Whoever looks at a document, in one way each. */
export const LOOKERS: StoryName[] = ['awaitFile', ...TRIGGERS];
export const ALL: StoryName[] = [...AWAITS, 'awaitTwo', 'awaitSignature', ...TRIGGERS];

export const forAll = (names: StoryName[], ...endings: Ending[]): StoryVariant['right'] =>
	Object.fromEntries(names.map((name) => [name, endings]));
