import type { IDataObject } from 'n8n-workflow';

import { MOST_COLUMNS, readCsv } from '../../shared/csv';
import { Slices } from '../../shared/slices';
import { fromWindows1252 } from '../../shared/windows1252';
import { byNames } from './fields';

/**
 * The contents of a form's CSV file: its `rows`, and also `values` by field name if the layout is clear. The
 * layout is not documented, so both likely ones are accepted: a row of names above a row of values, and a
 * line "name, value" for each field.
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
	// No more names than columns are allowed in a row.
	if (columns.length === 2 && columns[1].toLowerCase() === 'value' && rows.length <= MOST_COLUMNS) {
		return byNames(rows.map((row) => [row[columns[0]], row[columns[1]]]));
	}
	return rows.length === 1 ? first : undefined;
}

/** How much is decoded in one step: about 5 ms for text with multi-byte characters. */
const PIECE_BYTES = 1024 * 1024;

/** Encodings by their byte order marks. */
const MARKS: Array<[encoding: string, mark: number[]]> = [
	['utf-16le', [0xff, 0xfe]],
	['utf-16be', [0xfe, 0xff]],
];

/** The text of a file: in the encoding of its byte order mark, else UTF-8, else Windows-1252. */
export async function decoded(file: Buffer): Promise<string> {
	const [marked] = MARKS.find(([, mark]) => mark.every((byte, at) => file[at] === byte)) ?? [];
	if (marked !== undefined) return await decodedAs(file, new TextDecoder(marked));
	try {
		return await decodedAs(file, new TextDecoder('utf-8', { fatal: true }));
	} catch {
		return fromWindows1252(file);
	}
}

async function decodedAs(file: Buffer, decoder: TextDecoder): Promise<string> {
	const slices = new Slices();
	const pieces: string[] = [];
	for (let at = 0; at < file.length; at += PIECE_BYTES) {
		const bytes = file.subarray(at, at + PIECE_BYTES);
		pieces.push(decoder.decode(bytes, { stream: at + bytes.length < file.length }));
		if (slices.work(bytes.length)) await slices.pause();
	}
	return pieces.join('');
}
