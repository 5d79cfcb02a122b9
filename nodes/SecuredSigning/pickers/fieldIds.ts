import type { Api } from '../api';
import { text } from '../shared/values';

/** A template with its own fields. */
export interface TemplateWithFields {
	reference: string;
	fields: Array<Api<'FormFillerField'>>;
}

/** A field, by the ID that it has in a node. */
interface KnownField {
	id: string;
	/** Which of the templates it is of. */
	at: number;
	field: Api<'FormFillerField'>;
}

/**
 * The IDs by which a node holds the fields of its templates: their own, and with the reference of the template where
 * one before has the same. Fields without an ID are none of them.
 */
export function idsOf(templates: TemplateWithFields[]): KnownField[] {
	const known = new Set<string>();
	return templates.flatMap(({ reference, fields }, at) => {
		const own = fields.flatMap((field) => {
			const ID = text(field.ID);
			return ID === '' ? [] : [{ id: known.has(ID) ? `${reference}/${ID}` : ID, at, field }];
		});
		for (const { field } of own) known.add(text(field.ID));
		return own;
	});
}
