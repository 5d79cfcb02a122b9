import { text } from '../../shared/values';
import type { Raw } from '../types';

/**
 * What was filled in, by the name that the sender gave the field (ClientField) or else by its label. Empty
 * fields are included.
 */
export const fieldValues = (fields: Array<Raw<'FormFillerField'>>): Record<string, string> =>
	byNames(
		fields.map(({ ClientField, Label, ID, Value }) => [
			text(ClientField) || text(Label) || text(ID) || 'field',
			typeof Value === 'object' && Value !== null ? JSON.stringify(Value) : String(Value ?? ''),
		]),
	);

/** Values by the names of their fields. Repeated names are numbered, so that no value is lost. */
export function byNames(fields: Array<[name: string, value: string]>): Record<string, string> {
	const values = new Map<string, string>();
	const copies = new Map<string, number>();
	for (const [name, value] of fields) {
		let key = name;
		for (let copy = copies.get(name) ?? 2; values.has(key); copy++) {
			key = `${name} (${copy})`;
			copies.set(name, copy + 1);
		}
		values.set(key, value);
	}
	return Object.fromEntries(values);
}
