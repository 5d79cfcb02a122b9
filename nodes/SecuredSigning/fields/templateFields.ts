import type { IExecuteFunctions, INodeProperties, ResourceMapperField } from 'n8n-workflow';

import type { Api } from '../api';
import { isUnticked, isTicked } from '../api/answers/checkBox';
import { nameKey } from '../api/answers/entities';
import { idsOf, type TemplateWithFields } from '../pickers/fieldIds';
import { calendarDayOf, isDate } from '../shared/dates';
import { refusal } from '../shared/refusal';
import { notFilledIn, unfilledInText } from '../shared/unfilled';
import { isRecord, text } from '../shared/values';
import { ADDITIONAL_TEMPLATES } from './additionalTemplates';

export const templateFieldsField: INodeProperties = {
	displayName: 'Fields',
	name: 'fields',
	type: 'resourceMapper',
	noDataExpression: true,
	default: { mappingMode: 'defineBelow', value: null },
	// Without a template, n8n shows an error that there are no fields.
	displayOptions: { hide: { template: [''] } },
	description:
		"The template's own fields. Only what you fill in is sent; the rest is left to the signers. When mapped automatically, each input field fills every template field whose label is the same as its name, otherwise those with that client field (a name given in Secured Signing).",
	typeOptions: {
		loadOptionsDependsOn: ['template.value', ...ADDITIONAL_TEMPLATES],
		resourceMapper: {
			resourceMapperMethod: 'getTemplateFields',
			// Marks required fields, but does not require them from the sender: the signers may fill them in.
			mode: 'map',
			fieldWords: { singular: 'field', plural: 'fields' },
			// The name that our messages use; n8n would call them "Values to Send".
			valuesLabel: 'Fields',
			addAllFields: true,
			multiKeyMatch: false,
			supportAutoMap: true,
			noFieldsError: 'Choose a template above that has fields to fill in',
		},
	},
};

type TemplateField = Api<'FormFillerField'>;

/** A value for a field that is named by its ID, its label or its client field. */
interface TemplateValue {
	name: string;
	value: unknown;
	/** How to call the field in a message. */
	label: string;
	/** Whether it is an input field, which is ignored if the template has no such field. */
	isAutomatic: boolean;
	/** Whether it is a switch that is off: it is not known whether the user set it. */
	isUntouched?: boolean;
}

/** What the user filled in under 'Fields', without empty fields. */
export function readTemplateValues(context: IExecuteFunctions, itemIndex: number): TemplateValue[] {
	const isAutomatic =
		context.getNodeParameter('fields.mappingMode', itemIndex, '') === 'autoMapInputData';
	const schema = context.getNodeParameter('fields.schema', itemIndex, []) as
		| ResourceMapperField[]
		| null;
	const values = isAutomatic
		? context.getInputData()[itemIndex].json
		: // n8n's own check would name the fields by their IDs, which nobody knows.
			context.getNodeParameter('fields.value', itemIndex, {}, { skipValidation: true });
	return Object.entries(isRecord(values) ? values : {}).flatMap(([name, value]) => {
		const known = schema?.find(({ id }) => id === name);
		const isBlank =
			value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
		// n8n keeps values of fields that were removed from the node, and false for switches that were not
		// changed: only checkboxes that the template leaves unticked are switches
		// (pickers/resourceMapping.ts).
		const isRemoved = !isAutomatic && known?.removed === true;
		const isUntouched = !isAutomatic && known?.type === 'boolean' && value === false;
		return isBlank || isRemoved
			? []
			: [{ name, value, label: known?.displayName ?? name, isAutomatic, isUntouched }];
	});
}

/**
 * The fields to send: the templates' own, with the values that are given for them.
 *
 * @param timezone of the workflow, for dates
 * @returns the fields of each template
 * @throws UserError for a field that no template has, or a value that does not fit
 */
export function filledFields(
	values: TemplateValue[],
	templates: TemplateWithFields[],
	timezone: string,
): TemplateField[][] {
	const given = new Map<TemplateField, TemplateValue[]>();
	for (const each of values) {
		const { label, isAutomatic, isUntouched } = each;
		const named = fieldsNamed(each, templates);
		if (isUntouched && named.every((field) => isUnticked(field.Value))) continue;
		if (isUntouched) {
			throw refusal(
				`The checkbox "${label}" is ticked in the template, and the node does not say whether to keep or clear the tick`,
				"Choose the template again in the node: 'Fields' then offers Yes and No for this box.",
			);
		}
		if (named.length === 0 && !isAutomatic) {
			throw refusal(
				`The template has no field "${label}"`,
				"Choose the template again in the node, so that 'Fields' shows what it has now.",
			);
		}
		for (const field of named) given.set(field, [...(given.get(field) ?? []), each]);
	}
	const filled = new Map<TemplateField, TemplateField>();
	for (const [field, candidates] of given) {
		const { value } = nearest(field, candidates);
		filled.set(field, { ...withoutNulls(field), Value: written(value, field, timezone) });
	}
	return templates.map(({ fields }) => {
		refuseUnfillable(fields, filled);
		// In the order in which they were given.
		return [...filled].flatMap(([field, itself]) => (fields.includes(field) ? [itself] : []));
	});
}

/** Refuses a missing value of a required field that is read-only for the signers: they cannot fill it in. */
function refuseUnfillable(
	fields: TemplateField[],
	filled: Map<TemplateField, TemplateField>,
): void {
	const empty = fields.find(
		(field) =>
			field.IsRequired === true &&
			field.ReadOnly === true &&
			text((filled.get(field) ?? field).Value) === '',
	);
	if (empty === undefined) return;
	throw refusal(
		`"${text(empty.Label) || text(empty.ID)}" is required and has no value`,
		"The signers cannot fill it in, since the template makes it read-only. Give it a value in 'Fields'. If the fields are mapped automatically, check that the input field has exactly this name.",
	);
}

/**
 * The fields with a name: those of each template with this label, otherwise with this client field; and the field that
 * the editor offered with this ID (pickers/resourceMapping.ts), which comes first if the editor stored the name.
 */
function fieldsNamed(
	{ name, isAutomatic }: TemplateValue,
	templates: TemplateWithFields[],
): TemplateField[] {
	const wanted = nameKey(name);
	const own = idsOf(templates).filter(({ id }) => nameKey(id) === wanted);
	const byId = own.slice(0, 1).map(({ field }) => field);
	const byName = templates.flatMap(({ fields }) => {
		const by = (key: 'Label' | 'ClientField') =>
			fields.filter((field) => nameKey(field[key]) === wanted);
		const labelled = by('Label');
		return labelled.length > 0 ? labelled : by('ClientField');
	});
	const [first, second] = isAutomatic ? [byName, byId] : [byId, byName];
	return first.length > 0 ? first : second;
}

/**
 * The value whose name fits a field best: with automatic mapping, an item may have several. The exact label
 * comes first, then the label in another case, then other names.
 *
 * @throws UserError when two fit equally well
 */
function nearest({ Label }: TemplateField, candidates: TemplateValue[]): TemplateValue {
	const label = text(Label);
	const isLabel = ({ name }: TemplateValue) => name === label;
	const isLike = ({ name }: TemplateValue) => nameKey(name) === nameKey(label);
	const near =
		[isLabel, isLike].map((is) => candidates.filter(is)).find(({ length }) => length > 0) ??
		candidates;
	if (near.length === 1) return near[0];
	throw refusal(
		`The item has both "${near[0].name}" and "${near[1].name}" for the field "${label}"`,
		'It is not clear which of the two counts. In an earlier node, remove the one that you do not want, or rename the other one so that it has exactly the name of the field.',
	);
}

/** The text of a value for the request. */
function written(value: unknown, field: TemplateField, timezone: string): string {
	const label = text(field.Label) || text(field.ID);
	if (field.FieldType === 'CheckBox') {
		const ticked = isTicked(value);
		if (ticked === undefined) {
			throw refusal(
				`"${label}" is a checkbox and cannot take ${shown(value)}`,
				'Use true or false.',
			);
		}
		return String(ticked);
	}
	if (field.FieldType === 'DateInput') return dayOf(value, label, timezone);
	if (typeof value === 'object' && !isDate(value)) {
		throw refusal(`"${label}" cannot take a list or an object`, 'Choose one value of it.');
	}
	// A date that is none has no JSON.
	const words = isDate(value) ? (value.toJSON() ?? 'Invalid Date') : String(value);
	const unfilled = unfilledInText(words);
	if (unfilled !== undefined) throw notFilledIn(`"${label}"`, unfilled);
	return words;
}

/** A date in ISO 8601, because other formats could be read as another date. */
function dayOf(value: unknown, label: string, timezone: string): string {
	const day = calendarDayOf(value, timezone);
	if (day === undefined) {
		throw refusal(
			`"${label}" is a date and cannot take ${shown(value)}`,
			'Use a date such as 2030-01-31.',
		);
	}
	return day;
}

const shown = (value: unknown) => JSON.stringify(value);

const withoutNulls = (field: TemplateField): TemplateField =>
	Object.fromEntries(Object.entries(field).filter(([, value]) => value !== null));
