import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';

import { withHead, assertComplete } from '../../nodes/SecuredSigning/api/files/assertComplete';

/** Made by LibreOffice; qpdf and poppler find nothing wrong with it. */
const pdf = readFileSync('test/data/no-tags.pdf', 'latin1');
const half = pdf.slice(0, pdf.length / 2);
const table = /startxref\s+(\d+)/.exec(pdf)![1];
const pointingTo = (address: number | string) =>
	pdf.replace(/startxref\s+\d+/, `startxref\n${address}`);
/** Its table as a cross-reference stream: what Word and most signing services write. */
const withStream = (() => {
	const body = `%PDF-1.7\n${'x'.repeat(5000)}\n`;
	return `${body}7 0 obj\n<</Type/XRef/Size 8>>\nendobj\nstartxref\n${body.length}\n%%EOF\n`;
})();
/** Files for the web, whose first table stands at the front; qpdf finds nothing wrong with them. */
const forTheWeb = ['table', 'stream', 'table-updated', 'stream-updated'].map((name) => {
	return [name, readFileSync(`test/data/linearized/${name}.pdf`, 'latin1')] as const;
});
/** What befalls files on their way; `qpdf --check` finds each of the files above damaged by it. */
const DAMAGE: Array<[string, (text: string) => string]> = [
	['cut in the middle', (text) => text.slice(0, text.length / 2)],
	[
		'cut in the middle, with the mark of an end',
		(text) => `${text.slice(0, text.length / 2)}%%EOF`,
	],
	['without its last bytes', (text) => text.slice(0, -1000)],
	['without a piece in the middle', (text) => text.slice(0, 9000) + text.slice(12_000)],
	['without a small piece', (text) => text.slice(0, 12_000) + text.slice(12_040)],
	['with the end behind half of it', (text) => text.slice(0, text.length / 2) + text.slice(-400)],
	['with an error page for the rest', (text) => `${text.slice(0, text.length / 2)}<html>502`],
	[
		'decoded as UTF-8',
		(text) => Buffer.from(Buffer.from(text, 'latin1').toString()).toString('latin1'),
	],
	['encoded as UTF-8', (text) => Buffer.from(text).toString('latin1')],
	['with line breaks of Windows', (text) => text.replaceAll('\n', '\r\n')],
];
/** Shorter than it says, and otherwise as it was: nothing is where the rest of it was. */
const shorter = forTheWeb[0][1].replace(/\/L \d+/, '/L 999999');

const inPieces = (text: string, size: number) =>
	Array.from({ length: Math.ceil(text.length / size) }, (_, n) =>
		Buffer.from(text.slice(n * size, (n + 1) * size), 'latin1'),
	);
async function* generated(pieces: Buffer[]) {
	for (const piece of pieces) yield await Promise.resolve(piece);
}
const through = async (text: string, kind: string, size = 777) => {
	const file = await withHead(generated(inPieces(text, size)));
	return (await buffer(assertComplete(file, kind, () => new Error('not whole')))).toString(
		'latin1',
	);
};

test.each<[what: string, text: string, kind: string]>([
	['a PDF', pdf, 'pdf'],
	['a PDF with white space behind its end', pdf + ' '.repeat(9000), 'pdf'],
	['a PDF with zeros behind its end', pdf + '\0'.repeat(70_000), 'pdf'],
	['a PDF with something behind its end', `${pdf}\n<!-- served by proxy 7 -->\n`, 'pdf'],
	['a PDF with a cross-reference stream', withStream, 'pdf'],
	...forTheWeb.map<[string, string, string]>(([name, text]) => [
		`a PDF for the web (${name})`,
		text,
		'pdf',
	]),
	['a PDF for the web with something before it', `\r\n\r\n${forTheWeb[0][1]}`, 'pdf'],
	['a PDF whose writer counted a byte too few', pointingTo(Number(table) - 1), 'pdf'],
	['a PDF with something before its beginning', `\r\n\r\n${pdf}`, 'pdf'],
	['a PDF of which nothing is said', pdf, ''],
	['a file of another kind', 'PK and so on', 'docx'],
	['a zip with a PDF in it', `PK\u0003\u0004 Lease.pdf ${half} PK\u0005\u0006`, 'zip'],
	['a short text', 'a', 'csv'],
	['a table in XML', '<?xml version="1.0"?><table><p>1</p></table>', 'xml'],
])('%s passes as it is, in pieces of any size', async (_what, text, kind) => {
	for (const size of [5, 777, 100_000]) expect(await through(text, kind, size)).toBe(text);
});

test.each<[what: string, text: string, kind: string]>([
	['nothing', '', 'pdf'],
	['nothing, of any kind', '', 'csv'],
	['half a PDF', half, 'pdf'],
	['half a PDF of which nothing is said', half, ''],
	['half a PDF with the mark of an end', `${half}\n%%EOF\n`, 'pdf'],
	['half a PDF with the end of a whole one', half + pdf.slice(pdf.indexOf('startxref')), 'pdf'],
	['half a PDF with zeros for the rest', half + '\0'.repeat(half.length), 'pdf'],
	['a PDF whose end leads to nowhere', pointingTo(999_999_999), 'pdf'],
	['a PDF whose end leads to its beginning', pointingTo(0).replace('obj', '---'), 'pdf'],
	['a PDF whose end leads to no number', pointingTo('9'.repeat(400)), 'pdf'],
	['a page that calls itself a PDF', '<html>Please sign in</html>', 'pdf'],
	['a text under the name of a PDF', 'Service unavailable', 'pdf'],
	['a PDF for the web that is shorter than it says', shorter, 'pdf'],
	...forTheWeb.flatMap(([name, text]) =>
		DAMAGE.map<[string, string, string]>(([what, damaged]) => [
			`a PDF for the web (${name}) ${what}`,
			damaged(text),
			'pdf',
		]),
	),
	['data under the name of a PDF', '{"ResponseStatus":{"Message":"No"}}', 'pdf'],
	['a page of which nothing is said', '\xEF\xBB\xBF\n<!DOCTYPE html><title>Sorry</title>', ''],
	['a page behind a prolog', '<?xml version="1.0"?>\n<!-- a -->\n<html lang="en">', 'csv'],
	['a page behind many comments', `${'<!---->'.repeat(140)}<html>`, ''],
	['a page in place of a zip', '<html>Sorry</html>', 'zip'],
	['a text in place of a zip', 'Sorry', 'zip'],
])('%s is refused at its end', async (_what, text, kind) => {
	for (const size of [5, 777]) await expect(through(text, kind, size)).rejects.toThrow('not whole');
});
