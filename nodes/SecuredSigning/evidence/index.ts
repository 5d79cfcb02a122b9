import type { IBinaryKeyData, INodeExecutionData } from 'n8n-workflow';

import {
	fingerprintOf,
	isNotFound,
	readDated,
	type FileContext,
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
import { objectsIn, omitEmpty, ownValue, picked, text } from '../shared/values';
import { underOwnNames } from './files';
import { gather, RAW, SIMPLIFIED, type Evidence, type Files, type StoredFile } from './gather';
import { manifestOf, storeManifest, type FiledFile } from './manifest';
import { Parts, type Missing, type Wants } from './parts';

export type { Wants } from './parts';

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
	const gathering = { context, parts, files, isLacking, isHashed: wants('manifest') };
	const gathered = finished ? await gather(gathering, document) : {};
	const known = kept?.item.json ?? {};
	const data: Evidence = { ...picked(known, RAW), ...omitEmpty(gathered) };
	const logged = { ...document, ...omitEmpty({ Logs: data.Logs }) };
	const before = picked(known, SIMPLIFIED);
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
