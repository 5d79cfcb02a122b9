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
import { emptyFieldError, isChoice, readChoice } from './choices';
import { readSwitch } from './switches';

/** The place of a value: as text for a message, and its stored parameter, with expressions as text. */
interface Place {
	who: string;
	stored: unknown;
}

/** Whether a stored parameter is an expression: n8n recognises it by the first character. */
export const isExpression = (stored: unknown): boolean =>
	typeof stored === 'string' && stored.startsWith('=');

/**
 * Whether a parameter is empty because of an expression: a field that was left empty may have its own
 * meaning.
 */
export const isEmptyExpression = (
	context: IExecuteFunctions,
	value: unknown,
	...names: string[]
): boolean => isNothing(value) && isExpression(storedParameter(context, ...names));

/** A mark that copies of a field keep, and that n8n does not see. */
const MEANS_SOMETHING = Symbol('means something when empty');

/**
 * Marks a text field that has a meaning when it is empty, such as "everybody". Users may leave it empty, but
 * an expression without a value is refused, and so is a value that is not text.
 */
export const meaningfulWhenEmpty = (field: INodeProperties): INodeProperties => ({
	...field,
	...{ [MEANS_SOMETHING]: true },
});

const isMeaningful = (field: INodeProperties): boolean => MEANS_SOMETHING in field;

/** A mark that copies of a field keep, and that n8n does not see. */
const IDENTIFIES = Symbol('tells one thing from all others');

/**
 * Marks a text field whose value tells one thing from all others: refused if an expression filled in nothing
 * where it should, as in "order-" of `order-{{ $json.order }}`.
 */
export const identifying = (field: INodeProperties): INodeProperties => ({
	...field,
	...{ [IDENTIFIES]: true },
});

const isIdentifying = (field: INodeProperties): boolean => IDENTIFIES in field;

/** The fields with a name in the form of getNodeParameter, such as `options.includeLog`. */
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

/** Whether a field is an optional resource locator. Required ones are checked by requiredReference. */
const isOptionalThing = ({ type, required }: INodeProperties): boolean =>
	type === 'resourceLocator' && required !== true;

/**
 * Whether asGiven checks a field: a switch, a choice, an optional resource locator or a marked text, or a
 * field that contains one.
 */
export function isJudged(field: INodeProperties): boolean {
	if (field.type === 'boolean' || isChoice(field)) return true;
	if (isOptionalThing(field) || isMeaningful(field) || isIdentifying(field)) return true;
	return [...inner(field), ...collectionsOf(field).flatMap(({ values }) => values)].some(isJudged);
}

/**
 * Checks and converts the switches and choices in the value of a parameter, also inside collections and rows.
 * n8n passes on whatever an expression gives: for example the text "true" instead of true, or a choice that
 * does not exist, and a check that depends on it would be skipped. A value that is not a list of rows would
 * act like an empty list.
 *
 * @param stored the parameter with its expressions as their text
 * @throws UserError for a switch that is neither true nor false, for a value that is not in the list, not a
 *   reference or not a list of rows, and for an expression without a value in a switch that is off without it, or
 *   where empty has a meaning, or that identifies something
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
			// One that is on without a value still guards, or only makes a result shorter.
			if (field.default === false && isNothing(value)) refuseNothing(value, stored, name);
			return readSwitch(value, name) ?? field.default;
		case 'options':
		case 'multiOptions':
			return readChoice(value, field, name, isExpression(stored));
		case 'resourceLocator':
			givenText(isRecord(value) ? value.value : value, `'${name}'`);
			// An expression was meant to choose something, so it must not be empty.
			if (isOptionalThing(field) && isEmptyLocator(value, stored)) throw emptyFieldError(name);
			return value;
		case 'string':
			if (isMeaningful(field)) refuseNothing(givenText(value, `'${name}'`), stored, name);
			if (isIdentifying(field)) refuseUnfilled(value, stored, name);
			return value;
		case 'collection':
			refuseOther(value, isRecord, stored, name);
			return asOptions(value, inner(field), { who, stored });
		case 'fixedCollection':
			// The shape of other fixedCollections is checked where they are read: send/limits/read.ts.
			if (holdsRows(field)) refuseOther(value, isRecord, stored, name);
			return isRecord(value) ? asRows(value, field, { who, stored }) : value;
		default:
			return value;
	}
}

/** Whether an expression gave nothing; `false` counts, too: `{{ $json.isLate && "…" }}` gives it. */
const isNone = (value: unknown): boolean => isNothing(value) || value === false;

const isEmptyLocator = (value: unknown, stored: unknown): boolean =>
	isExpression(entryOf(stored, 'value') ?? stored) && isNone(isRecord(value) ? value.value : value);

function refuseNothing(value: unknown, stored: unknown, name: string): void {
	if (isNone(value) && isExpression(stored)) throw emptyFieldError(name);
}

/** Refuses a value in which an expression left nothing beside a hyphen, a blank or the like, or nothing at all. */
function refuseUnfilled(value: unknown, stored: unknown, name: string): void {
	const words = String(value ?? '');
	if (!isExpression(stored) || words.trim() === '') return;
	const fixed = String(stored)
		.slice(1)
		.split(/(?:\{\{.*?\}\})+/s);
	// A value may have a hyphen of its own: it is refused only if it cannot be read as filled.
	if (fixed.length === 1 || betweenFixed(words, fixed, false)) return;
	const parts = betweenFixed(words, fixed, true);
	if (!parts) return;
	const isBlank = (at: number) => !isFilled(parts[at]);
	const isApart = (at: number) => /\W$/.test(fixed[at]) || /^\W/.test(fixed[at + 1]);
	const isUnfilled =
		parts.some((_, at) => isBlank(at) && isApart(at)) ||
		(!parts.some(isFilled) && !/\d/.test(words));
	if (!isUnfilled) return;
	throw refusal(
		`A part of '${name}' was not filled in: it says "${words.trim()}"`,
		'Check the expression, or the earlier node that gives the value.',
	);
}

const isFilled = (part: string): boolean => part.trim() !== '';

/**
 * What stands between the fixed words of an expression, which come in this order, each part as short as may be;
 * undefined if a value cannot be split like this.
 */
function betweenFixed(
	words: string,
	[first, ...more]: string[],
	mayBeBlank: boolean,
): string[] | undefined {
	const last = more.pop() ?? '';
	const end = words.length - last.length;
	if (!words.startsWith(first) || !words.endsWith(last)) return undefined;
	const parts: string[] = [];
	let at = first.length;
	for (const own of more) {
		const from = mayBeBlank ? at : at + words.slice(at).search(/\S/) + 1;
		const found = words.indexOf(own, from);
		if (found < 0) return undefined;
		parts.push(words.slice(at, found));
		at = found + own.length;
	}
	if (at > end) return undefined;
	parts.push(words.slice(at, end));
	return mayBeBlank || parts.every(isFilled) ? parts : undefined;
}

/**
 * @throws UserError for a value in place of options or rows that has another structure: n8n would ignore it
 */
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

/** The stored parameter of an entry; if the whole parameter is an expression, that expression. */
const entryOf = (stored: unknown, name: string): unknown => {
	if (isRecord(stored)) return stored[name];
	return isExpression(stored) ? stored : undefined;
};
