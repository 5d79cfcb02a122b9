import type { IExecuteFunctions } from 'n8n-workflow';

import type { RawDocument } from '../api';
import { showWarning } from '../shared/hints';
import { text } from '../shared/values';

/**
 * The documents with a `warning` added to any that they have; n8n also shows the first few of a run as hints.
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
