import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { Wants } from '../evidence';
import { evidencePartsIn } from '../fields/include';
import { isRun } from '../shared/oncePerRun';

/** The settings for the items that come out. */
export interface WaitChoices {
	wants: Wants;
	simplify: boolean;
	/** Whether documents that were not signed go to the error output. */
	unsignedIsError: boolean;
}

/**
 * Reads the settings; the result is the same before and after the wait, because none of them can be an
 * expression.
 */
export function readWaitChoices(context: IExecuteFunctions | IWebhookFunctions): WaitChoices {
	const parameter = (name: string): unknown =>
		isRun(context) ? context.getNodeParameter(name, 0) : context.getNodeParameter(name);
	const include = evidencePartsIn(parameter('include'));
	return {
		wants: (part) => include.includes(part),
		simplify: parameter('simplify') === true,
		unsignedIsError: parameter('whenNotSigned') === 'error',
	};
}
