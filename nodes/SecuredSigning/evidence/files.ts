import { UserError, type IBinaryData, type IBinaryKeyData } from 'n8n-workflow';

import {
	download,
	extensionOf,
	read,
	type AsEvidence,
	type Context,
	type FileContext,
	type Raw,
} from '../api';
import { text } from '../shared/values';

const PDF = 'application/pdf';

// The files that belong to a document: docs/api/API.md section 5.10.

export async function documentFile(
	context: FileContext,
	reference: string,
	as?: AsEvidence,
): Promise<IBinaryData> {
	return await download(
		context,
		'/Download/GetDocumentData/{DocumentReference}',
		{ path: { DocumentReference: reference } },
		`${reference}.pdf`,
		as,
	);
}

/**
 * The signed PDF of a document that is completed.
 *
 * @throws UserError when the file is of another kind
 */
export async function signedFile(
	context: FileContext,
	reference: string,
	as?: AsEvidence,
): Promise<IBinaryData> {
	const file = await documentFile(context, reference, as);
	if (file.mimeType === PDF || extensionOf(file.fileName ?? '') === 'pdf') return file;
	throw new UserError('Secured Signing gave a file that is not a PDF', {
		description: 'Open the document in Secured Signing and download the signed file there.',
	});
}

/** The files that signers uploaded while they signed, as one zip file. */
export async function uploadedFiles(
	context: FileContext,
	reference: string,
	as?: AsEvidence,
): Promise<IBinaryData> {
	return await download(
		context,
		'/Download/GetUploadedFileData/{DocumentReference}',
		{ path: { DocumentReference: reference } },
		`${reference}-uploaded-files.zip`,
		as,
	);
}

export type Certificate = Raw<'SigningCompletionCertificateResponse'>;

/** The list of certificates of completion; empty until everybody has signed. */
export async function certificates(
	context: Context,
	reference: string,
	isEvidence?: true,
): Promise<Certificate[]> {
	return await read(context, '/Document/SigningCompletionCertificate/{DocumentReference}', {
		path: { DocumentReference: reference },
		isEvidence,
	});
}

export async function certificateFile(
	context: FileContext,
	certificate: Certificate,
	as?: AsEvidence,
): Promise<IBinaryData> {
	const reference = text(certificate.CertificateReference);
	if (reference === '') {
		throw new UserError('Secured Signing gives no reference for a certificate of this document', {
			description: 'Try again in a few minutes, or download the certificate in Secured Signing.',
		});
	}
	return await download(
		context,
		'/Download/SigningCompletionCertificate/{CertificateReference}',
		{ path: { CertificateReference: reference } },
		`${reference}.pdf`,
		as,
	);
}

/**
 * The files with unique names, because files with the same name would overwrite each other when saved
 * together. No file gets the original name of another one.
 */
export function underOwnNames(files: IBinaryData[]): IBinaryData[] {
	const given = new Set(files.map(({ fileName }) => asSaved(fileName)));
	const taken = new Set<string>();
	return files.map((file) => {
		const [, base = '', extension = ''] = /^(.*?)(\.[^.]*)?$/s.exec(file.fileName ?? '') ?? [];
		let { fileName } = file;
		for (let count = 2; fileName && taken.has(asSaved(fileName)); count++) {
			const next = `${base} ${count}${extension}`;
			if (!given.has(asSaved(next))) fileName = next;
		}
		taken.add(asSaved(fileName));
		return { ...file, fileName };
	});
}

/** A field name that is not taken yet, for a file: `data`, `data2`, `data3`, … */
export function freeName(name: string, taken: IBinaryKeyData): string {
	const base = name.replace(/\d+$/, '');
	for (let count = 1; ; count++) {
		const field = `${base}${count === 1 ? '' : count}`;
		if (!(field in taken)) return field;
	}
}

/** A form that is equal for names that a file system may treat as the same. */
const asSaved = (name = ''): string => name.normalize('NFC').toLowerCase();
