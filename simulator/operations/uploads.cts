// What the operations that take a file have in common.
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { Schemas } from '../api.cts';
import { invalid, missing, notFound, planExhausted, tooLarge } from '../errors.cts';
import { extensionOf, type HeldFile } from '../files.cts';
import { isLoopback } from '../loopback.cts';
import type { Service } from '../service.cts';
import { present, presentDocument } from '../store/present.cts';
import type { HeldDocument } from '../store/types.cts';

const extensions = ['pdf', 'doc', 'docx', 'odt', 'rtf', 'xls', 'xlsx', 'ods'];

/** The file of a multipart body, if it is of an accepted kind. */
export function accepted(file: HeldFile | undefined): HeldFile {
	if (!file) throw invalid('The request holds no file');
	if (!extensions.includes(extensionOf(file.name))) {
		// Assumed: a 400. The sources list the kinds, not the answer to another one.
		throw invalid(`${file.name} is not one of: ${extensions.map((e) => `.${e}`).join(' ')}`);
	}
	return file;
}

/** Fetches what a caller pointed to. */
export async function fetchFile(
	info: Pick<Schemas['FileInfo'], 'Name' | 'FileType' | 'FileUrl'>,
	{ files, account }: Service,
): Promise<HeldFile> {
	const url = new URL(info.FileUrl);
	if (!isLoopback(url)) {
		throw invalid(`The simulator fetches from loopback addresses only, not from ${url.host}`);
	}
	const response = await fetch(url).catch(() => undefined);
	if (!response?.ok || !response.body) throw notFound(missing.upload);
	const name = extname(info.Name) ? info.Name : `${info.Name}.${info.FileType}`;
	const mimeType = response.headers.get('content-type') ?? 'application/octet-stream';
	const stream = Readable.fromWeb(response.body as ReadableStream);
	const file = await files.receive(stream, name, mimeType, account.MaxUploadSize);
	if (!file) throw tooLarge();
	return accepted(file);
}

/** Assumed: the plan is charged when a document comes in. */
export function charge({ account }: Service, documents = 1) {
	if (account.DocumentLeft < documents) throw planExhausted();
	account.DocumentLeft -= documents;
	account.DocumentUsed += documents;
}

export function uploaded(document: HeldDocument, service: Service): Schemas['UploadedDocument'] {
	if (service.readings.uploadAnswer === 'reference') return { Reference: document.reference };
	const { Reference, Name, Signers, ClientReference } = presentDocument(document, service);
	return present({ Reference, Name, Signers, ClientReference });
}
