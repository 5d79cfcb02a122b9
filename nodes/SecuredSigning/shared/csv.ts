import { UserError } from 'n8n-workflow';

import { Slices } from './slices';

/** Larger CSV files are not read; the data of a form has some hundred cells. */
export const MOST_CSV_BYTES = 10_000_000;
export const MOST_COLUMNS = 5_000;
/** n8n keeps each cell with the name of its column. */
const MOST_CELLS = 200_000;

const PAIRS_AT_A_TIME = 4_000;

/** The costs of the steps, in the units of Slices. */
const WORK = { cell: 100, quotes: 8, character: 2 };

/** The text of a CSV list (RFC 4180) with these column names and rows. */
export function writeCsv(columns: string[], rows: string[][]): string {
	return [columns, ...rows].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

// Spaces at the ends are the value's own; some readers trim cells that are not quoted.
const quoted = (cell: string) =>
	/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell;

/**
 * The rows of a CSV list (RFC 4180), each an object by the names in the first row. Cells may be quoted and
 * may hold line breaks; the separator is a comma, a semicolon or a tab, detected from the first row. Blank
 * lines are left out; columns without a name, or with a repeated name, get a number.
 *
 * @throws UserError for a list with more than MOST_COLUMNS or MOST_CELLS
 */
export async function readCsv(text: string): Promise<Array<Record<string, string>>> {
	const slices = new Slices();
	const [header = [], ...lines] = await cellsOf(text, slices);
	// Cells beyond the last name are kept.
	const width = lines.reduce((most, { length }) => Math.max(most, length), header.length);
	if (width > MOST_COLUMNS) throw tooLargeCsv(`${MOST_COLUMNS} columns`);
	// Short rows are filled up.
	if (width * lines.length > MOST_CELLS) throw tooLargeCsv(`${MOST_CELLS} cells`);
	const names = namesOf(Array.from({ length: width }, (_, index) => header[index] ?? ''));
	const rows: Array<Record<string, string>> = [];
	for (const cells of lines) {
		rows.push(Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])));
		if (slices.work((1 + names.length) * WORK.cell)) await slices.pause();
	}
	return rows;
}

/** @param most the limit that the file exceeds, in words */
export const tooLargeCsv = (most: string) =>
	new UserError(`The CSV file has more than ${most}, and was not read`, {
		description: "Turn 'Add Values as JSON' off, and continue with the file itself.",
	});

function namesOf(header: string[]): string[] {
	const taken = new Set<string>();
	for (const [index, cell] of header.entries()) {
		let name = cell.trim() || `column ${index + 1}`;
		while (taken.has(name)) name += ` ${index + 1}`;
		taken.add(name);
	}
	return [...taken];
}

async function cellsOf(text: string, slices: Slices): Promise<string[][]> {
	const rows: string[][] = [];
	for await (const { cells } of csvRows(text, MOST_CELLS, slices)) {
		if (cells.some((value) => value.trim() !== '')) rows.push(cells);
	}
	return rows;
}

/** A row of a list. */
interface CsvRow {
	cells: string[];
	/** The number of the row, as in a spreadsheet: the first is 1. */
	row: number;
	/** Whether a quotation mark in it is never closed. */
	isOpen: boolean;
}

/**
 * Yields the rows of a CSV list, also empty ones; the format is as in readCsv.
 *
 * @param mostCells how many cells are read at most
 * @throws UserError for a list with more cells
 */
export async function* csvRows(
	text: string,
	mostCells = Infinity,
	slices = new Slices(),
): AsyncGenerator<CsvRow> {
	text = text.replace(/^\uFEFF/, '');
	// Line ends of Mac OS before 2001.
	if (!text.includes('\n')) text = text.replaceAll('\r', '\n');
	const separators = new Places(text, await separatorOf(text, slices));
	const lineEnds = new Places(text, '\n');
	let row: string[] = [];
	let count = 0;
	let rows = 0;
	let isOpen = false;
	for (let at = 0; at <= text.length; at++) {
		let cell = '';
		if (text[at] === '"') {
			const end = await endOfQuotes(text, at, slices);
			cell = end.content;
			isOpen = end.isOpen;
			at = end.at + 1;
		}
		const start = at;
		const lineEnd = lineEnds.from(start);
		at = Math.min(separators.from(start), lineEnd);
		const isLast = at === lineEnd;
		// Taken as one slice: a cell that is built letter by letter takes many times its size.
		cell += text.slice(start, isLast && at > start && text[at - 1] === '\r' ? at - 1 : at);
		if (row.length > 0 || !isLast || cell.trim() !== '') {
			if (++count > mostCells) throw tooLargeCsv(`${mostCells} cells`);
			row.push(cell);
		}
		if (slices.work(WORK.cell)) await slices.pause();
		if (!isLast) continue;
		yield { cells: row, row: ++rows, isOpen };
		row = [];
	}
}

/** Finds the next place of a character; each part of the text is searched only once. */
class Places {
	private next = -1;

	constructor(
		private readonly text: string,
		private readonly character: string,
	) {}

	/** The first place from there on; the end of the text where there is none. */
	from(place: number): number {
		if (this.next < place) {
			const found = this.text.indexOf(this.character, place);
			this.next = found < 0 ? Math.max(place, this.text.length) : found;
		}
		return this.next;
	}
}

/**
 * The content of a quoted cell that starts at `opens`, and where its quotes close; the end of the text if
 * they never do.
 */
async function endOfQuotes(
	text: string,
	opens: number,
	slices: Slices,
): Promise<{ content: string; at: number; isOpen: boolean }> {
	const pieces: string[] = [];
	let begin = opens + 1;
	let at = text.indexOf('"', begin);
	const take = (end: number) => {
		pieces.push(text.slice(begin, end).split('""').join('"'));
		begin = end;
	};
	// Two quotation marks stand for one in the value.
	for (let pairs = 1; at >= 0 && text[at + 1] === '"'; pairs++) {
		at += 2;
		// In pieces: split() would hold the positions of millions of quotation marks in memory.
		if (pairs % PAIRS_AT_A_TIME === 0) take(at);
		if (slices.work(WORK.quotes)) await slices.pause();
		at = text.indexOf('"', at);
	}
	const isOpen = at < 0;
	if (isOpen) at = text.length;
	take(at);
	return { content: pieces.join(''), at, isOpen };
}

/** The separator that is most frequent in the first row, outside of quotes. */
async function separatorOf(text: string, slices: Slices): Promise<string> {
	const counts: Record<string, number> = { ',': 0, ';': 0, '\t': 0 };
	let inQuotes = false;
	let mayOpen = true;
	const begin = text.search(/[^\r\n]/);
	for (let at = Math.max(0, begin); at < text.length; at++) {
		const char = text[at];
		const isQuote: boolean = char === '"' && (inQuotes || mayOpen);
		if (isQuote) inQuotes = !inQuotes;
		else if (!inQuotes && char === '\n') break;
		else if (!inQuotes && char in counts) counts[char] += 1;
		// A quotation mark right after a closing one stands for itself in the same cell.
		mayOpen = isQuote || char in counts;
		if (slices.work(WORK.character)) await slices.pause();
	}
	return Object.keys(counts).reduce((most, other) => (counts[other] > counts[most] ? other : most));
}
