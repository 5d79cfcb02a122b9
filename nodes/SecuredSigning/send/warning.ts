import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { oncePerRun } from '../shared/oncePerRun';
import { text } from '../shared/values';

/** n8n shows each hint by itself above the output, which many items could fill with them. */
const hintsLeft = oncePerRun(() => ({ count: 5 }));

/**
 * The same documents with a `warning`, beside one that they have; n8n shows the first few of a run as hints of the
 * node.
 */
export function withWarning(
	context: IExecuteFunctions,
	documents: IDataObject[],
	warning: string,
): IDataObject[] {
	if (hintsLeft(context).count-- > 0) {
		context.addExecutionHints({ message: warning, type: 'warning', location: 'outputPane' });
	}
	return documents.map((document) => ({
		...document,
		warning: [text(document.warning), warning].filter(Boolean).join(' '),
	}));
}
