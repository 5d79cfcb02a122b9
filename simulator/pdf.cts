import { PDFDocument, StandardFonts, type PDFFont, type PDFPage } from '@cantoo/pdf-lib';
import mammoth from 'mammoth';
import { readFile } from 'node:fs/promises';
import { extensionOf, type HeldFile } from './files.cts';

const size = 11;
const margin = 56;
const lineHeight = 16;
const a4: [number, number] = [595, 842];
/** Where Helvetica is missing, a viewer takes another font, which may be wider by an eighth. */
const lineWidth = (a4[0] - 2 * margin) / 1.125;

/** A line of text, or what draws something in the place of one. */
export type Row = string | ((page: PDFPage, x: number, y: number) => void);

/** A file as PDF: a PDF as it is, the text of a Word document, a note for anything else. */
export async function asPdf(file: HeldFile): Promise<Uint8Array> {
	switch (extensionOf(file.name)) {
		case 'pdf':
			return readFile(file.path);
		case 'docx':
			return textPdf(await wordLines(file));
		default:
			return textPdf([file.name, '', 'The simulator does not render files of this kind.']);
	}
}

/** The text of a Word document. */
export async function wordLines({ path }: HeldFile): Promise<string[]> {
	const { value } = await mammoth.extractRawText({ path });
	return value.split('\n');
}

export async function textPdf(lines: string[]) {
	const pdf = await PDFDocument.create();
	await addText(pdf, lines);
	return pdf.save();
}

export async function mergePdfs(parts: Uint8Array[]) {
	const merged = await PDFDocument.create();
	for (const part of parts) {
		const source = await PDFDocument.load(part);
		const pages = await merged.copyPages(source, source.getPageIndices());
		for (const page of pages) merged.addPage(page);
	}
	return merged.save();
}

/** Adds pages with these lines. */
export async function addText(pdf: PDFDocument, lines: Row[]) {
	const font = await pdf.embedFont(StandardFonts.Helvetica);
	const perPage = Math.floor((a4[1] - 2 * margin) / lineHeight);
	const wrapped = lines.flatMap((line): Row | Row[] =>
		typeof line === 'string' ? wrap(printable(line, font), font) : line,
	);
	for (let start = 0; start === 0 || start < wrapped.length; start += perPage) {
		const page = pdf.addPage(a4);
		for (const [i, line] of wrapped.slice(start, start + perPage).entries()) {
			const y = a4[1] - margin - i * lineHeight;
			if (typeof line === 'string') page.drawText(line, { x: margin, y, size, font });
			else line(page, margin, y);
		}
	}
}

/** The built-in fonts know Latin letters only; a question mark stands for any other. */
export function printable(line: string, font: PDFFont) {
	const known = new Set(font.getCharacterSet());
	return [...line].map((char) => (known.has(char.codePointAt(0) ?? 0) ? char : '?')).join('');
}

function wrap(line: string, font: PDFFont) {
	const wrapped = [''];
	for (const word of line.split(' ')) {
		const longer = wrapped.at(-1) ? `${wrapped.at(-1)} ${word}` : word;
		if (font.widthOfTextAtSize(longer, size) <= lineWidth) {
			wrapped[wrapped.length - 1] = longer;
		} else {
			wrapped.push(word);
		}
	}
	return wrapped;
}
