import { decoded } from '../api/answers/formData';
import { isEmail } from '../shared/addresses';
import { csvRows } from '../shared/csv';
import { refusal } from '../shared/refusal';
import { unfilledInEmail } from '../shared/unfilled';

/** A row, for messages. */
interface Place {
	/** Its name, such as "item 2 (counted from 0)". */
	row: string;
	/** Whether it is an item, and not a row of a file. */
	isItem: boolean;
}

const EMPTY_IN_LIST = 'Remove the row from the list.';
const EMPTY_ITEM = 'Remove the item in an earlier node, or fill in its fields.';
const WRONG_IN_LIST = 'Each row needs the email address of its signer. Correct it in the list.';
const WRONG_IN_ITEM =
	"Each row needs the email address of its signer. Correct it in an earlier node, or leave the field out with 'Columns' in Options.";

/**
 * Whether a column has email addresses, by its name. Which columns name the signers depends on the tags of
 * the document.
 */
const isEmailColumn = (column: string): boolean => /^e-?mail$/i.test(column.trim());

const isBlank = (cells: string[]): boolean => cells.every((value) => value.trim() === '');

const isAddress = (value: string) => isEmail(value) && unfilledInEmail(value) === undefined;

/** @throws UserError for an empty row, and for one whose email address is missing or invalid */
export function refuseRowForNobody(columns: string[], cells: string[], place: Place): void {
	const { row, isItem } = place;
	const Row = row[0].toUpperCase() + row.slice(1);
	if (isBlank(cells)) throw refusal(`${Row} is an empty row`, isItem ? EMPTY_ITEM : EMPTY_IN_LIST);
	const addressIn = (at: number) => (cells[at] ?? '').trim();
	const wrong = columns.findIndex(
		(column, at) => isEmailColumn(column) && !isAddress(addressIn(at)),
	);
	if (wrong === -1) return;
	const column = columns[wrong].trim();
	throw refusal(
		addressIn(wrong) === ''
			? `${Row} has no email address in "${column}"`
			: `The email address in "${column}" of ${row} is not valid: "${addressIn(wrong)}"`,
		isItem ? WRONG_IN_ITEM : WRONG_IN_LIST,
	);
}

/** The first two columns whose names differ only in case or blanks; undefined if there are none. */
export function sameColumn(columns: string[]): { first: string; second: string } | undefined {
	const plain = columns.map((column) => column.trim().toLowerCase());
	const second = plain.findIndex((column, at) => column !== '' && plain.indexOf(column) !== at);
	return second === -1
		? undefined
		: { first: columns[plain.indexOf(plain[second])], second: columns[second] };
}

function refuseSameColumns(columns: string[], name: string): void {
	const same = sameColumn(columns);
	if (!same) return;
	throw refusal(
		`The list “${name}” has two columns whose names mean the same: "${same.first.trim()}" and "${same.second.trim()}"`,
		'It is not clear which of the two counts. If they are email addresses, the document could go to either. Give each column its own name.',
	);
}

/** Refuses a row with too many cells: an unquoted comma in a value moves all later values by one column. */
function refuseMoreCells(columns: string[], cells: string[], row: number): void {
	if (isBlank(cells.slice(columns.length))) return;
	throw refusal(
		`Row ${row} of the list (row 1 has the names of the columns) has ${cells.length} cells, but there are ${columns.length} columns`,
		'Put values that contain the separator into quotation marks, such as "Lopez, Dr".',
	);
}

/**
 * Refuses a CSV list with an invalid row. It is checked before the send, because rows before the invalid one
 * would be sent again with the corrected list.
 *
 * @param name of the file
 * @throws UserError that names the invalid row, counted as in a spreadsheet; for a list without rows, and for
 *   one that cannot be read
 */
export async function refuseListForNobody(content: Buffer, name: string): Promise<void> {
	const refuse = (columns: string[], cells: string[], row: number) =>
		refuseRowForNobody(columns, cells, {
			row: `row ${row} (row 1 has the names of the columns)`,
			isItem: false,
		});
	let columns: string[] | undefined;
	let hasRows = false;
	// Many files end with empty lines: these count only if a row follows.
	let emptyLine: number | undefined;
	let emptyRow: number | undefined;
	const text = await decoded(content);
	if (text.includes('\0')) {
		throw refusal(`The list “${name}” is not in an encoding that can be read`, 'Save it in UTF-8.');
	}
	// Excel reads this line as the separator, but other programs read it as the column names.
	if (/^\uFEFF?sep=/i.test(text)) {
		throw refusal(
			`The list “${name}” begins with “sep=”, a line that only Excel understands`,
			'Remove this line, so that the list begins with the names of its columns.',
		);
	}
	for await (const { cells, row, isOpen } of csvRows(text)) {
		if (isOpen) {
			throw refusal(
				`The list “${name}” has a quotation mark in row ${row} that is never closed`,
				'Everything after it would be one cell. Close it, or remove it.',
			);
		}
		if (isBlank(cells)) {
			if (columns && cells.length > 1) emptyRow ??= row;
			else if (columns) emptyLine ??= row;
		} else if (columns === undefined) {
			columns = cells;
			refuseSameColumns(columns, name);
		} else {
			hasRows = true;
			emptyRow ??= emptyLine;
			if (emptyRow !== undefined) continue;
			refuseMoreCells(columns, cells, row);
			refuse(columns, cells, row);
		}
	}
	if (!hasRows) {
		throw refusal(
			`The list “${name}” has no row below its column names`,
			'Check the node that makes the list.',
		);
	}
	if (emptyRow !== undefined) refuse([], [], emptyRow);
}
