/**
 * The parts of the test, each in a file of its own. What they want n8n to hold is imported at once, before it
 * is started: every command of n8n takes seconds.
 */
import type { Desk } from '../n8n/desk.mts';
import type { Credential, Workflow } from '../n8n/instance.mts';

interface Needs {
	credentials?: Credential[];
	workflows: Workflow[];
	/** Clears away what the part itself has started. */
	close?(): Promise<void>;
}

/** One that is played in the n8n that it has in common with others. */
export interface Part extends Needs {
	play(desk: Desk): Promise<void>;
}

/** One that starts n8n itself, with settings of its own; it comes when the other one has ended. */
export interface PartByItself extends Needs {
	play(): Promise<void>;
}
