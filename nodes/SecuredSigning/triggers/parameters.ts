import type {
	IHookFunctions,
	INodeProperties,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import { asGiven } from '../fields/checkedValue';
import { storedParameter } from '../shared/tool';

/**
 * The parameters of a trigger, by their names; a hidden one has its default.
 *
 * @throws UserError for a switch that is neither true nor false, and for a value that is not in the list of
 *   choices
 */
export function readParameters<Values extends object>(
	context: IPollFunctions | IWebhookFunctions | IHookFunctions,
	fields: INodeProperties[],
): Values {
	const read = (field: INodeProperties): unknown => {
		const value: unknown = context.getNodeParameter(field.name, field.default as object);
		return asGiven(value, field, storedParameter(context, field.name));
	};
	const shown = fields.filter(({ type }) => type !== 'notice');
	return Object.fromEntries(shown.map((field) => [field.name, read(field)])) as Values;
}
