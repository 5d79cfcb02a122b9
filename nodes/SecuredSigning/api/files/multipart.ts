import { randomBytes } from 'crypto';
import { UserError } from 'n8n-workflow';

import { refusal } from '../../shared/refusal';
import { streamOf } from '../http/streamOf';
import type { Stream } from '../types';
import { piecesOf } from './storage';

export interface FilePart {
	/** Name of the form field. */
	field: string;
	fileName: string;
	mimeType: string;
	/** Exact number of bytes of `content`. */
	size: number;
	content: Stream | Buffer;
	/** n8n's, for an execution that somebody stops. */
	stop?: AbortSignal;
}

interface MultipartBody {
	headers: Record<'Content-Type' | 'Content-Length', string | number>;
	body: Stream | Buffer;
}

/**
 * Encodes text fields and one file as multipart/form-data (RFC 7578) with an exact length.
 *
 * A stream stays a stream: it is read while it is sent, so a file of any size costs the same memory. Our own
 * encoder, because a community node may have no dependencies (docs/api/API.md section 5.2 for the part's
 * name; tests compare it with `form-data` and a real parser).
 *
 * @throws UserError when the file's name cannot be sent unchanged, and when the file is not complete; for a
 *   stream, the latter while it is read
 */
export function encodeMultipart(fields: Record<string, string>, file: FilePart): MultipartBody {
	const boundary = `----n8n-secured-signing-${randomBytes(16).toString('hex')}`;
	const texts = Object.entries(fields).map(
		([name, value]) =>
			`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
	);
	const head = Buffer.from(
		`${texts.join('')}--${boundary}\r\n` +
			`Content-Disposition: form-data; name="${file.field}"; filename="${sendableFileName(file.fileName)}"\r\n` +
			`Content-Type: ${sendableMimeType(file.mimeType)}\r\n\r\n`,
	);
	const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
	const { content, size, fileName, stop } = file;
	if (Buffer.isBuffer(content)) checkWhole(content.length, size);
	return {
		headers: {
			'Content-Type': `multipart/form-data; boundary=${boundary}`,
			'Content-Length': head.length + size + tail.length,
		},
		body: Buffer.isBuffer(content)
			? Buffer.concat([head, content, tail])
			: streamOf(framed(head, piecesOf(content, fileName, stop), tail, size), content),
	};
}

async function* framed(
	head: Buffer,
	content: AsyncIterable<Buffer>,
	tail: Buffer,
	size: number,
): AsyncGenerator<Buffer> {
	yield head;
	let sent = 0;
	for await (const piece of content) {
		sent += piece.length;
		yield piece;
	}
	// With a Content-Length that is too large, the service would wait for the rest.
	checkWhole(sent, size);
	yield tail;
}

function checkWhole(bytes: number, size: number): void {
	if (bytes === size) return;
	throw new UserError(`The stored file has ${bytes} bytes instead of ${size}`, {
		description: 'Fetch the file again in an earlier node: its stored copy is not complete.',
	});
}

/**
 * The name for the part's header. Servers decode quotes, slashes and control characters in different ways, so
 * these are refused and not silently changed. Characters that reverse the order of letters are refused, too:
 * with them, "gpj.exe" can look like "exe.jpg" (Unicode Standard Annex 9). Plain direction marks are allowed,
 * because names from phones contain them.
 *
 * @throws UserError for such a name, an empty one, and one of dots only
 */
export function sendableFileName(fileName: string): string {
	const name = fileName.trim();
	// A loop and not a pattern, because of eslint's no-control-regex.
	const unsafe = [...name].find((character) => isUnsafe(character));
	if (unsafe !== undefined || name === '' || /^\.+$/.test(name)) {
		throw refusal(
			`The file cannot be sent under the name ${JSON.stringify(fileName)}`,
			`${reason(name, unsafe)} Rename the file in an earlier node or, if the operation has it, set 'File Name' in Options.`,
		);
	}
	return name;
}

function isUnsafe(character: string): boolean {
	const code = character.codePointAt(0) ?? 0;
	const isControl =
		code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029;
	const isHalfCharacter = code >= 0xd800 && code <= 0xdfff;
	const isReversing = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
	return isControl || isHalfCharacter || isReversing || '"\\/'.includes(character);
}

function reason(name: string, unsafe: string | undefined): string {
	if (unsafe === undefined) return name === '' ? 'The name is empty.' : 'It consists of dots only.';
	if ('"\\/'.includes(unsafe)) return `The name contains the character ${unsafe} .`;
	return 'The name contains a line break or another character that cannot be seen.';
}

function sendableMimeType(mimeType: string): string {
	return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(mimeType) ? mimeType : 'application/octet-stream';
}
