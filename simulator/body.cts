import busboy from 'busboy';
import type { IncomingMessage } from 'node:http';
import { invalid, type ServiceError } from './errors.cts';
import type { Files, HeldFile } from './files.cts';
import type { Readings } from './readings.cts';

/** A request's body after the whole of it has arrived. */
export interface Received {
	/** The parsed JSON; undefined when there was no body or a multipart one. */
	json?: unknown;
	fields: Record<string, string>;
	file?: HeldFile & { partName: string };
	tooLarge: boolean;
	/** Why the body cannot be used. Kept, because the caller's identity is judged first. */
	problem?: ServiceError;
}

const longestJson = 50 * 1024 * 1024;

export async function receiveBody(
	request: IncomingMessage,
	files: Files,
	limit: number,
	uploadPart: Readings['uploadPart'],
): Promise<Received> {
	const type = request.headers['content-type'] ?? '';
	if (/^multipart\/form-data\b/i.test(type)) {
		return await receiveMultipart(request, files, limit, uploadPart);
	}
	const received: Received = { fields: {}, tooLarge: false };
	const text = await readText(request);
	if (text === '') return received;
	if (!/^application\/json\b/i.test(type)) {
		return {
			...received,
			problem: invalid(`The content type ${type || '(none)'} is not accepted`),
		};
	}
	try {
		return { ...received, json: JSON.parse(text) };
	} catch (error) {
		return { ...received, problem: invalid(`The body is not JSON: ${(error as Error).message}`) };
	}
}

async function readText(request: IncomingMessage) {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		if (bytes <= longestJson) chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString('utf8');
}

async function receiveMultipart(
	request: IncomingMessage,
	files: Files,
	limit: number,
	uploadPart: Readings['uploadPart'],
): Promise<Received> {
	const received: Received = { fields: {}, tooLarge: false };
	const arriving: Promise<void>[] = [];
	try {
		await new Promise<void>((resolve, reject) => {
			// The name arrives as the part's header says it: in UTF-8, with any path it has.
			const parser = busboy({
				headers: request.headers,
				defParamCharset: 'utf8',
				preservePath: true,
			});
			let taken = false;
			parser.on('field', (name, value) => (received.fields[name] = value));
			parser.on('file', (partName, stream, { filename, mimeType }) => {
				// Assumed: the first file counts and any other is passed over.
				if (taken || (uploadPart !== 'any' && uploadPart !== partName)) return stream.resume();
				taken = true;
				const arrived = files.receive(stream, filename ?? '', mimeType, limit).then((file) => {
					if (file) received.file = { ...file, partName };
					else received.tooLarge = true;
				});
				arriving.push(arrived);
				return arrived.catch(reject);
			});
			parser.on('close', resolve);
			parser.on('error', reject);
			request.on('aborted', () => reject(new Error('The client went away')));
			request.pipe(parser);
		});
		await Promise.all(arriving);
	} catch (error) {
		request.resume();
		received.problem = invalid(`The multipart body is not complete: ${(error as Error).message}`);
	}
	return received;
}
