import { UserError } from 'n8n-workflow';

/** More than this of a CSV file is not read; the data of a form has some hundred cells. */
export const MOST_CSV_BYTES = 10_000_000;
const MOST_COLUMNS = 5_000;
/** n8n holds each of them, with the name of its column. */
const MOST_CELLS = 200_000;

/** A CSV list (RFC 4180) of rows that are given by the names of their columns. */
export function writeCsv(columns: string[], rows: string[][]): string {
	return [columns, ...rows].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

// Spaces at the ends are the value's own; some readers trim cells that are not quoted.
const quoted = (cell: string) =>
	/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell;

/**
 * The rows of a CSV list (RFC 4180), each an object by the names in the first row. Cells may be
 * quoted and may hold line breaks; the separator is a comma, a semicolon or a tab, as the first row
 * has it. Blank lines are left out; columns without a name, or with the name of another, get a number.
 *
 * @throws UserError for a list that is wider or longer than what is read
 */
export function readCsv(text: string): Array<Record<string, string>> {
	const [header = [], ...rows] = cellsOf(text.replace(/^\uFEFF/, ''));
	if (header.length > MOST_COLUMNS) throw tooLargeCsv(`${MOST_COLUMNS} columns`);
	// Short rows are filled up.
	if (header.length * rows.length > MOST_CELLS) throw tooLargeCsv(`${MOST_CELLS} cells`);
	const names = namesOf(header);
	return rows.map((cells) =>
		Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])),
	);
}

/** @param most what it has more of than is read */
export const tooLargeCsv = (most: string) =>
	new UserError(`The CSV file has more than ${most}, and was not read`, {
		description: "Turn 'Add Values as JSON' off, and go on with the file itself.",
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

function cellsOf(text: string): string[][] {
	const separator = separatorOf(text);
	const ends = new Set([NEW_LINE, separator.charCodeAt(0)]);
	const rows: string[][] = [];
	let row: string[] = [];
	let cells = 0;
	for (let at = 0; at <= text.length; at++) {
		let cell = '';
		if (text[at] === '"') {
			const end = endOfQuotes(text, at);
			cell = text.slice(at + 1, end).replace(/""/g, '"');
			at = end + 1;
		}
		const start = at;
		while (at < text.length && !ends.has(text.charCodeAt(at))) at++;
		const isLast = at >= text.length || text[at] === '\n';
		// Cut out in one piece: put together letter by letter, a cell takes many times its size.
		const end = text[at] === '\n' && at > start && text[at - 1] === '\r' ? at - 1 : at;
		cell += text.slice(start, end);
		if (row.length > 0 || !isLast || cell.trim() !== '') {
			if (++cells > MOST_CELLS) throw tooLargeCsv(`${MOST_CELLS} cells`);
			row.push(cell);
		}
		if (!isLast) continue;
		if (row.some((value) => value.trim() !== '')) rows.push(row);
		row = [];
	}
	return rows;
}

const NEW_LINE = 0x0a;

/** Where the quotes that open at a place close; the end of the text where they never do. */
function endOfQuotes(text: string, opens: number): number {
	let end = text.indexOf('"', opens + 1);
	// Two of them are one of the value's own.
	while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
	return end < 0 ? text.length : end;
}

/** Which of them the first row has most of, outside of quotes. */
function separatorOf(text: string): string {
	const counts: Record<string, number> = { ',': 0, ';': 0, '\t': 0 };
	let inQuotes = false;
	let mayOpen = true;
	for (const char of text.replace(/^[\r\n]+/, '')) {
		const isQuote: boolean = char === '"' && (inQuotes || mayOpen);
		if (isQuote) inQuotes = !inQuotes;
		else if (!inQuotes && char === '\n') break;
		else if (!inQuotes && char in counts) counts[char] += 1;
		// A quote right after one that closes stands for itself, inside of the same cell.
		mayOpen = isQuote || char in counts;
	}
	return Object.keys(counts).reduce((most, other) => (counts[other] > counts[most] ? other : most));
}
