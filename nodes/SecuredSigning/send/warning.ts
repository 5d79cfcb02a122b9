import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { text } from '../shared/values';

/** The same documents with a `warning`, beside one that they have; n8n shows it as a hint of the node. */
export function withWarning(
	context: IExecuteFunctions,
	documents: IDataObject[],
	warning: string,
): IDataObject[] {
	context.addExecutionHints({ message: warning, type: 'warning', location: 'outputPane' });
	return documents.map((document) => ({
		...document,
		warning: [text(document.warning), warning].filter(Boolean).join(' '),
	}));
}
