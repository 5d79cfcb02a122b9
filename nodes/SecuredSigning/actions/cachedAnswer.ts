import type { IExecuteFunctions } from 'n8n-workflow';

import { BYPASS_CACHE, FROM_CACHE } from '../api';
import { showWarning } from '../shared/hints';

/**
 * Says above the output of the node if an answer came from a cache: what it shows may be over.
 *
 * @param times when each answer was made; undefined for one from a cache
 */
export function tellIfCached(
	context: IExecuteFunctions,
	...times: Array<number | undefined>
): void {
	if (times.includes(undefined))
		showWarning(context, `${FROM_CACHE} what happened since. ${BYPASS_CACHE}`);
}
