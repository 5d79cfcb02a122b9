import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import { wholeFile } from '../../nodes/SecuredSigning/transport/wholeFile';

const pdf = `%PDF-1.7\n${'x'.repeat(5000)}\n%%EOF\n`;
const inPieces = (text: string, size: number) =>
	Array.from({ length: Math.ceil(text.length / size) }, (_, n) =>
		Buffer.from(text.slice(n * size, (n + 1) * size)),
	);
const through = async (text: string, mimeType: string, size = 777) =>
	String(
		await buffer(
			wholeFile(Readable.from(inPieces(text, size)), mimeType, () => new Error('not whole')),
		),
	);

test.each([
	['a PDF', pdf, 'application/pdf'],
	['a PDF with something behind its end', pdf + ' '.repeat(900), 'application/pdf'],
	['a PDF with something before its beginning', `\r\n\r\n${pdf}`, 'application/pdf'],
	['a PDF of which nothing is said', pdf, ''],
	['a file of another kind', 'PK and so on', ''],
	['a short text', 'a', 'text/csv'],
])('%s passes as it is, in pieces of any size', async (_what, text, mimeType) => {
	for (const size of [1, 6, 777, 100_000]) expect(await through(text, mimeType, size)).toBe(text);
});

test.each([
	['nothing', '', 'application/pdf'],
	['nothing, of any kind', '', 'text/csv'],
	['half a PDF', pdf.slice(0, 3000), 'application/pdf'],
	['half a PDF of which nothing is said', pdf.slice(0, 3000), ''],
	['a page that calls itself a PDF', '<html>Please sign in</html>', 'application/pdf'],
])('%s is refused at its end', async (_what, text, mimeType) => {
	for (const size of [1, 777])
		await expect(through(text, mimeType, size)).rejects.toThrow('not whole');
});
