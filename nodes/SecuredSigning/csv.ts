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
 */
export function readCsv(text: string): Array<Record<string, string>> {
	const [header = [], ...rows] = cellsOf(text.replace(/^\uFEFF/, ''));
	const names = header.reduce<string[]>((taken, cell, index) => {
		const name = cell.trim() || `column ${index + 1}`;
		return [...taken, taken.includes(name) ? `${name} ${index + 1}` : name];
	}, []);
	return rows.map((cells) =>
		Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])),
	);
}

function cellsOf(text: string): string[][] {
	const separator = separatorOf(text);
	const rows: string[][] = [];
	let row: string[] = [];
	let cell = '';
	let inQuotes = false;
	const endCell = () => {
		row.push(cell);
		cell = '';
	};
	const endRow = () => {
		endCell();
		if (row.some((value) => value.trim() !== '')) rows.push(row);
		row = [];
	};
	for (let i = 0; i < text.length; i++) {
		const char = text[i];
		if (inQuotes) {
			if (char !== '"') cell += char;
			else if (text[i + 1] === '"') cell += text[++i];
			else inQuotes = false;
		} else if (char === '"' && cell === '') inQuotes = true;
		else if (char === separator) endCell();
		else if (char === '\n') endRow();
		else if (char !== '\r' || text[i + 1] !== '\n') cell += char;
	}
	endRow();
	return rows;
}

function separatorOf(text: string): string {
	const [firstRow] = text.replace(/"(?:[^"]|"")*"/g, '').split('\n');
	const count = (separator: string) => firstRow.split(separator).length;
	return [';', '\t'].reduce((most, other) => (count(other) > count(most) ? other : most), ',');
}
