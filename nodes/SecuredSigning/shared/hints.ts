import type { IExecuteFunctions } from 'n8n-workflow';

import { oncePerRun } from './oncePerRun';

/** n8n shows each hint separately above the output, so many items could fill the panel. */
const hintsLeft = oncePerRun(() => ({ count: 5 }));

/** Shows a warning above the output of the node; the first few of a run. */
export function showWarning(context: IExecuteFunctions, message: string): void {
	if (hintsLeft(context).count-- <= 0) return;
	context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}
