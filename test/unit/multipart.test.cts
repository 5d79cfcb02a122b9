import FormData from 'form-data';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import { encodeMultipart, sendableFileName } from '../../nodes/SecuredSigning/api/files/multipart';
import { parsed } from '../harness/multipart.cts';

const CONTENT = Buffer.from([0, 13, 10, 45, 45, 255, ...Buffer.from('--boundary\r\n')]);
const part = (fileName: string, content: Readable | Buffer = CONTENT) => ({
	field: 'file',
	fileName,
	mimeType: 'application/pdf',
	size: CONTENT.length,
	content,
});

const bodyBytes = async (body: Readable | Buffer) =>
	Buffer.isBuffer(body) ? body : await buffer(body);

describe('encodeMultipart', () => {
	test.each([
		['a plain name', 'agreement.pdf'],
		['spaces and commas', 'Rental agreement, 3 rooms; final.pdf'],
		['letters of other scripts', 'Übereinkunft – договор – 契約書 – عقد.pdf'],
		['an emoji', 'signed ✍🏽.pdf'],
		['300 characters', `${'a'.repeat(296)}.pdf`],
		['300 characters of three bytes', `${'契'.repeat(296)}.pdf`],
		['single quotes and percent signs', "o'neil 50%22.pdf"],
	])('brings %s to a real parser intact', async (_what, fileName) => {
		const { headers, body } = encodeMultipart({ ClientReference: 'order 1' }, part(fileName));
		const bytes = await bodyBytes(body);
		expect(bytes.length).toBe(headers['Content-Length']);
		const { fields, files } = await parsed(headers, bytes);
		expect(fields).toEqual({ ClientReference: 'order 1' });
		expect(files).toEqual([
			{ field: 'file', fileName, mimeType: 'application/pdf', content: CONTENT },
		]);
	});

	test.each([
		['a quote', 'the "final" one.pdf'],
		['a line break', 'one.pdf\r\nContent-Type: text/html'],
		['a line feed', 'one\ntwo.pdf'],
		['a slash', 'rent 2024/25.pdf'],
		['a backslash', 'C:\\contracts\\one.pdf'],
		['a zero byte', 'one.pdf\0.exe'],
		['a delete character', 'one\u007f.pdf'],
		['a line separator', 'one\u2028.pdf'],
		['half a character', 'one\ud83d.pdf'],
		['letters that are turned around', 'one\u202efdp.exe'],
		['isolated letters that are turned around', 'one\u2067fdp\u2069.pdf'],
		['nothing', '  '],
		['dots alone', '..'],
	])('refuses a name with %s, and says so', (_what, fileName) => {
		expect(() => sendableFileName(fileName)).toThrow(/cannot be sent under the name/);
	});

	test('sends the same bytes from a stream as from memory, and as form-data does', async () => {
		const streamed = encodeMultipart(
			{ Number: '7' },
			part('a.pdf', Readable.from([CONTENT.subarray(0, 5), CONTENT.subarray(5)])),
		);
		const reference = new FormData();
		reference.append('Number', '7');
		reference.append('file', CONTENT, { filename: 'a.pdf', contentType: 'application/pdf' });
		const expected = await parsed(reference.getHeaders(), reference.getBuffer());
		const bytes = await bodyBytes(streamed.body);
		expect(bytes.length).toBe(streamed.headers['Content-Length']);
		expect(await parsed(streamed.headers, bytes)).toEqual(expected);
	});

	test('stops when the stored file is shorter than it should be', async () => {
		const { body } = encodeMultipart({}, part('a.pdf', Readable.from([CONTENT.subarray(0, 4)])));
		await expect(bodyBytes(body)).rejects.toThrow(`4 bytes instead of ${CONTENT.length}`);
		const short = { ...part('a.pdf', CONTENT.subarray(0, 4)), size: CONTENT.length };
		expect(() => encodeMultipart({}, short)).toThrow(`4 bytes instead of ${CONTENT.length}`);
	});

	test('does not let a strange MIME type into the header', async () => {
		const { headers, body } = encodeMultipart(
			{},
			{ ...part('a.pdf'), mimeType: 'text/plain\r\nX-Evil: 1' },
		);
		const { files } = await parsed(headers, await bodyBytes(body));
		expect(files[0].mimeType).toBe('application/octet-stream');
	});
});
