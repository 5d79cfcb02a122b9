import type {
	IDataObject,
	IExecuteFunctions,
	INodeProperties,
	INodePropertyCollection,
} from 'n8n-workflow';

import { storedParameter } from '../shared/tool';
import { isNothing, isRecord } from '../shared/values';
import { isChoice, isEmpty, readChoice } from './choices';
import { readSwitch } from './switches';

/** Where a value stands: in words for a message, and as it is stored, with expressions as their text. */
interface Place {
	who: string;
	stored: unknown;
}

/** n8n takes a text for an expression by its first character. */
export const isExpression = (stored: unknown): boolean =>
	typeof stored === 'string' && stored.startsWith('=');

/** Whether the value of a parameter is none, and comes from an expression: an empty field may have a meaning of its own. */
export const isEmptyExpression = (
	context: IExecuteFunctions,
	value: unknown,
	...names: string[]
): boolean => isNothing(value) && isExpression(storedParameter(context, ...names));

/** The fields of a name as getNodeParameter takes it, such as `options.includeLog`. */
export function fieldsNamed(fields: INodeProperties[], name: string): INodeProperties[] {
	const [first, ...rest] = name.split('.');
	return rest.reduce<INodeProperties[]>(
		(outer, part) => outer.flatMap(inner).filter((field) => field.name === part),
		fields.filter((field) => field.name === first),
	);
}

/** Something of the service that is chosen and may be left out; who asks for one says so where there is none. */
const isOptionalThing = ({ type, required }: INodeProperties): boolean =>
	type === 'resourceLocator' && required !== true;

/** Whether a field is a switch, a choice or such a thing, or holds one. */
export function isJudged(field: INodeProperties): boolean {
	if (field.type === 'boolean' || isChoice(field) || isOptionalThing(field)) return true;
	const groups =
		field.type === 'fixedCollection' ? (field.options as INodePropertyCollection[]) : [];
	return [...inner(field), ...groups.flatMap(({ values }) => values)].some(isJudged);
}

/**
 * The value of a parameter with its switches and choices as such, in lists of options and rows as well. n8n hands on
 * what an expression gives: the text "true" of a form or a table is not true, a choice that does not exist is not the
 * default, and whatever they should guard would go through.
 *
 * @param stored the parameter with its expressions as their text
 * @throws UserError for a switch that is neither true nor false, and for what is no choice of the list
 */
export function asGiven(value: unknown, field: INodeProperties, stored: unknown): unknown {
	return asField(value, field, { who: '', stored });
}

const inner = ({ type, options = [] }: INodeProperties): INodeProperties[] =>
	type === 'collection' ? (options as INodeProperties[]) : [];

function asField(value: unknown, field: INodeProperties, { who, stored }: Place): unknown {
	const name = field.displayName.replace(/ Name or ID$/, '') + who;
	switch (field.type) {
		case 'boolean':
			return readSwitch(value, name) ?? field.default;
		case 'options':
		case 'multiOptions':
			return readChoice(value, field, name, isExpression(stored));
		case 'resourceLocator':
			// What somebody chose by an expression is not to be left out.
			if (isOptionalThing(field) && isEmptyLocator(value, stored)) throw isEmpty(name);
			return value;
		case 'collection':
			return asOptions(value, inner(field), { who, stored });
		case 'fixedCollection':
			return isRecord(value)
				? asRows(value, field.options as INodePropertyCollection[], stored)
				: value;
		default:
			return value;
	}
}

const isEmptyLocator = (value: unknown, stored: unknown): boolean =>
	isExpression(entryOf(stored, 'value') ?? stored) &&
	isNothing(isRecord(value) ? value.value : value);

function asOptions(value: unknown, fields: INodeProperties[], { who, stored }: Place): unknown {
	if (!isRecord(value)) return value;
	const read: IDataObject = { ...value };
	for (const field of fields) {
		const { name } = field;
		const place = { who, stored: entryOf(stored, name) };
		if (name in read) read[name] = asField(read[name], field, place) as IDataObject[string];
	}
	return read;
}

function asRows(
	value: IDataObject,
	groups: INodePropertyCollection[],
	stored: unknown,
): IDataObject {
	const read: IDataObject = { ...value };
	for (const { name, displayName, values } of groups) {
		const rows = read[name];
		const storedRows = entryOf(stored, name);
		const asRow = (row: unknown, index: number) =>
			asOptions(row, values, {
				who: ` of ${displayName} ${index + 1}`,
				stored: Array.isArray(storedRows) ? (storedRows as unknown[])[index] : storedRows,
			});
		if (Array.isArray(rows)) read[name] = rows.map(asRow);
		else if (name in read) read[name] = asRow(rows, 0) as IDataObject;
	}
	return read;
}

const entryOf = (stored: unknown, name: string): unknown =>
	isRecord(stored) ? stored[name] : undefined;
