import { PDFDocument, StandardFonts, type PDFFont } from '@cantoo/pdf-lib';
import mammoth from 'mammoth';
import { readFile } from 'node:fs/promises';
import { extensionOf, type HeldFile } from './files.cts';
import type { HeldDocument } from './store/types.cts';

const size = 11;
const margin = 56;
const lineHeight = 16;
const a4: [number, number] = [595, 842];

/** A file as PDF: a PDF as it is, the text of a Word document, a note for anything else. */
export async function asPdf(file: HeldFile): Promise<Uint8Array> {
	switch (extensionOf(file.name)) {
		case 'pdf':
			return readFile(file.path);
		case 'docx': {
			const { value } = await mammoth.extractRawText({ path: file.path });
			return textPdf(value.split('\n'));
		}
		default:
			return textPdf([file.name, '', 'The simulator does not render files of this kind.']);
	}
}

export async function textPdf(lines: string[]) {
	const pdf = await PDFDocument.create();
	await addText(pdf, lines);
	return pdf.save();
}

/** The document followed by a page that says who signed it and when. */
export async function signedPdf(document: HeldDocument) {
	const pdf = await PDFDocument.load(await asPdf(document.file));
	await addText(pdf, [
		'Signature page',
		'',
		`Document: ${document.name}`,
		`Reference: ${document.reference}`,
		'',
		...document.signers.map(
			(signer) =>
				`Signed by ${signer.firstName} ${signer.lastName} <${signer.email}> ` +
				`at ${signer.signedAt?.toISOString()}`,
		),
		'',
		...document.fields.map((field) => `${field.label}: ${field.value}`),
	]);
	return pdf.save();
}

export const certificate = (document: HeldDocument, reference: string) =>
	textPdf([
		'Signing completion certificate',
		'',
		`Certificate: ${reference}`,
		`Document: ${document.name}`,
		`Reference: ${document.reference}`,
		'',
		...document.logs.map((entry) => `${entry.at.toISOString()}  ${entry.action}  ${entry.email}`),
	]);

export async function mergePdfs(parts: Uint8Array[]) {
	const merged = await PDFDocument.create();
	for (const part of parts) {
		const source = await PDFDocument.load(part);
		const pages = await merged.copyPages(source, source.getPageIndices());
		for (const page of pages) merged.addPage(page);
	}
	return merged.save();
}

async function addText(pdf: PDFDocument, lines: string[]) {
	const font = await pdf.embedFont(StandardFonts.Helvetica);
	const perPage = Math.floor((a4[1] - 2 * margin) / lineHeight);
	const wrapped = lines.flatMap((line) => wrap(printable(line, font), font));
	for (let start = 0; start === 0 || start < wrapped.length; start += perPage) {
		const page = pdf.addPage(a4);
		for (const [i, line] of wrapped.slice(start, start + perPage).entries()) {
			page.drawText(line, { x: margin, y: a4[1] - margin - i * lineHeight, size, font });
		}
	}
}

/** The built-in fonts know Latin letters only; a question mark stands for any other. */
function printable(line: string, font: PDFFont) {
	const known = new Set(font.getCharacterSet());
	return [...line].map((char) => (known.has(char.codePointAt(0) ?? 0) ? char : '?')).join('');
}

function wrap(line: string, font: PDFFont) {
	const wrapped = [''];
	for (const word of line.split(' ')) {
		const longer = wrapped.at(-1) ? `${wrapped.at(-1)} ${word}` : word;
		if (font.widthOfTextAtSize(longer, size) <= a4[0] - 2 * margin) {
			wrapped[wrapped.length - 1] = longer;
		} else {
			wrapped.push(word);
		}
	}
	return wrapped;
}
