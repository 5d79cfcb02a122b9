import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { Wants } from '../evidence';
import { partsIn } from '../fields/include';
import { isRun } from '../shared/oncePerRun';

/** What the builder wants of each item. */
export interface WaitChoices {
	wants: Wants;
	simplify: boolean;
	/** Whether what was not signed goes to the error output. */
	unsignedIsError: boolean;
}

/** The same before and after the wait: none of these can be an expression. */
export function readWaitChoices(context: IExecuteFunctions | IWebhookFunctions): WaitChoices {
	const parameter = (name: string): unknown =>
		isRun(context) ? context.getNodeParameter(name, 0) : context.getNodeParameter(name);
	const include = partsIn(parameter('include'));
	return {
		wants: (part) => include.includes(part),
		simplify: parameter('simplify') === true,
		unsignedIsError: parameter('whenNotSigned') === 'error',
	};
}
