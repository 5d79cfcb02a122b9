import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import { wholeFile } from '../../nodes/SecuredSigning/transport/wholeFile';

const pdf = `%PDF-1.7\n${'x'.repeat(5000)}\n%%EOF\n`;
const inPieces = (text: string, size: number) =>
	Array.from({ length: Math.ceil(text.length / size) }, (_, n) =>
		Buffer.from(text.slice(n * size, (n + 1) * size)),
	);
const through = async (text: string, kind: string, size = 777) =>
	String(
		await buffer(
			wholeFile(Readable.from(inPieces(text, size)), kind, () => new Error('not whole')),
		),
	);

test.each([
	['a PDF', pdf, 'pdf'],
	['a PDF with something behind its end', pdf + ' '.repeat(900), 'pdf'],
	['a PDF with something before its beginning', `\r\n\r\n${pdf}`, 'pdf'],
	['a PDF of which nothing is said', pdf, ''],
	['a file of another kind', 'PK and so on', 'docx'],
	['a short text', 'a', 'csv'],
	['a table in XML', '<?xml version="1.0"?><table><p>1</p></table>', 'xml'],
])('%s passes as it is, in pieces of any size', async (_what, text, kind) => {
	for (const size of [1, 6, 777, 100_000]) expect(await through(text, kind, size)).toBe(text);
});

test.each([
	['nothing', '', 'pdf'],
	['nothing, of any kind', '', 'csv'],
	['half a PDF', pdf.slice(0, 3000), 'pdf'],
	['half a PDF of which nothing is said', pdf.slice(0, 3000), ''],
	['a page that calls itself a PDF', '<html>Please sign in</html>', 'pdf'],
	['a text under the name of a PDF', 'Service unavailable', 'pdf'],
	['data under the name of a PDF', '{"ResponseStatus":{"Message":"No"}}', 'pdf'],
	['a page of which nothing is said', '\uFEFF\n<!DOCTYPE html><title>Sorry</title>', ''],
	['a page behind a prolog', '<?xml version="1.0"?>\n<!-- a -->\n<html lang="en">', 'csv'],
	['a page behind many comments', `${'<!---->'.repeat(140)}<html>`, ''],
	['a page in place of a zip', '<html>Sorry</html>', 'zip'],
	['a text in place of a zip', 'Sorry', 'zip'],
])('%s is refused at its end', async (_what, text, kind) => {
	for (const size of [1, 777]) await expect(through(text, kind, size)).rejects.toThrow('not whole');
});
