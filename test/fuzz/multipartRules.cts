/** The multipart encoder against a real parser, busboy, and against form-data. */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import FormData from 'form-data';
import { UserError } from 'n8n-workflow';

import {
	encodeMultipart,
	sendableFileName,
} from '../../nodes/SecuredSigning/api/files/multipart.ts';
import { parsed } from '../harness/multipart.cts';
import { property } from './property.cts';
import { anyText } from './texts.cts';

const bytes = fc.oneof(
	fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
	fc.constantFrom(...['', '\r\n', '--', '\r\n--', '----n8n-secured-signing-\r\n'].map(Buffer.from)),
);
/** What n8n hands over as a file: chunks of any sizes, empty ones too. */
const chunks = fc.array(bytes, { maxLength: 8 });
const fieldName = fc.constantFrom('ClientReference', 'Number', 'Category', 'GMT');
const fields = fc.dictionary(
	fieldName,
	anyText.map((text) => text.toWellFormed()),
	{ noNullPrototype: true },
);
const fileName = fc.oneof(
	anyText,
	fc
		.tuple(fc.string({ unit: 'grapheme' }), fc.constantFrom('.pdf', '.DOCX'))
		.map((p) => p.join('')),
);

function sendable(name: string): string | undefined {
	try {
		return sendableFileName(name);
	} catch (error) {
		assert.ok(error instanceof UserError, `not a refusal in words: ${String(error)}`);
		return undefined;
	}
}

export const multipartRules = () => [
	property(
		'a multipart body is read back by a parser as it was, whatever is in it',
		fc.asyncProperty(
			fields,
			fileName,
			anyText,
			chunks,
			fc.boolean(),
			async (texts, name, mimeType, parts, streamed) => {
				const sent = sendable(name);
				if (sent === undefined) return;
				const content = Buffer.concat(parts);
				const { headers, body } = encodeMultipart(texts, {
					...{ field: 'file', fileName: name, mimeType, size: content.length },
					content: streamed ? Readable.from(parts, { objectMode: false }) : content,
				});
				const encoded = Buffer.isBuffer(body) ? body : await buffer(body);
				assert.equal(encoded.length, headers['Content-Length']);
				const found = await parsed(headers, encoded);
				assert.deepEqual(found.fields, texts);
				assert.equal(found.files.length, 1);
				assert.equal(found.files[0].fileName, sent);
				assert.ok(found.files[0].content.equals(content), 'the same bytes');

				const reference = new FormData();
				for (const [key, value] of Object.entries(texts)) reference.append(key, value);
				reference.append('file', content, { filename: sent, contentType: 'application/pdf' });
				const expected = await parsed(reference.getHeaders(), reference.getBuffer());
				assert.deepEqual(found.fields, expected.fields);
				assert.equal(found.files[0].fileName, expected.files[0].fileName);
			},
		),
	),
	property(
		'a stored file of another size than promised is never sent as a whole one',
		fc.asyncProperty(chunks, fc.integer({ min: -50, max: 50 }), async (parts, off) => {
			const size = Buffer.concat(parts).length + (off || 1);
			const file = { field: 'file', fileName: 'a.pdf', mimeType: 'application/pdf', size };
			const { body } = encodeMultipart({}, { ...file, content: Readable.from(parts) });
			await assert.rejects(buffer(body as Readable), UserError);
		}),
	),
];
