/**
 * An evidence manifest records what was stored of a signed document: the hash of each file and the service's
 * data about the document, sealed with a key that is derived from the credential. Years later it shows,
 * without the service, whether anything of that was changed by somebody who does not have the credential.
 * docs/evidence.md says what it proves.
 */
import { createHmac, timingSafeEqual } from 'crypto';
import type { IBinaryData, IDataObject } from 'n8n-workflow';

import {
	extensionOf,
	savedKey,
	storeFile,
	type Context,
	type FileContext,
	type Fingerprint,
} from '../api';
import { UPLOAD_TYPES } from '../api/files/uploadFile';
import { safeFileName } from '../api/files/fileNames';
import type { EvidencePart } from '../fields/include';
import { canonicalJson } from '../shared/canonicalJson';
import { isRecord, objectsIn, omitEmpty, ownValue, text } from '../shared/values';
import { PACKAGE } from '../shared/version';
import { withoutLinks } from './links';
import type { Missing } from './parts';

export const MANIFEST_TYPE = 'application/json';

const FORMAT = 'n8n-nodes-secured-signing/evidence-manifest';
const VERSION = 1;
const ALGORITHM = 'HMAC-SHA256';
/** Even the largest documents need only a small part of this for their log and field values. */
const MOST_BYTES = 10 * 1024 * 1024;

/** Whether a file has more bytes than any manifest. */
export const isTooLarge = (bytes: number): boolean => bytes > MOST_BYTES;

const TOO_LARGE =
	"The evidence manifest would be larger than 10 MB. Remove 'Log' or 'Field Values' from 'Include'";

/** A file in a manifest: which part it is, its name, size and hash when it was stored. */
export interface FiledFile extends Fingerprint {
	part: EvidencePart;
	name: string;
}

/** The content of a manifest, without its format and seal. */
interface Content {
	document: IDataObject;
	signers: IDataObject[];
	log?: unknown;
	certificates?: unknown;
	fieldValues?: unknown;
	/** The parts that were asked for. */
	included: EvidencePart[];
	/** Those of them that could not be fetched, and why. */
	missing: Missing[];
	files: FiledFile[];
}

/** What was fetched of a document. */
interface Filed extends Pick<Content, 'included' | 'missing' | 'files'> {
	/** Simplified, as in the output. */
	view: IDataObject;
}

/**
 * The bytes of a sealed manifest of what was fetched.
 *
 * @throws RangeError when it would be larger than the limit for verifying
 */
export async function manifestOf(
	context: FileContext,
	{ view, missing, ...filed }: Filed,
): Promise<Buffer> {
	const { documentReference, packageReference, unmatchedSigningKeys, ...given } = view;
	const { signers, log, certificates, fieldValues, ...more } = given;
	const people = objectsIn(signers);
	const keys = [...people, ...objectsIn(unmatchedSigningKeys)].flatMap(({ signingKey }) =>
		textsOf(signingKey),
	);
	const hide = withoutLinks(keys);
	const told = <T>(value: T): T => withTexts(value, hide);
	const { name, clientReference } = asEntered(more);
	const content: Content = {
		document: {
			reference: documentReference,
			...omitEmpty({ packageReference }),
			...told({ ...more, ...countsOf(people, more) }),
			...omitEmpty({ name, clientReference }),
		},
		signers: people.map((person) => ({
			...told({
				...person,
				// With status 'unknown', the service did not say that this person has not signed, so `signed`
				// is left out.
				signed: person.status === 'unknown' ? undefined : person.signed,
				signingKey: undefined,
				signingLink: undefined,
			}),
			...omitEmpty({ name: asEntered(person.name), email: asEntered(person.email) }),
		})),
		...omitEmpty({ log: told(log), fieldValues: asEntered(fieldValues) }),
		...(Array.isArray(certificates) && {
			certificates: objectsIn(certificates).map((certificate) =>
				told({ ...certificate, downloadUrl: undefined }),
			),
		}),
		missing: told(missing),
		...filed,
	};
	const bytes = Buffer.from(canonicalJson(await sealed(context, content)));
	// A RangeError, so that it is not retried.
	if (isTooLarge(bytes.length)) throw new RangeError(TOO_LARGE);
	return bytes;
}

/** Stores a manifest. */
export const storeManifest = async (
	context: FileContext,
	bytes: Buffer,
	{ view: { name, documentReference } }: Filed,
): Promise<IBinaryData> =>
	await storeFile(context, bytes, manifestName(name, documentReference), MANIFEST_TYPE);

/** The counts of signers; `signedCount` only if the status of everybody is known. */
const countsOf = (
	people: IDataObject[],
	{ signedCount, signerCount }: IDataObject,
): IDataObject => ({
	signedCount:
		people.length === 0 || people.some(({ status }) => status === 'unknown')
			? undefined
			: signedCount,
	signerCount: people.length === 0 ? undefined : signerCount,
});

/** Deeper values are replaced: they are no useful evidence, and could make the manifest fail as a whole. */
const DEEPEST_TOLD = 16;
const TOO_DEEP = '(nested too deep)';

/**
 * A copy of a value with `change` applied to each string and each name; values that are nested too deeply are
 * replaced.
 */
function withTexts<T>(value: T, change: (text: string) => string, depth?: number): T;
function withTexts(value: unknown, change: (text: string) => string, depth = 0): unknown {
	if (typeof value === 'string') return change(value);
	if (typeof value !== 'object' || value === null) return value;
	if (depth >= DEEPEST_TOLD) return TOO_DEEP;
	const inner = (own: unknown) => withTexts(own, change, depth + 1);
	if (Array.isArray(value)) return value.map(inner);
	return Object.fromEntries(Object.entries(value).map(([name, own]) => [change(name), inner(own)]));
}

/** Values that people entered stay unchanged: they are evidence, even if they look like a key or a link. */
const asEntered = <T>(value: T): T => withTexts(value, (own) => own);

/** All strings in a value, whatever their names are. */
const textsOf = (value: unknown): string[] =>
	typeof value === 'object' && value !== null
		? Object.values(value).flatMap(textsOf)
		: [text(value)];

const ENDING = ' manifest.json';

/**
 * The file name of a manifest: like the service's names of certificates, the name of the document without its
 * extension.
 */
function manifestName(name: unknown, reference: unknown): string {
	const given = text(name);
	const isFile = ownValue(UPLOAD_TYPES, extensionOf(given)) !== undefined;
	const base = isFile ? given.replace(/\.[^.]*$/, '') : given;
	return safeFileName(base, ENDING) || safeFileName(text(reference), ENDING);
}

async function sealed(context: Context, content: Content): Promise<object> {
	const key = await keyOf(context);
	const unsealed = {
		format: FORMAT,
		version: VERSION,
		madeAt: new Date().toISOString(),
		madeBy: PACKAGE,
		...content,
		seal: { algorithm: ALGORITHM, keyId: keyIdOf(key) },
	};
	return { ...unsealed, seal: { ...unsealed.seal, value: sealOf(canonicalJson(unsealed), key) } };
}

/**
 * The key for seals, from the API key and secret only: the service's address may change while a manifest is
 * kept. It is derived from another text than the signature of a request (credentials/signature.ts) or the
 * seal of a preview, so that none can be used as another.
 */
async function keyOf(context: Context): Promise<Buffer> {
	const { apiKey, apiSecret } = await savedKey(context);
	const use = JSON.stringify(['evidence manifest', apiKey]);
	return createHmac('sha256', apiSecret).update(use).digest();
}

/** Identifies the credential of a seal. It reveals no more about the secret than a seal does. */
const keyIdOf = (key: Buffer): string =>
	createHmac('sha256', key).update('key id').digest('base64url').slice(0, 22);

/** @param unsealed the text of a manifest without the value of its seal */
const sealOf = (unsealed: string | Buffer, key: Buffer): string =>
	createHmac('sha256', key).update(unsealed).digest('base64url');

/** A manifest that was sealed with this credential and not changed. */
export interface Manifest extends Pick<Content, 'document' | 'missing' | 'files'> {
	madeAt: string;
}

/** Why nothing can be compared with a manifest. */
export interface Unusable {
	verdict: 'notAManifest' | 'notSealedByThisCredential' | 'changed';
	reason: string;
}

/**
 * Reads a manifest. It is accepted only if every byte is as this package wrote it: the seal is checked on the
 * original bytes, so that a manifest is never serialised again for the check.
 */
export async function readManifest(
	context: Context,
	bytes: Buffer,
): Promise<{ manifest: Manifest } | Unusable> {
	const key = await keyOf(context);
	// Looking for the seal is cheap for any file.
	const believed = isSealed(bytes, key);
	const read = believed || !isBurden(bytes) ? parsed(bytes) : undefined;
	if (!isRecord(read) || read.format !== FORMAT || !isRecord(read.seal)) {
		return {
			verdict: 'notAManifest',
			reason: 'This file is not an evidence manifest of this node',
		};
	}
	if (read.version !== VERSION) {
		return {
			verdict: 'notAManifest',
			reason:
				'This version of the node cannot read the manifest: it was changed, or made by a newer version',
		};
	}
	if (believed) return { manifest: read as unknown as Manifest };
	if (!isSame(read.seal.keyId, keyIdOf(key))) {
		return {
			verdict: 'notSealedByThisCredential',
			reason:
				'The manifest was sealed with another API key or secret, or its seal was changed. Use the credential that was used when it was made.',
		};
	}
	return { verdict: 'changed', reason: 'The manifest was changed after it was made' };
}

/**
 * A seal as written in a manifest. Inside a JSON string, its quotes would be escaped, so this does not match
 * there.
 */
const SEAL = new RegExp(
	`"seal":{"algorithm":"${ALGORITHM}","keyId":"[\\w-]{22}"(,"value":"([\\w-]{43})")}`,
	'g',
);
/** An object with the field values may contain such members, too. */
const MOST_SEALS = 20;

/** Whether the bytes, as a whole, were sealed with this key. */
function isSealed(bytes: Buffer, key: Buffer): boolean {
	let seals = 0;
	for (const { index, 0: seal, 1: member, 2: value } of bytes.toString('latin1').matchAll(SEAL)) {
		if (++seals > MOST_SEALS) return false;
		const end = index + seal.length - 1;
		const unsealed = [bytes.subarray(0, end - member.length), bytes.subarray(end)];
		if (isSame(value, sealOf(Buffer.concat(unsealed), key))) return true;
	}
	return false;
}

/**
 * A log entry or field has a few of these characters in some hundred bytes, so no real manifest has this
 * many.
 */
const MOST_VALUES = 500_000;
const BEFORE_VALUES = new Set([...'[{,'].map((sign) => sign.charCodeAt(0)));

/** Whether a file has so many values that reading it would keep n8n from everything else for seconds. */
function isBurden(bytes: Buffer): boolean {
	let values = 0;
	for (const byte of bytes) if (BEFORE_VALUES.has(byte) && ++values > MOST_VALUES) return true;
	return false;
}

function parsed(bytes: Buffer): unknown {
	try {
		return JSON.parse(bytes.toString());
	} catch {
		return undefined;
	}
}

/** Compares in constant time for texts of the same length. */
function isSame(given: unknown, own: string): boolean {
	if (typeof given !== 'string') return false;
	const [one, other] = [given, own].map((each) => Buffer.from(each));
	return one.length === other.length && timingSafeEqual(one, other);
}
