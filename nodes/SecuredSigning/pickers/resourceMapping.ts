import type {
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { read, type Api } from '../api';
import { isClear } from '../api/answers/checkBox';
import { objectsIn, text } from '../shared/values';
import { locatorValue } from './locators';

const YES_OR_NO = [
	{ name: 'No', value: 'false' },
	{ name: 'Yes', value: 'true' },
];

/**
 * The fields of the chosen template, as fields of the node. Those that are read-only are among them:
 * they are so for the signers, and the vendor's own sample fills one in (samples/FormFiller.cs of its
 * .NET SDK).
 */
export async function getTemplateFields(
	this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
	const reference = locatorValue(this.getCurrentNodeParameter('template'));
	if (reference === '') return { fields: [], emptyFieldsNotice: 'Choose a template first.' };
	const { Fields } = await read(this, '/FormFiller/GetFieldTemplate/{TemplateReference}', {
		path: { TemplateReference: reference },
	});
	return { fields: objectsIn<Api<'FormFillerField'>>(Fields).flatMap(mapped) };
}

function mapped(field: Api<'FormFillerField'>): ResourceMapperField[] {
	const { Label, IsRequired, ReadOnly } = field;
	const ID = text(field.ID);
	if (ID === '') return [];
	const label = text(Label) || text(field.ClientField) || ID;
	return [
		{
			id: ID,
			displayName: ReadOnly === true ? `${label} (Read-Only)` : label,
			...typeOf(field),
			required: IsRequired === true,
			display: true,
			defaultMatch: false,
			canBeUsedToMatch: false,
		},
	];
}

function typeOf({
	FieldType,
	Value,
}: Api<'FormFillerField'>): Pick<ResourceMapperField, 'type' | 'options'> {
	switch (FieldType) {
		case 'CheckBox':
			// A switch starts as off, and would silently clear a box that the template ticks.
			return isClear(Value) ? { type: 'boolean' } : { type: 'options', options: YES_OR_NO };
		case 'DateInput':
			return { type: 'dateTime' };
		default:
			// No source says which choices a drop-down or radio button of a template offers: they take text.
			return { type: 'string' };
	}
}
