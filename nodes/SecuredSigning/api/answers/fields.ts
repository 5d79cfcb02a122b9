import { text } from '../../shared/values';
import type { Raw } from '../types';

/**
 * What was filled in, by the name that the sender gave the field (ClientField) or else by its label.
 * A name that stands for several fields is numbered: nothing is lost.
 */
export function fieldValues(fields: Array<Raw<'FormFillerField'>>) {
	const values = new Map<string, string>();
	for (const { ClientField, Label, ID, Value } of fields) {
		const name = text(ClientField) || text(Label) || text(ID) || 'field';
		let key = name;
		for (let copy = 2; values.has(key); copy++) key = `${name} (${copy})`;
		// A field that was left empty is told as well.
		values.set(
			key,
			typeof Value === 'object' && Value !== null ? JSON.stringify(Value) : String(Value ?? ''),
		);
	}
	return Object.fromEntries(values);
}
