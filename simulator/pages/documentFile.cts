// The file of a document in the browser: shown where it is a PDF, or can be read as one.
import { open } from 'node:fs/promises';
import type { Response } from 'express';
import { deliver } from '../delivery.cts';
import { extensionOf, type HeldFile } from '../files.cts';
import { currentFile } from '../operations/download.cts';
import { fileReply } from '../reply.cts';
import type { Service } from '../service.cts';
import type { HeldDocument } from '../store/types.cts';

/** The PDF of a document; undefined where there is none, whatever the file is called. */
export async function shownPdf(
	document: HeldDocument,
	service: Service,
): Promise<HeldFile | undefined> {
	const isKnown = document.signed || ['pdf', 'docx'].includes(extensionOf(document.file.name));
	// A file that cannot be read is none that can be shown.
	const file = isKnown ? await currentFile(document, service).catch(() => undefined) : undefined;
	return file && (await startsAsPdf(file)) ? file : undefined;
}

/** Shows the PDF, or hands the file out as it was uploaded. */
export async function sendFile(document: HeldDocument, service: Service, response: Response) {
	const pdf = await shownPdf(document, service);
	const reply = fileReply(pdf ?? document.file, { downloadHeaders: 'present' });
	if (pdf) {
		reply.headers['content-type'] = 'application/pdf';
		reply.headers['content-disposition'] = reply.headers['content-disposition'].replace(
			/^attachment/,
			'inline',
		);
	} else {
		// What the uploader called it might be a kind that a browser runs.
		reply.headers['content-type'] = 'application/octet-stream';
	}
	await deliver(response, reply);
}

async function startsAsPdf({ path }: HeldFile) {
	const file = await open(path);
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(5), 0, 5, 0);
		return buffer.subarray(0, bytesRead).toString('latin1') === '%PDF-';
	} finally {
		await file.close();
	}
}
