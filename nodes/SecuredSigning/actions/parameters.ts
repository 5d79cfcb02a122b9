import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { asGiven, fieldsNamed, isExpression, isJudged } from '../fields/checkedValue';

/** A context that reads each parameter once, and a function that forgets the values of an item. */
interface ReadingOnce {
	context: IExecuteFunctions;
	/** To be called when an item is done. */
	forgetItem: (itemIndex: number) => void;
}

/**
 * The context of a run, with each parameter read once: n8n goes through all properties of the node for every
 * single reading, and evaluates an expression anew, so that a `{{ $now }}` would change between the check and
 * the send.
 *
 * Parameters without an expression are read once for all items. Their values are shared between the items, so
 * they are frozen.
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
		// Fields with the same name belong to different choices of another field.
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
 * Reads the switches and choices of an item before anything is done: some are used only after the send, but
 * errors in them have to be found before it.
 *
 * @param context of readingOnce
 * @throws UserError for a switch that is neither true nor false, and for a value that is not one of the
 *   choices
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
