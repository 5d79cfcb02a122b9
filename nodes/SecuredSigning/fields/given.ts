import type {
	IDataObject,
	IExecuteFunctions,
	INodeProperties,
	INodePropertyCollection,
} from 'n8n-workflow';

import { givenText } from '../shared/characters';
import { refusal } from '../shared/refusal';
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

/** A mark that copies of a field keep, and that n8n does not see. */
const MEANS_SOMETHING = Symbol('means something when empty');

/**
 * Marks a text that has a meaning when it is empty, such as "everybody": somebody may leave the field empty, but an
 * expression that gives nothing is refused, and so is what is no text.
 */
export const meaningfulWhenEmpty = (field: INodeProperties): INodeProperties => ({
	...field,
	...{ [MEANS_SOMETHING]: true },
});

const isMeaningful = (field: INodeProperties): boolean => MEANS_SOMETHING in field;

/** The fields of a name as getNodeParameter takes it, such as `options.includeLog`. */
export function fieldsNamed(fields: INodeProperties[], name: string): INodeProperties[] {
	const [first, ...rest] = name.split('.');
	return rest.reduce<INodeProperties[]>(
		(outer, part) => outer.flatMap(inner).filter((field) => field.name === part),
		fields.filter((field) => field.name === first),
	);
}

/** The collections of a fixedCollection; none of any other field. */
export const collectionsOf = ({
	type,
	options = [],
}: INodeProperties): INodePropertyCollection[] =>
	type === 'fixedCollection' ? options.filter((option) => 'values' in option) : [];

/** Something of the service that is chosen and may be left out; who asks for one says so where there is none. */
const isOptionalThing = ({ type, required }: INodeProperties): boolean =>
	type === 'resourceLocator' && required !== true;

/** Whether a field is a switch, a choice, such a thing or such a text, or holds one. */
export function isJudged(field: INodeProperties): boolean {
	if (field.type === 'boolean' || isChoice(field)) return true;
	if (isOptionalThing(field) || isMeaningful(field)) return true;
	return [...inner(field), ...collectionsOf(field).flatMap(({ values }) => values)].some(isJudged);
}

/**
 * The value of a parameter with its switches and choices as such, in lists of options and rows as well. n8n hands on
 * what an expression gives: the text "true" of a form or a table is not true, a choice that does not exist is not the
 * default, and whatever they should guard would go through. What is no list of rows would be taken for an empty one.
 *
 * @param stored the parameter with its expressions as their text
 * @throws UserError for a switch that is neither true nor false, for what is no choice of the list, no reference or no
 *   list of rows, and for an expression that gives nothing where empty has a meaning
 */
export function asGiven(value: unknown, field: INodeProperties, stored: unknown): unknown {
	return asField(value, field, { who: '', stored });
}

const inner = ({ type, options = [] }: INodeProperties): INodeProperties[] =>
	type === 'collection' ? options.filter((option) => 'default' in option) : [];

function asField(value: unknown, field: INodeProperties, { who, stored }: Place): unknown {
	const name = field.displayName.replace(/ Name or ID$/, '') + who;
	switch (field.type) {
		case 'boolean':
			return readSwitch(value, name) ?? field.default;
		case 'options':
		case 'multiOptions':
			return readChoice(value, field, name, isExpression(stored));
		case 'resourceLocator':
			givenText(isRecord(value) ? value.value : value, `'${name}'`);
			// What somebody chose by an expression is not to be left out.
			if (isOptionalThing(field) && isEmptyLocator(value, stored)) throw isEmpty(name);
			return value;
		case 'string':
			if (isMeaningful(field)) refuseNothing(givenText(value, `'${name}'`), stored, name);
			return value;
		case 'collection':
			refuseOther(value, isRecord, stored, name);
			return asOptions(value, inner(field), { who, stored });
		case 'fixedCollection':
			// Of others, their readers judge the shape: send/limits/read.ts.
			if (holdsRows(field)) refuseOther(value, isRecord, stored, name);
			return isRecord(value) ? asRows(value, field, { who, stored }) : value;
		default:
			return value;
	}
}

/** An expression says `false` for nothing as well, such as `{{ $json.isLate && "…" }}`. */
const isNone = (value: unknown): boolean => isNothing(value) || value === false;

const isEmptyLocator = (value: unknown, stored: unknown): boolean =>
	isExpression(entryOf(stored, 'value') ?? stored) && isNone(isRecord(value) ? value.value : value);

function refuseNothing(value: unknown, stored: unknown, name: string): void {
	if (isNone(value) && isExpression(stored)) throw isEmpty(name);
}

/** @throws UserError for what an expression gives in the place of options or rows: it would be passed over */
function refuseOther(
	value: unknown,
	isRight: (value: unknown) => boolean,
	stored: unknown,
	name: string,
): void {
	refuseNothing(value, stored, name);
	if (isNothing(value) || isRight(value)) return;
	throw refusal(
		`'${name}' does not have the structure that this node expects`,
		'Fill it in field by field, with expressions inside the fields. Do not fill all of it with one expression: n8n can empty it.',
	);
}

const holdsRows = ({ typeOptions }: INodeProperties): boolean =>
	typeOptions?.multipleValues === true;

const areRows = (value: unknown): boolean => Array.isArray(value) && value.every(isRecord);

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

function asRows(value: IDataObject, field: INodeProperties, { who, stored }: Place): IDataObject {
	const read: IDataObject = { ...value };
	for (const { name, displayName, values } of collectionsOf(field)) {
		const rows = read[name];
		const storedRows = entryOf(stored, name);
		if (holdsRows(field) && name in read) {
			refuseOther(rows, areRows, storedRows ?? stored, field.displayName + who);
		}
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

/** What is stored of an entry: an expression for the whole fills each of its entries. */
const entryOf = (stored: unknown, name: string): unknown => {
	if (isRecord(stored)) return stored[name];
	return isExpression(stored) ? stored : undefined;
};
