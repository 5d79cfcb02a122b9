import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { withSwitches } from '../fields/switches';

/**
 * The context of a run, with parameters that hold no expression read once for all items: they are the
 * same for each, and n8n goes through all properties of the node for every single reading.
 *
 * What comes out is shared between the items, so it cannot be changed.
 *
 * @param fields of the operation, which say what its switches are
 */
export function readingOnce(
	context: IExecuteFunctions,
	fields: INodeProperties[],
): IExecuteFunctions {
	const known = new Map<string, unknown>();
	const getNodeParameter = (
		name: string,
		itemIndex: number,
		fallback?: object,
		options?: object,
	): unknown => {
		if (options) return context.getNodeParameter(name, itemIndex, fallback, options);
		if (known.has(name)) return known.get(name);
		const value = withSwitches(fields, name, context.getNodeParameter(name, itemIndex, fallback));
		const stored = context.getNodeParameter(name, itemIndex, fallback, { rawExpressions: true });
		// Another reading may have another fallback.
		if (stored !== fallback && !holdsExpression(stored)) known.set(name, frozen(value));
		return value;
	};
	return Object.create(context, { getNodeParameter: { value: getNodeParameter } });
}

/** n8n takes a text for an expression by its first character. */
function holdsExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	return isContainer(value) && Object.values(value).some(holdsExpression);
}

function frozen(value: unknown): unknown {
	if (isContainer(value)) Object.values(Object.freeze(value)).forEach(frozen);
	return value;
}

const isContainer = (value: unknown): value is object =>
	typeof value === 'object' && value !== null;
