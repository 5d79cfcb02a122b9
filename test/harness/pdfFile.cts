/** Makes PDFs out of their objects, for what no other program would write on command. */

/** A stream, with its length unless the entries name one. */
export const stream = (content: string | Buffer, entries = '') => {
	const bytes = content.toString('latin1' as never);
	const length = /\/Length\b/.test(entries) ? '' : `/Length ${bytes.length}`;
	return `<<${entries}${length}>>\nstream\n${bytes}\nendstream`;
};

/** @param objects of which the first is the document's root */
export const pdfFile = (...objects: string[]) =>
	updated(
		Buffer.from('%PDF-1.7\n'),
		objects.map((object, n) => [n + 1, object]),
	);

/**
 * The file with an incremental update: objects that replace others, and a cross-reference table for them.
 * @param previous where the file's own table is; undefined for a file without one
 */
export function updated(
	file: Buffer,
	objects: Array<[number: number, object: string]>,
	previous?: number,
): Buffer {
	let text = `${file.toString('latin1')}\n`;
	let table = previous === undefined ? '0 1\n0000000000 65535 f \n' : '';
	for (const [number, object] of objects) {
		table += `${number} 1\n${String(text.length).padStart(10, '0')} 00000 n \n`;
		text += `${number} 0 obj\n${object}\nendobj\n`;
	}
	const older = previous === undefined ? '' : `/Prev ${previous}`;
	const size = Math.max(...objects.map(([number]) => number)) + 1;
	const root = /\/Root \d+ 0 R/.exec(text)?.[0] ?? '/Root 1 0 R';
	const end = `trailer\n<</Size ${size}${root}${older}>>\nstartxref\n${text.length}\n%%EOF\n`;
	return Buffer.from(`${text}xref\n${table}${end}`, 'latin1');
}

/** Where the newest cross-reference table of a file is. */
export const tableOf = (file: Buffer): number =>
	Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(file.toString('latin1'))?.[1]);
