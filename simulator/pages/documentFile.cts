// The file of a document in the browser: shown where it is a PDF, or can be read as one.
import { open } from 'node:fs/promises';
import type { Response } from 'express';
import { deliver } from '../delivery.cts';
import { extensionOf, type HeldFile } from '../files.cts';
import { currentFile } from '../operations/download.cts';
import { paper } from '../paper.cts';
import { fileReply } from '../reply.cts';
import type { Service } from '../service.cts';
import type { HeldDocument } from '../store/types.cts';

/** The paper of a document, until somebody signs or something else becomes of it. */
const papers = new WeakMap<HeldDocument, { shows: string; file: HeldFile }>();

/** The PDF of a document; undefined where there is none, whatever the file is called. */
export async function shownPdf(
	document: HeldDocument,
	service: Service,
): Promise<HeldFile | undefined> {
	const isKnown = document.signed || ['pdf', 'docx'].includes(extensionOf(document.file.name));
	if (!isKnown) return undefined;
	// A file that cannot be read is none that can be shown; one that cannot be drawn on is shown as it is.
	const file = await paperFile(document, service)
		.catch(() => currentFile(document, service))
		.catch(() => undefined);
	return file && (await startsAsPdf(file)) ? file : undefined;
}

/** With the signatures so far in the place of the Smart Tags, once it is sent. */
async function paperFile(document: HeldDocument, service: Service): Promise<HeldFile> {
	if (document.signed || !document.hasTags) return await currentFile(document, service);
	const { state, signers } = document;
	const shows = JSON.stringify([
		state,
		...signers.map(({ firstName, lastName, signedAt }) => [firstName, lastName, signedAt]),
	]);
	const known = papers.get(document);
	if (known?.shows === shows) return known.file;
	const name = document.name.replace(/(\.[^.]*)?$/, '.pdf');
	const file = await service.files.write(name, await paper(document));
	papers.set(document, { shows, file });
	return file;
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
