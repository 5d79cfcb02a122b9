import type { Api } from '../api';
import { text } from '../shared/values';

/** A template with its own fields. */
export interface TemplateWithFields {
	reference: string;
	fields: Array<Api<'FormFillerField'>>;
}

/** A field, with its ID in the node. */
interface KnownField {
	id: string;
	/** The index of its template. */
	at: number;
	field: Api<'FormFillerField'>;
}

/**
 * The IDs of template fields in the node: the field's own ID, with the reference of the template before it if
 * an earlier template has the same ID. Fields without an ID are left out.
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
