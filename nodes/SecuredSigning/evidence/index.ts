import {
	NodeApiError,
	type IBinaryData,
	type IBinaryKeyData,
	type IDataObject,
	type INodeExecutionData,
} from 'n8n-workflow';

import {
	fingerprintOf,
	isInItsWords,
	isNotFound,
	madeAtOf,
	read,
	readDated,
	stopOf,
	type AsEvidence,
	type FileContext,
	type Fingerprint,
	type Raw,
	type RawDocument,
} from '../api';
import { simplifyCertificate } from '../api/answers/certificate';
import { simplifyDocument } from '../api/answers/document';
import { documentStatus, readAgain, unfinishedBecause } from '../api/answers/documentStatus';
import { fieldValues } from '../api/answers/fields';
import type { Earlier } from '../api/answers/looks';
import { doubtOf } from '../api/answers/toldByItem';
import { PARTS, type EvidencePart } from '../fields/include';
import { pause } from '../shared/pause';
import { toResult } from '../shared/toResult';
import { objectsIn, omitEmpty, ownValue, text } from '../shared/values';
import {
	certificateFile,
	certificates,
	signedFile,
	underOwnNames,
	uploadedFiles,
	type Certificate,
} from './files';
import { manifestOf, storeManifest, type FiledFile } from './manifest';
import { Parts, type Missing } from './parts';

/** Says of a part whether it is asked for. */
export type Wants = (part: EvidencePart) => boolean;

/** The parts that exist only after everybody has signed. */
const AFTER_SIGNING: EvidencePart[] = [
	'certificateFiles',
	'certificates',
	'fieldValues',
	'manifest',
	'signedFile',
	'uploadedFiles',
];

/** The requested parts that exist only after everybody has signed, each with the given reason. */
export const missingBecause = (reason: string, wants: Wants): Missing[] =>
	AFTER_SIGNING.filter(wants).map((part) => ({ part, reason }));

/**
 * The current state of a document, with its log if requested. If the log cannot be read, the document is
 * returned without it.
 *
 * @param earlier what the caller kept of earlier looks at it
 * @throws NodeApiError when the document cannot be read; a 404 is no proof that it was deleted
 */
export async function currentDocument(
	context: FileContext,
	reference: string,
	wants: Wants,
	earlier?: Earlier,
): Promise<RawDocument> {
	const status = async (query: { DocumentLog?: boolean }) =>
		await readDated(context, '/Document/Status/{DocumentReference}', {
			path: { DocumentReference: reference },
			query,
		});
	const found = wants('log') ? await toResult(status({ DocumentLog: true })) : undefined;
	if (found && 'error' in found && isNotFound(found.error)) throw found.error;
	const { answer: document, look } = found && 'value' in found ? found.value : await status({});
	const named = { ...document, Reference: text(document.Reference) || reference };
	return readAgain(named, look, earlier);
}

/**
 * A document and what belongs to it, as one item: the signed file as `data`, certificates as `certificate`,
 * `certificate2`, …, uploads as `uploadedFiles`, the manifest of all as `manifest`; `finished` says whether
 * everybody has signed, `missing` which of the requested parts are missing, and why. Temporary failures are
 * retried for half a minute; a part that cannot be fetched never blocks the others.
 *
 * @param document as currentDocument gives it
 * Source: docs/api/API.md sections 5.2 and 5.10
 */
export async function withEvidence(
	context: FileContext,
	document: Raw<'Document'>,
	wants: Wants,
	simplify: boolean,
): Promise<INodeExecutionData> {
	return (await evidence(context, document, wants, simplify)).item;
}

/** A document with what belongs to it, and whether a part that is missing may come later. */
export interface Evidenced {
	item: INodeExecutionData;
	mayCome: boolean;
	/** Its files but the manifest; unknown where the item alone was stored. */
	files?: Files;
}

/** A file that was stored, with its place in the item; its size and hash if there is a manifest. */
interface StoredFile {
	field: string;
	part: EvidencePart;
	file: IBinaryData;
	fingerprint?: Fingerprint;
	/** Whether it was stored with the item: of a certificate, it is not known which one it is. */
	isStored?: true;
}

/** By the field, or the reference of the certificate: its place may be another in the next list. */
type Files = Map<string, StoredFile>;

export interface Fetching {
	/** What an earlier call gave: only what is missing there is fetched, and added. */
	kept?: Evidenced;
	/** Whether the caller looks again later, so that nothing is retried for half a minute. */
	looksAgain?: boolean;
	/** When the caller has to go on with what is there, in milliseconds since 1970. */
	until?: number;
}

/** Like withEvidence, for callers that can look again later. */
export async function evidence(
	context: FileContext,
	document: Raw<'Document'>,
	wants: Wants,
	simplify: boolean,
	{ kept, looksAgain = false, until = Infinity }: Fetching = {},
): Promise<Evidenced> {
	if (kept?.mayCome === false) return kept;
	const finished = documentStatus(document) === 'completed';
	// The service no longer tells enough about it.
	if (kept && !finished) return { ...kept, mayCome: false };
	const parts = new Parts(context, looksAgain, until);
	const files = kept ? filesOf(kept) : new Map<string, StoredFile>();
	const isLacking: Wants = kept
		? (part) => missingOf(kept).some((one) => one.part === part)
		: wants;
	const gathered = finished ? await gather(context, document, isLacking, parts, files, wants) : {};
	const known = (kept?.item.json ?? {}) as Evidence & IDataObject;
	const data: Evidence = {
		...{ FieldData: known.FieldData, Certificates: known.Certificates, Logs: known.Logs },
		...omitEmpty(gathered),
	};
	const logged = { ...document, ...omitEmpty({ Logs: data.Logs }) };
	const before = omitEmpty({
		...{ log: known.log, fieldValues: known.fieldValues, certificates: known.certificates },
	});
	const fetched = omitEmpty({
		fieldValues: data.FieldData && fieldValues(data.FieldData),
		certificates: data.Certificates?.map(simplifyCertificate),
	});
	let binary = savedTogether(
		Object.fromEntries(inOrder(files).map(({ field, file }) => [field, file])),
	);
	if (finished && wants('manifest')) {
		const make = async () => {
			const filed = {
				view: { ...before, ...simplifyDocument(logged), ...fetched },
				included: PARTS.filter(wants),
				missing: [...parts.missing],
				files: await filedFiles(context, binary, files),
			};
			return await storeManifest(context, await manifestOf(context, filed), filed);
		};
		// It is made of what is there, so it needs none of the time for fetching.
		const manifest = await parts.fetched(['manifest'], make, Infinity);
		if (manifest) binary = savedTogether({ ...binary, manifest });
	}
	const missing = finished ? parts.missing : missingBecause(unfinishedBecause(document), wants);
	const doubt = finished ? {} : doubtOf(document);
	const about = { finished, ...doubt, missing, files: Object.keys(binary) };
	const json = simplify
		? { ...before, ...simplifyDocument(logged, context.getTimezone()), ...about, ...fetched }
		: { ...document, ...omitEmpty(data), ...about };
	return { item: { json, binary }, mayCome: parts.mayCome, files };
}

const missingOf = ({ item }: Evidenced) => objectsIn<Missing>(item.json.missing);

/** Whether the signed file was asked for and could not be fetched. */
export const lacksSignedFile = (one: Evidenced): boolean =>
	missingOf(one).some(({ part }) => part === 'signedFile');

/** The files of an item, each under a name of its own. */
function savedTogether(files: IBinaryKeyData): IBinaryKeyData {
	const named = underOwnNames(Object.values(files));
	return Object.fromEntries(Object.keys(files).map((field, at) => [field, named[at]]));
}

/** The known files of an item; of one that was stored, by their fields. */
const filesOf = ({ files, item }: Evidenced): Files =>
	new Map(
		files ??
			Object.entries(item.binary ?? {}).flatMap(([field, file]): Array<[string, StoredFile]> => {
				const part = ownValue(PART_OF, field.replace(/\d+$/, ''));
				return part ? [[`stored ${field}`, { field, part, file, isStored: true }]] : [];
			}),
	);

const PART_OF: Record<string, EvidencePart> = {
	data: 'signedFile',
	certificate: 'certificateFiles',
	uploadedFiles: 'uploadedFiles',
};

/** Files in the order of the item: the signed file first, certificates as they are numbered. */
function inOrder(files: Files): StoredFile[] {
	const place = ({ part, field }: StoredFile) => (part === 'signedFile' ? '' : field);
	return [...files.values()].sort((one, other) =>
		place(one).localeCompare(place(other), 'en', { numeric: true }),
	);
}

/** The files of an item for the manifest. */
async function filedFiles(
	context: FileContext,
	binary: IBinaryKeyData,
	files: Files,
): Promise<FiledFile[]> {
	return await Promise.all(
		inOrder(files).map(async ({ field, part, file, fingerprint }) => ({
			part,
			name: binary[field].fileName ?? field,
			...(fingerprint ?? (await fingerprintOf(context, file))),
		})),
	);
}

interface Evidence {
	FieldData?: IDataObject[];
	Certificates?: Certificate[];
	/** The log, if the document was read without it. */
	Logs?: IDataObject[];
}

/** Fetches all lacking parts in parallel; puts their files with the others. */
async function gather(
	context: FileContext,
	{ Reference, HasFileUploaded, Logs: log }: Raw<'Document'>,
	isLacking: Wants,
	parts: Parts,
	files: Files,
	wants: Wants,
): Promise<Evidence> {
	const reference = text(Reference);
	const wanted = async <T>(part: EvidencePart, fetch: () => Promise<T>, exists = true) =>
		isLacking(part) && exists ? await parts.fetched([part], fetch) : undefined;
	const store: Store = async (part, field, fetch, key = field) => {
		let fingerprint: Fingerprint | undefined;
		// Without a manifest, nothing is hashed.
		const as = wants('manifest') ? { noted: (own: Fingerprint) => (fingerprint = own) } : {};
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
		certificatesWithFiles(context, reference, isLacking, parts, files, store),
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
	context: FileContext,
	reference: string,
	isLacking: Wants,
	parts: Parts,
	files: Files,
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
