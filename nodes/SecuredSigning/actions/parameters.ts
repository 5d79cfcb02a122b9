import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { asGiven, fieldsNamed, isExpression, isJudged } from '../fields/given';

/**
 * The context of a run, with parameters that hold no expression read once for all items: they are the
 * same for each, and n8n goes through all properties of the node for every single reading.
 *
 * What comes out is shared between the items, so it cannot be changed.
 *
 * @param fields of the operation, which say what its switches and choices are
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
		const stored = context.getNodeParameter(name, itemIndex, fallback, { rawExpressions: true });
		// Fields of one name are for different choices of another field.
		const isShown = ({ displayOptions }: INodeProperties) =>
			Object.entries(displayOptions?.show ?? {}).every(([other, values]) =>
				values?.includes(getNodeParameter(other, itemIndex) as string),
			);
		const named = fieldsNamed(fields, name);
		const value = (named.length > 1 ? named.filter(isShown) : named).reduce<unknown>(
			(read, field) => asGiven(read, field, stored),
			context.getNodeParameter(name, itemIndex, fallback),
		);
		// Another reading may have another fallback.
		if (stored !== fallback && !holdsExpression(stored)) known.set(name, frozen(value));
		return value;
	};
	return Object.create(context, { getNodeParameter: { value: getNodeParameter } });
}

/**
 * Reads the switches and choices of an item before anything is done: some count only afterwards, and what is wrong with
 * them has to be said while nothing is sent.
 *
 * @param context of readingOnce
 * @throws UserError for a switch that is neither true nor false, and for what is no choice of the list
 */
export function checkParameters(
	context: IExecuteFunctions,
	itemIndex: number,
	fields: INodeProperties[],
): void {
	const { parameters } = context.getNode();
	for (const field of fields) {
		if (field.name in parameters && isJudged(field))
			context.getNodeParameter(field.name, itemIndex);
	}
}

function holdsExpression(value: unknown): boolean {
	if (isContainer(value)) return Object.values(value).some(holdsExpression);
	return isExpression(value);
}

function frozen(value: unknown): unknown {
	if (isContainer(value)) Object.values(Object.freeze(value)).forEach(frozen);
	return value;
}

const isContainer = (value: unknown): value is object =>
	typeof value === 'object' && value !== null;
