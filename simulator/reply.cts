// From an operation's answer to bytes: here the readings that concern the wire are applied.
import { readFile } from 'node:fs/promises';
import type { FileAnswer, HtmlAnswer } from './api.cts';
import type { Match } from './contract.cts';
import type { ServiceError } from './errors.cts';
import type { HeldFile } from './files.cts';
import type { Readings } from './readings.cts';
import { reshape, toXml, withNulls } from './wire.cts';

export interface Reply {
	status: number;
	/** The text after the status code; ServiceStack repeats the error code there. */
	reason?: string;
	headers: Record<string, string>;
	body: Buffer | HeldFile;
}

export const bytesOf = async (body: Reply['body']) =>
	Buffer.isBuffer(body) ? body : await readFile(body.path);

const json = (status: number, value: unknown): Reply => ({
	status,
	headers: { 'content-type': 'application/json; charset=utf-8' },
	body: Buffer.from(JSON.stringify(value)),
});

export const html = (status: number, text: string): Reply => ({
	status,
	headers: { 'content-type': 'text/html; charset=utf-8' },
	body: Buffer.from(text),
});

const empty = (status: number): Reply => ({ status, headers: {}, body: Buffer.alloc(0) });

const isFile = (answer: object): answer is FileAnswer => 'file' in answer;
const isHtml = (answer: object): answer is HtmlAnswer => 'html' in answer;

export function replyTo(
	match: Match,
	answer: unknown,
	wantsXml: boolean,
	readings: Readings,
): Reply {
	if (typeof answer !== 'object' || answer === null) return empty(200);
	if (isHtml(answer)) return html(200, answer.html);
	if (isFile(answer)) return fileReply(answer.file, readings);
	const shaped = reshape(match.operationId, answer, readings);
	const value = readings.nullFields === 'null' ? withNulls(shaped, match) : shaped;
	if (!wantsXml || readings.formats === 'json') return json(200, value);
	return {
		status: 200,
		headers: { 'content-type': 'application/xml; charset=utf-8' },
		body: Buffer.from(toXml('Response', value)),
	};
}

export function fileReply(file: HeldFile, { downloadHeaders }: Pick<Readings, 'downloadHeaders'>) {
	const plain = file.name.replace(/[^ -~]|["\\]/g, '_');
	const encoded = encodeURIComponent(file.name).replace(
		/['()*]/g,
		(char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	const named = {
		'content-type': file.mimeType,
		'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
	};
	const headers: Record<string, string> = downloadHeaders === 'present' ? named : {};
	return { status: 200, headers, body: file };
}

export const envelope = (error: ServiceError) => ({
	ResponseStatus: {
		ErrorCode: error.errorCode,
		Message: error.message,
		...(error.fieldErrors.length > 0 && { Errors: error.fieldErrors }),
	},
});

export function refusal(error: ServiceError, { errorBody }: Readings): Reply {
	const { status, errorCode, message } = error;
	const bodies: Record<Readings['errorBody'], () => Reply> = {
		envelope: () => json(status, envelope(error)),
		camel: () => json(status, { responseStatus: { errorCode, message } }),
		empty: () => empty(status),
		text: () => ({
			...empty(status),
			headers: { 'content-type': 'text/plain; charset=utf-8' },
			body: Buffer.from(message),
		}),
	};
	return { ...bodies[errorBody](), reason: errorCode };
}
