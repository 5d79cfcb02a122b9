import {
	NodeApiError,
	type IBinaryData,
	type IBinaryKeyData,
	type INodeExecutionData,
} from 'n8n-workflow';

import {
	isNotFound,
	read,
	readDated,
	type FileContext,
	type Noted,
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
import { toResult } from '../shared/toResult';
import { objectsIn, omitEmpty, text } from '../shared/values';
import {
	certificateFile,
	certificates,
	signedFile,
	underOwnNames,
	uploadedFiles,
	type Certificate,
} from './files';
import { manifestOf, storeManifest, type FiledFile } from './manifest';
import { Parts, TRIES_AGAIN, type Missing } from './parts';

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
}

/**
 * Like withEvidence, for callers that can look again later.
 *
 * @param triesAgain how often a part is fetched again while its failure may pass
 */
export async function evidence(
	context: FileContext,
	document: Raw<'Document'>,
	wants: Wants,
	simplify: boolean,
	triesAgain = TRIES_AGAIN,
): Promise<Evidenced> {
	const finished = documentStatus(document) === 'completed';
	const parts = new Parts(triesAgain);
	const gathered: Partial<Evidence> = finished ? await gather(context, document, wants, parts) : {};
	const { binary: files = {}, fingerprints, ...data } = gathered;
	let binary = savedTogether(files);
	const logged = { ...document, ...omitEmpty({ Logs: data.Logs }) };
	const fetched = omitEmpty({
		fieldValues: data.FieldData && fieldValues(data.FieldData),
		certificates: data.Certificates?.map(simplifyCertificate),
	});
	if (fingerprints && wants('manifest')) {
		const manifest = await parts.fetched(['manifest'], async () => {
			const filed = {
				view: { ...simplifyDocument(logged), ...fetched },
				included: PARTS.filter(wants),
				missing: [...parts.missing],
				files: filesOf(binary, fingerprints),
			};
			return await storeManifest(context, await manifestOf(context, filed), filed);
		});
		if (manifest) binary = savedTogether({ ...binary, manifest });
	}
	const missing = finished ? parts.missing : missingBecause(unfinishedBecause(document), wants);
	const doubt = finished ? {} : doubtOf(document);
	const about = { finished, ...doubt, missing, files: Object.keys(binary) };
	const json = simplify
		? { ...simplifyDocument(logged, context.getTimezone()), ...about, ...fetched }
		: { ...document, ...omitEmpty(data), ...about };
	return { item: { json, binary }, mayCome: parts.mayCome };
}

/**
 * The parts of two fetches of a completed document together. Where both have a part, the fetch with the signed file
 * counts, or with more parts: its manifest is about its own files.
 */
export function joined(kept: Evidenced, found: Evidenced): Evidenced {
	const { mayCome } = found;
	// The service no longer tells enough about it.
	if (found.item.json.finished !== true) return { ...kept, mayCome };
	const [better, other] = lackIn(found) <= lackIn(kept) ? [found, kept] : [kept, found];
	const before = missingOf(kept);
	const missing = missingOf(found).filter(({ part }) => before.some((one) => one.part === part));
	// The signed file stays the first.
	const files = { ...better.item.binary, ...other.item.binary, ...better.item.binary };
	const binary = savedTogether(files);
	// A list of certificates may be empty later.
	const filled = Object.entries(better.item.json).filter(([, value]) => !isEmptyList(value));
	const json = { ...other.item.json, ...Object.fromEntries(filled) };
	return {
		item: { json: { ...json, missing, files: Object.keys(binary) }, binary },
		mayCome: mayCome && missing.length > 0,
	};
}

const missingOf = ({ item }: Evidenced) => objectsIn<Missing>(item.json.missing);

/** How much is missing; without the signed file, more than any other parts. */
const lackIn = (one: Evidenced): number =>
	missingOf(one).length + (lacksSignedFile(one) ? PARTS.length : 0);

/** Whether the signed file was asked for and could not be fetched. */
export const lacksSignedFile = (one: Evidenced): boolean =>
	missingOf(one).some(({ part }) => part === 'signedFile');

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;

/** The files of an item, each under a name of its own. */
function savedTogether(files: IBinaryKeyData): IBinaryKeyData {
	const named = underOwnNames(Object.values(files));
	return Object.fromEntries(Object.keys(files).map((field, at) => [field, named[at]]));
}

/** Sizes and hashes that were computed while files were stored, by field name. */
type Fingerprints = Map<string, Omit<FiledFile, 'name'>>;

const filesOf = (binary: IBinaryKeyData, fingerprints: Fingerprints): FiledFile[] =>
	Object.entries(binary).flatMap(([field, { fileName = field }]) => {
		const noted = fingerprints.get(field);
		return noted ? [{ ...noted, name: fileName }] : [];
	});

interface Evidence {
	FieldData?: Array<Raw<'FormFillerField'>>;
	Certificates?: Certificate[];
	/** The log, if the document was read without it. */
	Logs?: Array<Raw<'DocumentLog'>>;
	binary: IBinaryKeyData;
	fingerprints: Fingerprints;
}

/**
 * Gives the callback that records a file for the manifest; undefined if there will be no manifest, so that
 * nothing is hashed.
 */
type Noting = (field: string, part: EvidencePart) => Noted | undefined;

/** Fetches all requested parts in parallel. */
async function gather(
	context: FileContext,
	{ Reference, HasFileUploaded, Logs: log }: Raw<'Document'>,
	wants: Wants,
	parts: Parts,
): Promise<Evidence> {
	const reference = text(Reference);
	const fingerprints: Fingerprints = new Map();
	const noting: Noting = (field, part) =>
		wants('manifest')
			? (fingerprint) => void fingerprints.set(field, { part, ...fingerprint })
			: undefined;
	const wanted = async <T>(part: EvidencePart, fetch: () => Promise<T>, exists = true) =>
		wants(part) && exists ? await parts.fetched([part], fetch) : undefined;
	const [FieldData, found, data, uploads, Logs] = await Promise.all([
		wanted(
			'fieldValues',
			async () =>
				await read(context, '/Document/FieldData/{DocumentReference}', {
					path: { DocumentReference: reference },
				}),
		),
		certificatesWithFiles(context, reference, wants, parts, noting),
		wanted(
			'signedFile',
			async () => await signedFile(context, reference, noting('data', 'signedFile')),
		),
		wanted(
			'uploadedFiles',
			async () => {
				const note = noting('uploadedFiles', 'uploadedFiles');
				if (HasFileUploaded === true) return await uploadedFiles(context, reference, note);
				return await uploadedFilesIfAny(context, reference, note);
			},
			HasFileUploaded !== false,
		),
		wanted(
			'log',
			async () =>
				await read(context, '/Document/Log/{DocumentReference}', {
					path: { DocumentReference: reference },
				}),
			!Array.isArray(log),
		),
	]);
	return {
		FieldData,
		Certificates: wants('certificates') ? found.list : undefined,
		Logs,
		binary: omitEmpty({ data, ...found.files, uploadedFiles: uploads }) as IBinaryKeyData,
		fingerprints,
	};
}

/** For a document of which the service does not say whether files were uploaded. */
async function uploadedFilesIfAny(
	context: FileContext,
	reference: string,
	note?: Noted,
): Promise<IBinaryData | undefined> {
	let size = 0;
	const outcome = await toResult(
		uploadedFiles(context, reference, (fingerprint) => {
			size = fingerprint.size;
			note?.(fingerprint);
		}),
	);
	if ('value' in outcome) return size > EMPTY_ZIP_BYTES ? outcome.value : undefined;
	// If there are none, the request might be refused.
	if (isNotFound(outcome.error) || isBadRequest(outcome.error)) return undefined;
	throw outcome.error;
}

const isBadRequest = (error: Error) => error instanceof NodeApiError && error.httpCode === '400';

/** A zip file without entries has nothing but its end (APPNOTE.TXT section 4.3.16). */
const EMPTY_ZIP_BYTES = 22;

const CERTIFICATES: EvidencePart[] = ['certificates', 'certificateFiles'];
/** A certificate may be made some time after the last signature, or never: not every account has them. */
const NO_CERTIFICATE = 'There is no certificate of this document';

/** The certificates as the service lists them, and their files, each under the name of its place in the list. */
async function certificatesWithFiles(
	context: FileContext,
	reference: string,
	wants: Wants,
	parts: Parts,
	noting: Noting,
): Promise<{ list?: Certificate[]; files: Record<string, IBinaryData | undefined> }> {
	const wanted = CERTIFICATES.filter(wants);
	if (wanted.length === 0) return { files: {} };
	const list = await parts.fetched(wanted, async () => await certificates(context, reference));
	if (list?.length === 0) {
		for (const part of wanted) parts.lacks(part, NO_CERTIFICATE, { mayCome: true });
	}
	const files = (wants('certificateFiles') ? (list ?? []) : []).map(async (certificate, index) => {
		const field = `certificate${index === 0 ? '' : index + 1}`;
		const noted = noting(field, 'certificateFiles');
		const fetch = async () => await certificateFile(context, certificate, noted);
		return [field, await parts.fetched(['certificateFiles'], fetch)] as const;
	});
	return { list, files: Object.fromEntries(await Promise.all(files)) };
}
