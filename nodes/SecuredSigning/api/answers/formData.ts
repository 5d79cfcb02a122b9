import type { IDataObject } from 'n8n-workflow';

import { MOST_COLUMNS, readCsv } from '../../shared/csv';
import { Slices } from '../../shared/slices';

/**
 * The values of a form out of its CSV file: the `rows` as they stand there and, where the file leaves
 * no doubt, the `values` by the names of their fields. No source says how the file is laid out, so
 * both likely ways are taken: a row of names over a row of values, and a line "name, value" for each
 * field.
 */
export async function formData(csv: string): Promise<IDataObject> {
	const rows = await readCsv(csv);
	const values = valuesOf(rows);
	return { ...(values && { values }), rows };
}

function valuesOf(rows: Array<Record<string, string>>): Record<string, string> | undefined {
	const [first] = rows;
	if (first === undefined) return undefined;
	const columns = Object.keys(first);
	// As many names as a row of them may have.
	if (columns.length === 2 && columns[1].toLowerCase() === 'value' && rows.length <= MOST_COLUMNS) {
		return Object.fromEntries(rows.map((row) => Object.values(row)));
	}
	return rows.length === 1 ? first : undefined;
}

/** What is decoded at a time: some 5 ms, where letters are of several bytes. */
const PIECE_BYTES = 1024 * 1024;

/** The text of a file: UTF-8, or what its byte order mark says. */
export async function decoded(file: Buffer): Promise<string> {
	const isUtf16 = file[0] === 0xff && file[1] === 0xfe;
	const decoder = new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8');
	const slices = new Slices();
	const pieces: string[] = [];
	for (let at = 0; at < file.length; at += PIECE_BYTES) {
		const bytes = file.subarray(at, at + PIECE_BYTES);
		pieces.push(decoder.decode(bytes, { stream: at + bytes.length < file.length }));
		if (slices.work(bytes.length)) await slices.pause();
	}
	return pieces.join('');
}
