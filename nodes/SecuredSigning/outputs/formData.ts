import type { IDataObject } from 'n8n-workflow';

import { readCsv } from '../csv';

/**
 * The values of a form out of its CSV file: the `rows` as they stand there and, where the file leaves
 * no doubt, the `values` by the names of their fields. No source says how the file is laid out, so
 * both likely ways are taken: a row of names over a row of values, and a line "name, value" for each
 * field.
 */
export function formData(csv: string): IDataObject {
	const rows = readCsv(csv);
	const values = valuesOf(rows);
	return { ...(values && { values }), rows };
}

function valuesOf(rows: Array<Record<string, string>>): Record<string, string> | undefined {
	const [first] = rows;
	if (first === undefined) return undefined;
	const columns = Object.keys(first);
	if (columns.length === 2 && columns[1].toLowerCase() === 'value') {
		return Object.fromEntries(rows.map((row) => Object.values(row)));
	}
	return rows.length === 1 ? first : undefined;
}

/** The text of a file: UTF-8, or what its byte order mark says. */
export function decoded(file: Buffer): string {
	const isUtf16 = file[0] === 0xff && file[1] === 0xfe;
	return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(file);
}
