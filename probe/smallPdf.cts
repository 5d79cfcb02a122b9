import { PDFDocument } from '@cantoo/pdf-lib';

interface Signer {
	FirstName: string;
	LastName: string;
	Email: string;
}

/** A PDF of one page with a Smart Tag for each signer. Source: docs/api/SMART-TAGS.md section 2. */
export async function smallPdf(title: string, signers: Signer[]): Promise<Blob> {
	const pdf = await PDFDocument.create();
	const page = pdf.addPage([842, 595]);
	const tags = signers.map(
		({ FirstName, LastName, Email }, i) => `[!Sign.${i + 1}.F,${FirstName},${LastName},${Email}]`,
	);
	[title, 'Made by a test of the interface. It can be deleted.', ...tags].forEach((line, i) =>
		page.drawText(line, { x: 40, y: 520 - i * 60, size: 10 }),
	);
	return new Blob([new Uint8Array(await pdf.save())], { type: 'application/pdf' });
}
