import type { FileAnswer, Handlers } from '../api.cts';
import { invalid, missing, notFound } from '../errors.cts';
import { asPdf, textPdf } from '../pdf.cts';
import { extensionOf, type HeldFile } from '../files.cts';
import type { Service } from '../service.cts';
import { presentLogs } from '../store/present.cts';
import type { HeldDocument, Leftover } from '../store/types.cts';
import { formDataFile } from './formData.cts';

export const download = {
	downloadDocument: async ({ service, path }) => ({
		file: await currentFile(service.store.document(path.DocumentReference), service),
	}),

	// Assumed: a zip without entries where the invitees uploaded nothing.
	downloadUploadedFiles: ({ service, path }) =>
		leftover(service, path.DocumentReference, 'uploads', 'uploaded files.zip', emptyZip),

	downloadFormData: async ({ service, path }) => ({
		file: await formDataFile(service, path.DocumentReference, path.FormDataFileType),
	}),

	downloadAttachment: ({ service, path }) => ({
		file: service.store.attachment(path.AttachmentReference).file,
	}),

	async downloadInvoice({ service, path }) {
		const { InvoiceNO, Description, Amount } = service.store.invoice(path.InvoiceReference);
		const content = await textPdf([`Invoice ${InvoiceNO}`, `${Description}`, `Amount: ${Amount}`]);
		return { file: await service.files.write(`${InvoiceNO}.pdf`, content) };
	},

	downloadENotaryJournal({ service, path }) {
		const { ENotaryJournalDataType: type, DocumentReference } = path;
		if (type === 'xlsx' && service.readings.notaryJournalTypes === 'pdfAndJson') {
			throw invalid('The notary journal is available as pdf or json');
		}
		return report(service, DocumentReference, 'notary journal', type);
	},

	downloadIDVerification: ({ service, path }) =>
		report(service, path.DocumentReference, 'ID verification', path.IDVerificationDataType),

	downloadSigningCompletionCertificate({ service, path }) {
		return { file: certificateFile(service, path.CertificateReference) };
	},

	// Assumed: a recording and pictures that nobody took are empty, not a 404.
	downloadVideoSigningRecording: ({ service, path }) =>
		leftover(service, path.DocumentReference, 'recording', 'recording.mp4', ''),

	downloadSnapshots: ({ service, path }) =>
		leftover(service, path.DocumentReference, 'snapshots', 'snapshots.zip', emptyZip),
} satisfies Handlers;

/** The signed PDF once there is one, until then the upload as PDF. */
export async function currentFile(document: HeldDocument, { files }: Service): Promise<HeldFile> {
	if (document.signed) return document.signed;
	if (extensionOf(document.file.name) === 'pdf') return document.file;
	return await files.write(
		document.name.replace(/(\.[^.]*)?$/, '.pdf'),
		await asPdf(document.file),
	);
}

export function certificateFile({ store }: Service, reference: string): HeldFile {
	const certificates = [...store.documents.values()].flatMap((held) => held.certificates);
	const found = certificates.find((certificate) => certificate.reference === reference);
	if (!found) throw notFound('Certificate not found');
	return found.file;
}

// The end record alone: what a zip program writes for no files.
const emptyZip = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);

async function leftover(
	{ store, files }: Service,
	reference: string,
	what: Leftover,
	name: string,
	nothing: Uint8Array | string,
): Promise<FileAnswer> {
	const { leftovers } = store.document(reference, missing.document);
	return { file: leftovers[what] ?? (await files.write(name, nothing)) };
}

/** The log of a document under another name: the simulator notarises and identifies nobody. */
async function report(
	service: Service,
	reference: string,
	title: string,
	type: 'pdf' | 'json' | 'xlsx',
): Promise<FileAnswer> {
	const document = service.store.document(reference);
	const entries = presentLogs(document.logs, service);
	const lines = [title, document.name, ...entries.map((e) => `${e.Date} ${e.Action} ${e.Email}`)];
	const content =
		type === 'pdf'
			? await textPdf(lines)
			: JSON.stringify({ Name: document.name, Entries: entries });
	return { file: await service.files.write(`${title}.${type}`, content) };
}
