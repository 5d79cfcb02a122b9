import type { IDataObject, INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { refusal } from '../shared/refusal';
import { isRecord, isTrue, text } from '../shared/values';

/**
 * A switch that JSON or an expression may give; undefined where it is left out.
 * @throws UserError for anything but true and false, or the words for them
 */
export function readSwitch(value: unknown, displayName: string): boolean | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	if (isTrue(value)) return true;
	if (value === false || text(value).toLowerCase() === 'false') return false;
	throw refusal(`'${displayName}' is neither true nor false`);
}

/**
 * The switches among values that were read, under the names that the API has for them. One that is left out
 * is left out there too.
 *
 * @param names of the API, by the node's own
 */
export const switchesIn = <Key extends string>(
	values: IDataObject,
	names: Readonly<Record<string, Key>>,
): Partial<Record<Key, boolean>> =>
	Object.fromEntries(
		Object.entries(names)
			.map(([name, key]) => [key, values[name]])
			.filter(([, value]) => typeof value === 'boolean'),
	) as Partial<Record<Key, boolean>>;

/**
 * The value of a parameter with its switches as such, in lists of options and rows as well. n8n hands on what an
 * expression gives: the text "true" of a form or a table is not true, and whatever it should guard would go through.
 *
 * @param name as getNodeParameter takes it, such as `options.includeLog`
 * @throws UserError for a switch that is neither true nor false
 */
export function withSwitches(fields: INodeProperties[], name: string, value: unknown): unknown {
	const [first, ...rest] = name.split('.');
	const found = rest.reduce<INodeProperties[]>(
		(outer, part) => outer.flatMap(inner).filter((field) => field.name === part),
		fields.filter((field) => field.name === first),
	);
	return found.reduce((read, field) => asField(read, field, ''), value);
}

const inner = ({ type, options = [] }: INodeProperties): INodeProperties[] =>
	type === 'collection' ? (options as INodeProperties[]) : [];

function asField(value: unknown, field: INodeProperties, who: string): unknown {
	switch (field.type) {
		case 'boolean':
			return readSwitch(value, field.displayName + who) ?? field.default;
		case 'collection':
			return asOptions(value, inner(field), who);
		case 'fixedCollection':
			return isRecord(value) ? asRows(value, field.options as INodePropertyCollection[]) : value;
		default:
			return value;
	}
}

function asOptions(value: unknown, fields: INodeProperties[], who: string): unknown {
	if (!isRecord(value)) return value;
	const read: IDataObject = { ...value };
	for (const field of fields) {
		const { name } = field;
		if (name in read) read[name] = asField(read[name], field, who) as IDataObject[string];
	}
	return read;
}

function asRows(value: IDataObject, groups: INodePropertyCollection[]): IDataObject {
	const read: IDataObject = { ...value };
	for (const { name, displayName, values } of groups) {
		const rows = read[name];
		const asRow = (row: unknown, index: number) =>
			asOptions(row, values, ` of ${displayName} ${index + 1}`);
		if (Array.isArray(rows)) read[name] = rows.map(asRow);
		else if (name in read) read[name] = asRow(rows, 0) as IDataObject;
	}
	return read;
}
