import { createHash } from 'crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { refusal } from '../../shared/refusal';
import { ownValue } from '../../shared/values';
import { stopOf } from '../http/exchange';
import type { FileContext } from '../types';
import { sendableFileName, type FilePart } from './multipart';
import { fromStorage, piecesOf } from './storage';

/** The file types that the service accepts; source: docs/api/API.md section 5.2. */
export const UPLOAD_TYPES: Record<string, string> = {
	pdf: 'application/pdf',
	doc: 'application/msword',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	odt: 'application/vnd.oasis.opendocument.text',
	rtf: 'application/rtf',
	xls: 'application/vnd.ms-excel',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	ods: 'application/vnd.oasis.opendocument.spreadsheet',
};

/** Up to this size, a file is read as a whole: a stream would be much slower. */
const AT_ONCE_BYTES = 1024 * 1024;

/** A file that can be sent; `open` starts to read it, once. */
export interface UploadFile {
	fileName: string;
	mimeType: string;
	size: number;
	open(): Promise<FilePart['content']>;
}

/** A file of an item. */
export interface InputFile extends UploadFile {
	/** Identifies the file: its name, with n8n's ID of a stored file, or the hash of its content. */
	id: string;
}

/**
 * Finds the file in a field of the item and checks what can be checked before anything is sent.
 *
 * @param fileName a name that the user chose; else the file's own name is used
 * @throws UserError for an empty file, a name that cannot be sent, or a type that is not accepted
 */
export async function inputFile(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string,
	fileName = '',
): Promise<InputFile> {
	const binary = context.helpers.assertBinaryData(itemIndex, field);
	const name = sendableFileName(
		withExtension(fileName.trim() || binary.fileName || 'document', binary.mimeType),
	);
	const type = extensionOf(name);
	const mimeType = ownValue(UPLOAD_TYPES, type);
	if (mimeType === undefined) {
		throw refusal(
			`Secured Signing does not accept files like “${name}”`,
			`It takes ${Object.keys(UPLOAD_TYPES).join(', ')}. Convert the file in an earlier node.`,
		);
	}
	const { source, size, open } = await contentIn(context, itemIndex, field, name);
	if (size === 0) {
		throw refusal(
			`The file “${name}” is empty`,
			`Check the node that provides the file in the field '${field}'.`,
		);
	}
	const content =
		typeof source === 'string' ? source : createHash('sha256').update(source).digest('hex');
	return { id: `${content}/${name}`, fileName: name, mimeType, size, open };
}

/** A file of an item that may be of any kind, and empty; one without a name has that of its field. */
export async function itemFile(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string,
): Promise<UploadFile> {
	const { fileName, mimeType } = context.helpers.assertBinaryData(itemIndex, field);
	const name = fileName || field;
	const { size, open } = await contentIn(context, itemIndex, field, name);
	return { fileName: name, mimeType, size, open };
}

/** The file in a field of an item, wherever n8n stores it. */
async function contentIn(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string,
	name: string,
): Promise<Pick<UploadFile, 'size' | 'open'> & { source: string | Buffer }> {
	const binary = context.helpers.assertBinaryData(itemIndex, field);
	// Without an id the bytes themselves are in the item; with one, `data` only names the store.
	const source = binary.id ? binary.id : Buffer.from(binary.data, 'base64');
	const size =
		typeof source === 'string'
			? (await fromStorage(context.helpers.getBinaryMetadata(source), name, stopOf(context)))
					.fileSize
			: source.length;
	return {
		source,
		size,
		open: async () => {
			if (typeof source !== 'string') return source;
			return size <= AT_ONCE_BYTES
				? await context.helpers.getBinaryDataBuffer(itemIndex, field)
				: await context.helpers.getBinaryStream(source);
		},
	};
}

/** All of a file. @throws UserError when the storage does not answer */
export async function readWhole(file: UploadFile, stop?: AbortSignal): Promise<Buffer> {
	const pieces: Buffer[] = [];
	for await (const piece of piecesIn(file, stop)) pieces.push(piece);
	return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
}

async function* piecesIn(
	file: Pick<UploadFile, 'fileName' | 'open'>,
	stop?: AbortSignal,
): AsyncGenerator<Buffer> {
	const content = await fromStorage(file.open(), file.fileName, stop);
	if (Buffer.isBuffer(content)) yield content;
	else yield* piecesOf(content, file.fileName, stop);
}

/** The size of a file in bytes, and its SHA-256 in hexadecimal. */
export interface Fingerprint {
	size: number;
	sha256: string;
}

/** The fingerprint of a file; one that is stored is read in pieces. */
async function fingerprint(
	file: Pick<UploadFile, 'fileName' | 'open'>,
	stop?: AbortSignal,
): Promise<Fingerprint> {
	const digest = createHash('sha256');
	let size = 0;
	for await (const piece of piecesIn(file, stop)) {
		digest.update(piece);
		size += piece.length;
	}
	return { size, sha256: digest.digest('hex') };
}

/** The size and hash of a file that n8n has stored. */
export async function fingerprintOf(
	context: FileContext,
	{ id, data, fileName = '' }: IBinaryData,
): Promise<Fingerprint> {
	const open = async () =>
		id ? await context.helpers.getBinaryStream(id) : Buffer.from(data, 'base64');
	return await fingerprint({ fileName, open }, stopOf(context));
}

/** The SHA-256 of each file, one after the other, because small ones are kept in memory while they are read. */
export async function sha256OfEach(files: UploadFile[], stop?: AbortSignal): Promise<string[]> {
	const hashes: string[] = [];
	for (const file of files) hashes.push((await fingerprint(file, stop)).sha256);
	return hashes;
}

/**
 * The extension of a file name, in lower case; '' if there is none, or only digits, as in "Contract v1.2".
 */
export function extensionOf(fileName: string): string {
	return /\.([a-z\d]*[a-z][a-z\d]*)$/i.exec(fileName)?.[1].toLowerCase() ?? '';
}

function withExtension(fileName: string, mimeType: string): string {
	if (extensionOf(fileName) !== '') return fileName;
	const known = Object.entries(UPLOAD_TYPES).find(([, type]) => type === mimeType);
	return known ? `${fileName}.${known[0]}` : fileName;
}
