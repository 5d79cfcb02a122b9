/** Makes PDF files out of objects, for what no program would write on command. */

const TEXT_PAGE = [
	'<</Type/Catalog/Pages 2 0 R>>',
	'<</Type/Pages/Kids[3 0 R]/Count 1>>',
	'<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>',
	'<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>',
];

const stream = (content: string) => `<</Length ${content.length}>>\nstream\n${content}\nendstream`;

/** What draws these lines. */
const drawn = (lines: string[]) =>
	stream(lines.map((line, at) => `BT /F1 11 Tf 60 ${780 - at * 20} Td (${line}) Tj ET`).join('\n'));

/**
 * A page whose content stands twice, as two objects with one number. The cross-reference table names
 * the one that counts (ISO 32000-1, section 7.5.4).
 *
 * @param counts the lines of the object that the table names; it comes first
 * @param last the lines of the other one, further down in the file
 */
export function pdfWithTwoContents(counts: string[], last: string[]): Buffer {
	let text = '%PDF-1.4\n';
	const offsets = [...TEXT_PAGE, drawn(counts)].map((content, at) => {
		const offset = text.length;
		text += `${at + 1} 0 obj\n${content}\nendobj\n`;
		return offset;
	});
	text += `5 0 obj\n${drawn(last)}\nendobj\n`;
	const start = text.length;
	const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
	text += `xref\n0 6\n0000000000 65535 f \n${rows.join('')}`;
	text += `trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`;
	return Buffer.from(text, 'latin1');
}
