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

export const ANA = { firstName: 'Ana', lastName: 'Lopez', email: 'ana@example.com' };
export const BEN = { firstName: 'Ben', lastName: 'Wu', email: 'ben@example.com' };

/** A form of the simulator's account, with a role for each of the two. */
export const FORM = 'Tax Declaration';
