import type {
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { read, type Api } from '../api';
import { isUnticked } from '../api/answers/checkBox';
import { objectsIn, text } from '../shared/values';
import { chosenIn } from './chosen';
import { idsOf } from './fieldIds';

const YES_OR_NO = [
	{ name: 'No', value: 'false' },
	{ name: 'Yes', value: 'true' },
];

/**
 * The fields of the chosen templates, as fields of the node. Read-only fields are included: they are
 * read-only only for the signers, and the vendor's own sample fills one in (samples/FormFiller.cs of its .NET
 * SDK).
 */
export async function getTemplateFields(
	this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
	const references = chosenIn(this, 'template', 'additionalTemplates');
	if (references.length === 0) return { fields: [], emptyFieldsNotice: 'Choose a template first.' };
	const templates = await Promise.all(
		references.map(async (reference) => {
			const { Name, Fields } = await read(
				this,
				'/FormFiller/GetFieldTemplate/{TemplateReference}',
				{ path: { TemplateReference: reference } },
			);
			return { reference, name: text(Name), fields: objectsIn<Api<'FormFillerField'>>(Fields) };
		}),
	);
	return {
		fields: idsOf(templates).map(({ id, at, field }) =>
			mapped(id, field, at === 0 ? '' : `${templates[at].name}: `),
		),
	};
}

/** @param before put before the label of a field of an additional template */
function mapped(id: string, field: Api<'FormFillerField'>, before: string): ResourceMapperField {
	const { Label, IsRequired, ReadOnly } = field;
	const label = before + (text(Label) || text(field.ClientField) || text(field.ID));
	return {
		id,
		displayName: ReadOnly === true ? `${label} (Read-Only)` : label,
		...typeOf(field),
		required: IsRequired === true,
		display: true,
		defaultMatch: false,
		canBeUsedToMatch: false,
	};
}

function typeOf({
	FieldType,
	Value,
}: Api<'FormFillerField'>): Pick<ResourceMapperField, 'type' | 'options'> {
	switch (FieldType) {
		case 'CheckBox':
			// A switch starts as off, and would silently clear a box that the template ticks.
			return isUnticked(Value) ? { type: 'boolean' } : { type: 'options', options: YES_OR_NO };
		case 'DateInput':
			return { type: 'dateTime' };
		default:
			// No source says which choices a drop-down or radio button of a template offers: they take text.
			return { type: 'string' };
	}
}
