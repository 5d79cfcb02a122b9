import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { asGiven, fieldsNamed, isExpression, isJudged } from '../fields/given';

/** The context of a run whose parameters are read once, and what makes it forget those of an item. */
interface ReadingOnce {
	context: IExecuteFunctions;
	/** To be called when an item is done. */
	forgetItem: (itemIndex: number) => void;
}

/**
 * The context of a run, with each parameter read once: n8n goes through all properties of the node for every single
 * reading, and evaluates an expression anew, so that a `{{ $now }}` would change between the check and the send.
 *
 * Parameters that hold no expression are read once for all items, for which they are the same. What comes out is shared
 * between them, so it cannot be changed.
 *
 * @param fields of the operation, which say what its switches and choices are
 */
export function readingOnce(node: IExecuteFunctions, fields: INodeProperties[]): ReadingOnce {
	const stored = new Map<string, unknown>();
	const ofAll = new Map<string, unknown>();
	const ofItems = new Map<number, Map<string, unknown>>();
	const getNodeParameter = (
		name: string,
		itemIndex: number,
		fallback?: object,
		options?: object,
	): unknown => {
		if (options) return node.getNodeParameter(name, itemIndex, fallback, options);
		if (ofAll.has(name)) return ofAll.get(name);
		const ofItem = ofItems.get(itemIndex) ?? new Map<string, unknown>();
		if (ofItem.has(name)) return ofItem.get(name);
		const raw = stored.has(name)
			? stored.get(name)
			: node.getNodeParameter(name, itemIndex, fallback, { rawExpressions: true });
		// Fields of one name are for different choices of another field.
		const isShown = ({ displayOptions }: INodeProperties) =>
			Object.entries(displayOptions?.show ?? {}).every(([other, values]) =>
				values?.includes(getNodeParameter(other, itemIndex) as string),
			);
		const named = fieldsNamed(fields, name);
		const value = (named.length > 1 ? named.filter(isShown) : named).reduce<unknown>(
			(read, field) => asGiven(read, field, raw),
			node.getNodeParameter(name, itemIndex, fallback),
		);
		// Another reading may have another fallback.
		if (raw === fallback) return value;
		stored.set(name, raw);
		if (holdsExpression(raw)) ofItems.set(itemIndex, ofItem.set(name, value));
		else ofAll.set(name, frozen(value));
		return value;
	};
	return {
		context: Object.create(node, { getNodeParameter: { value: getNodeParameter } }),
		forgetItem: (itemIndex) => ofItems.delete(itemIndex),
	};
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
