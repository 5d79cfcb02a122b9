/** What every story in the editor is given. */
import type { Simulator } from '../n8n/simulator.mts';
import type { Editor } from './editor.mts';
import type { Camera } from './pictures.mts';

export interface Scene {
	editor: Editor;
	simulator: Simulator;
	take: Camera;
}

/** The node, as n8n lists it. */
export const NODE = 'Secured Signing';

/** A form of the simulator's account, with a role for each of the two. */
export const FORM = 'Tax Declaration';
