/** Fetches what belongs to a completed document. */
import { NodeApiError, type IBinaryData, type IDataObject } from 'n8n-workflow';

import {
	isInItsWords,
	isNotFound,
	madeAtOf,
	read,
	stopOf,
	type AsEvidence,
	type FileContext,
	type Fingerprint,
	type Raw,
} from '../api';
import type { EvidencePart } from '../fields/include';
import { pause } from '../shared/pause';
import { toResult } from '../shared/toResult';
import { text } from '../shared/values';
import {
	certificateFile,
	certificates,
	signedFile,
	uploadedFiles,
	type Certificate,
} from './files';
import type { Parts, Wants } from './parts';

/** A file that was stored, with its place in the item; its size and hash if there is a manifest. */
export interface StoredFile {
	field: string;
	part: EvidencePart;
	file: IBinaryData;
	fingerprint?: Fingerprint;
	/** Whether it was stored with the item: of a certificate, it is not known which one it is. */
	isStored?: true;
}

/** By the field, or the reference of the certificate: its place may be another in the next list. */
export type Files = Map<string, StoredFile>;

/** The names under which an item has what is read of a document beside its files. */
export const SIMPLIFIED = ['log', 'fieldValues', 'certificates'];
export const RAW = ['FieldData', 'Certificates', 'Logs'];

/** What is read of a document beside its files. */
export interface Evidence {
	FieldData?: IDataObject[];
	Certificates?: Certificate[];
	/** The log, if the document was read without it. */
	Logs?: IDataObject[];
}

interface Gathering {
	context: FileContext;
	parts: Parts;
	/** Gets the files that are fetched. */
	files: Files;
	isLacking: Wants;
	/** Whether there will be a manifest: without one, nothing is hashed. */
	isHashed: boolean;
}

/** Fetches all lacking parts in parallel; puts their files with the others. */
export async function gather(
	gathering: Gathering,
	{ Reference, HasFileUploaded, Logs: log }: Raw<'Document'>,
): Promise<Evidence> {
	const { context, parts, files, isLacking, isHashed } = gathering;
	const reference = text(Reference);
	const wanted = async <T>(part: EvidencePart, fetch: () => Promise<T>, exists = true) =>
		isLacking(part) && exists ? await parts.fetched([part], fetch) : undefined;
	const store: Store = async (part, field, fetch, key = field) => {
		let fingerprint: Fingerprint | undefined;
		const as = isHashed ? { noted: (own: Fingerprint) => (fingerprint = own) } : {};
		const file = await parts.fetched([part], async () => await fetch(as));
		if (!file) return;
		files.set(key, { field, part, file, fingerprint });
	};
	const path = { DocumentReference: reference };
	const [FieldData, Certificates, Logs] = await Promise.all([
		wanted(
			'fieldValues',
			async () =>
				await read(context, '/Document/FieldData/{DocumentReference}', { path, isEvidence: true }),
		),
		certificatesWithFiles(gathering, reference, store),
		wanted(
			'log',
			async () =>
				await read(context, '/Document/Log/{DocumentReference}', { path, isEvidence: true }),
			!Array.isArray(log),
		),
		isLacking('signedFile') &&
			store('signedFile', 'data', async (as) => await signedFile(context, reference, as)),
		isLacking('uploadedFiles') &&
			HasFileUploaded !== false &&
			store('uploadedFiles', 'uploadedFiles', async (as) =>
				HasFileUploaded === true
					? await uploadedFiles(context, reference, as)
					: await uploadedFilesIfAny(context, reference, as),
			),
	]);
	return { FieldData, Certificates, Logs };
}

/** Fetches a file, and puts it into its place; undefined where there is none. */
type Store = (
	part: EvidencePart,
	field: string,
	fetch: (as: AsEvidence) => Promise<IBinaryData | undefined>,
	key?: string,
) => Promise<void>;

/** A fault of a moment, in the service's own words, is over by then. */
const SECOND_LOOK_MS = 2_000;

/** For a document of which the service does not say whether files were uploaded. */
async function uploadedFilesIfAny(
	context: FileContext,
	reference: string,
	{ noted }: AsEvidence,
): Promise<IBinaryData | undefined> {
	let size = 0;
	const look = async () =>
		await toResult(
			uploadedFiles(context, reference, {
				noted: (fingerprint) => {
					size = fingerprint.size;
					noted?.(fingerprint);
				},
			}),
		);
	let outcome = await look();
	if ('error' in outcome && saysNone(outcome.error)) {
		await pause(SECOND_LOOK_MS, stopOf(context));
		outcome = await look();
	}
	if ('value' in outcome) return size > EMPTY_ZIP_BYTES ? outcome.value : undefined;
	if (saysNone(outcome.error)) return undefined;
	throw outcome.error;
}

/**
 * Whether the service itself says that there is no such file; a 404 of a gateway or a cache says nothing. If there
 * are none, the request might also be refused (docs/api/API.md section 4).
 */
const saysNone = (error: Error): boolean =>
	isInItsWords(error) &&
	madeAtOf(error) !== undefined &&
	(isNotFound(error) || isBadRequest(error));

const isBadRequest = (error: Error) => error instanceof NodeApiError && error.httpCode === '400';

/** A zip file without entries has nothing but its end (APPNOTE.TXT section 4.3.16). */
const EMPTY_ZIP_BYTES = 22;

const CERTIFICATES: EvidencePart[] = ['certificates', 'certificateFiles'];
/** A certificate may be made some time after the last signature, or never: not every account has them. */
const NO_CERTIFICATE = 'There is no certificate of this document';

/** The certificates as the service lists them; stores their files, each under the name of its place in the list. */
async function certificatesWithFiles(
	{ context, parts, files, isLacking }: Gathering,
	reference: string,
	store: Store,
): Promise<Certificate[] | undefined> {
	const wanted = CERTIFICATES.filter(isLacking);
	if (wanted.length === 0) return undefined;
	const list = await parts.fetched(
		wanted,
		async () => await certificates(context, reference, true),
	);
	if (list?.length === 0) {
		for (const part of wanted) parts.lacks(part, NO_CERTIFICATE, { mayCome: true });
	}
	if (list && isLacking('certificateFiles')) {
		await Promise.all(
			list.map(async (certificate, index) => {
				const field = certificateField(index);
				const key = certificateKey(certificate, index);
				const before = files.get(key);
				if (before) return void files.set(key, { ...before, field });
				const fetch = async (as: AsEvidence) => await certificateFile(context, certificate, as);
				await store('certificateFiles', field, fetch, key);
			}),
		);
		placeOthers(files, list.map(certificateKey));
	}
	return isLacking('certificates') ? list : undefined;
}

const certificateField = (index: number) => `certificate${index === 0 ? '' : index + 1}`;

const certificateKey = ({ CertificateReference }: Certificate, index: number): string =>
	text(CertificateReference) || certificateField(index);

/**
 * Gives certificates that the list does not name now a place after the others. One that was stored with the item may be
 * any of them, so it goes once all others are there.
 */
function placeOthers(files: Files, listed: string[]): void {
	const isWhole = listed.every((key) => files.has(key));
	let place = listed.length;
	for (const [key, one] of [...files]) {
		if (one.part !== 'certificateFiles' || listed.includes(key)) continue;
		if (isWhole && one.isStored) files.delete(key);
		else files.set(key, { ...one, field: certificateField(place++) });
	}
}
