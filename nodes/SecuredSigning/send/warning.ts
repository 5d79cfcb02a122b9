import type { IExecuteFunctions } from 'n8n-workflow';

import type { RawDocument } from '../api';
import { showWarning } from '../shared/hints';
import { text } from '../shared/values';

/**
 * The same documents with a `warning`, beside one that they have; n8n shows the first few of a run as hints of the
 * node.
 */
export function withWarning(
	context: IExecuteFunctions,
	documents: RawDocument[],
	warning: string,
): RawDocument[] {
	showWarning(context, warning);
	return documents.map((document) => ({
		...document,
		warning: [text(document.warning), warning].filter(Boolean).join(' '),
	}));
}
