import type { IDataObject } from 'n8n-workflow';

import { MOST_COLUMNS, readCsv } from '../../shared/csv';
import { Slices } from '../../shared/slices';
import { fromWindows1252 } from '../../shared/windows1252';
import { byNames } from './fields';

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
		return byNames(rows.map((row) => [row[columns[0]], row[columns[1]]]));
	}
	return rows.length === 1 ? first : undefined;
}

/** What is decoded at a time: some 5 ms, where letters are of several bytes. */
const PIECE_BYTES = 1024 * 1024;

/** Encodings by their byte order marks. */
const MARKS: Array<[encoding: string, mark: number[]]> = [
	['utf-16le', [0xff, 0xfe]],
	['utf-16be', [0xfe, 0xff]],
];

/** The text of a file: in what its byte order mark says, else UTF-8, or Windows-1252 where it is not that. */
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
