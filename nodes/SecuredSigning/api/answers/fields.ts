import type { IDataObject } from 'n8n-workflow';

import { text } from '../../shared/values';

/**
 * What was filled in, by the name that the sender gave the field (ClientField) or else by its label.
 * A name that stands for several fields is numbered: nothing is lost.
 */
export function fieldValues(fields: IDataObject[]): IDataObject {
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
