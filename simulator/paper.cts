// What signing leaves of a document: the paper with its signatures, and the certificate.
import { PDFDocument, StandardFonts, type PDFFont } from '@cantoo/pdf-lib';
import { readableDate } from './dates.cts';
import { extensionOf } from './files.cts';
import { addText, asPdf, textPdf, wordLines, type Row } from './pdf.cts';
import { pdfTags } from './pdfText.cts';
import { drawMark, shareOf, type Mark, type MarkFonts } from './signatureMark.cts';
import { signTag } from './signTag.cts';
import type { HeldDocument, HeldSigner } from './store/types.cts';

/** The document as it is on its way: what was signed so far, and who is to sign where. */
export const paper = async (document: HeldDocument) => await (await drawn(document)).save();

/** The document followed by a page that says who signed it and when. */
export async function signedPdf(document: HeldDocument) {
	const pdf = await drawn(document);
	await addText(pdf, [
		'Signature page',
		'',
		`Document: ${document.name}`,
		`Reference: ${document.reference}`,
		'',
		...document.signers.map(
			(signer) =>
				`Signed by ${nameOf(signer)} <${signer.email}>` +
				(signer.signedAt ? ` on ${readableDate(signer.signedAt)}` : ''),
		),
		'',
		...document.fields.map(({ label, value }) => `${label}: ${value || '(empty)'}`),
	]);
	return await pdf.save();
}

export const certificate = (document: HeldDocument, reference: string) =>
	textPdf([
		'Signing completion certificate',
		'',
		`Certificate: ${reference}`,
		`Document: ${document.name}`,
		`Reference: ${document.reference}`,
		'',
		...document.logs.map(({ at, action, email }) => `${readableDate(at)}  ${action}  ${email}`),
	]);

async function drawn(document: HeldDocument): Promise<PDFDocument> {
	if (!document.hasTags) return await PDFDocument.load(await asPdf(document.file));
	return extensionOf(document.file.name) === 'docx'
		? await drawnFromWord(document)
		: await drawnOnPdf(document);
}

/** Signatures on lines of their own: only the text of a Word document is known, not where it stands. */
async function drawnFromWord(document: HeldDocument) {
	const pdf = await PDFDocument.create();
	const fonts = await embedFonts(pdf);
	const rows = (await wordLines(document.file)).flatMap((line): Row[] => {
		const parts: Row[] = [];
		let end = 0;
		for (const { 0: tag, 1: order, 2: kind, index } of line.matchAll(signTag)) {
			const mark = markOf(document, Number(order), kind?.toUpperCase() === 'I', fonts);
			if (!mark) continue;
			if (index > end) parts.push(line.slice(end, index));
			parts.push((page, x, y) => {
				drawMark(page, { x, y, angle: 0, width: 0, height: 0 }, mark, fonts);
			});
			end = index + tag.length;
		}
		return [...parts, ...(end > 0 && end === line.length ? [] : [line.slice(end)])];
	});
	await addText(pdf, rows);
	return pdf;
}

/** Signatures over the tags: nothing is taken out of somebody else's PDF. */
async function drawnOnPdf(document: HeldDocument) {
	const contents = await asPdf(document.file);
	const pdf = await PDFDocument.load(contents);
	const fonts = await embedFonts(pdf);
	for (const { pageIndex, order, isInitials, runs } of await pdfTags(contents)) {
		const mark = markOf(document, order, isInitials, fonts);
		if (!mark) continue;
		const [first, last] = [runs[0], runs[runs.length - 1]];
		const [a, b, c, d, x, y] = first.transform;
		const angle = Math.atan2(b, a);
		const from = shareOf(first.text, first.from, fonts) * first.width;
		const to = shareOf(last.text, last.to, fonts) * last.width;
		const [lastX, lastY] = last.transform.slice(4);
		const width = Math.hypot(lastX - x, lastY - y) + to - from;
		const place = {
			x: x + from * Math.cos(angle),
			y: y + from * Math.sin(angle),
			...{ angle, width, height: Math.hypot(c, d) },
		};
		drawMark(pdf.getPage(pageIndex), place, mark, fonts);
	}
	return pdf;
}

const embedFonts = async (pdf: PDFDocument): Promise<MarkFonts> => ({
	hand: await pdf.embedFont(StandardFonts.TimesRomanItalic),
	plain: await pdf.embedFont(StandardFonts.Helvetica),
});

/** What stands in the place of a tag; undefined for a number that is nobody's. */
function markOf(
	{ signers, state }: HeldDocument,
	order: number,
	isInitials: boolean,
	{ hand }: MarkFonts,
): Mark | undefined {
	const signer = signers.find((candidate) => candidate.order === order);
	if (!signer) return undefined;
	const name = writable(nameOf(signer), hand) ?? signer.email;
	if (signer.status !== 'Signed' || !signer.signedAt) {
		return { note: [state === 'InProgress' ? `${name} signs here` : `Not signed by ${name}`] };
	}
	const initials = [...name.matchAll(/(?:^|\s)(\S)/g)].map(([, letter]) => letter).join('');
	return {
		signature: isInitials ? initials : name,
		note: ['Signed on', readableDate(signer.signedAt)],
	};
}

const nameOf = ({ firstName, lastName }: HeldSigner) => `${firstName} ${lastName}`.trim();

/** The built-in fonts know Latin letters only. */
function writable(name: string, font: PDFFont): string | undefined {
	const letters = new Set(font.getCharacterSet());
	const isWritable = [...name].every((letter) => letters.has(letter.codePointAt(0) ?? 0));
	return name && isWritable ? name : undefined;
}
