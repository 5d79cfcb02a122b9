/** The fields of an operation or a trigger, as tables for people. */
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { cell, joined, notice, sentence, table } from './markdown.cts';

const HEAD = ['Field', 'Default', 'What it means'];
const FROM_THE_LIST = 'Choose from the list';

/** Notices, then a table of the fields, then one more for each group of fields inside of them. */
export function fieldTables(fields: INodeProperties[]): string {
	const shown = fields.filter(({ type }) => type !== 'notice' && type !== 'hidden');
	const notices = fields.filter(({ type }) => type === 'notice');
	return joined([
		...notices.map(({ displayName }) => `> ${notice(displayName)}`),
		shown.length > 0 ? table(HEAD, rows(shown)) : 'Nothing to fill in.',
		...shown.flatMap((field) => groups(field, field.displayName)),
	]);
}

const rows = (fields: INodeProperties[]): string[][] =>
	fields.map((field) => [
		`**${cell(field.displayName)}**${field.required ? '<br>required' : ''}`,
		defaultCell(field),
		meaning(field, fields),
	]);

/** Tables of what is inside of a field, each under the way to it. */
function groups(field: INodeProperties, title: string): string[] {
	return innerFields(field).flatMap(({ name, fields }) => {
		// A group whose name says no more than the field's is not told.
		const isTold = name !== undefined && !title.endsWith(name);
		const heading = isTold ? `${title}: each ${name}` : title;
		return [
			`_${cell(heading)}_\n\n${table(HEAD, rows(fields))}`,
			...fields.flatMap((inner) => groups(inner, `${heading}, ${inner.displayName}`)),
		];
	});
}

function innerFields(field: INodeProperties): Array<{ name?: string; fields: INodeProperties[] }> {
	if (field.type === 'collection') return [{ fields: field.options as INodeProperties[] }];
	if (field.type !== 'fixedCollection') return [];
	return (field.options as INodePropertyCollection[]).map(({ displayName, values }) => ({
		name: displayName,
		fields: values,
	}));
}

function meaning(field: INodeProperties, siblings: INodeProperties[]): string {
	const sentences = [
		shownWhen(field, siblings),
		field.hint && sentence(field.hint),
		field.description && sentence(field.description),
		howToFill(field),
		field.placeholder?.startsWith('e.g.') && sentence(`For example ${field.placeholder.slice(5)}`),
	].filter(Boolean);
	return [cell(sentences.join(' ')), ...choices(field)].filter(Boolean).join('<br>');
}

function howToFill({ type, typeOptions, description }: INodeProperties): string | undefined {
	if (type === 'resourceLocator') return 'Choose from the list, or give the reference.';
	if (type === 'collection') return 'Add what you need; see below.';
	if (type === 'fixedCollection') {
		return typeOptions?.multipleValues === true
			? 'Add one or more; see below. Use expressions inside the rows. If you fill the whole list with one expression, n8n empties it.'
			: 'Add one or more; see below.';
	}
	if (type === 'resourceMapper') return 'The fields appear after you choose the template.';
	if (!typeOptions?.loadOptionsMethod || description?.startsWith(FROM_THE_LIST)) return undefined;
	return `${FROM_THE_LIST}, or use an expression.`;
}

function choices(field: INodeProperties): string[] {
	if (field.type !== 'options' && field.type !== 'multiOptions') return [];
	return optionsOf(field).map(
		({ name, description }) => `• **${cell(name)}**${description ? `: ${cell(description)}` : ''}`,
	);
}

const optionsOf = ({ options = [] }: INodeProperties) => options as INodePropertyOptions[];

/** Under which choices the field is there, in the words of the editor. */
function shownWhen({ displayOptions }: INodeProperties, siblings: INodeProperties[]): string {
	const conditions = Object.entries(displayOptions?.show ?? {}).map(([name, values]) => {
		const decider = siblings.find((sibling) => sibling.name === name);
		if (decider === undefined) throw new Error(`Nothing is called ${name}, which shows a field`);
		const choices = (values ?? []).map((value) => valueWords(decider, value)).join(' or ');
		return decider.type === 'multiOptions'
			? `${choices} is among '${decider.displayName}'`
			: `'${decider.displayName}' is ${choices}`;
	});
	return conditions.length > 0 ? `Only if ${conditions.join(' and ')}.` : '';
}

function defaultWords(field: INodeProperties): string {
	const { type, default: value } = field;
	if (type === 'multiOptions') {
		const chosen = value as unknown[];
		if (chosen.length > 0 && chosen.length === optionsOf(field).length) return 'all';
		return chosen.map((one) => valueWords(field, one)).join(', ');
	}
	return typeof value === 'object' ? '' : valueWords(field, value);
}

/** JSON is shown as it is written, but on one line: a line break would end the row of the table. */
const defaultCell = (field: INodeProperties): string =>
	field.type === 'json'
		? `\`${String(field.default).replace(/\s*\n\s*/g, ' ')}\``
		: cell(defaultWords(field));

function valueWords(field: INodeProperties, value: unknown): string {
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	const option = optionsOf(field).find((candidate) => candidate.value === value);
	return option?.name ?? String(value ?? '');
}
