/**
 * An evidence manifest says what was filed of a signed document: the hash of each file and what the service told of the
 * document, sealed with a key that is derived from the credential. Years later it shows, without the service, whether
 * anything of that was changed by somebody who does not have the credential. docs/evidence.md says what it proves.
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
import { UPLOAD_TYPES } from '../api/files/files';
import { safeFileName } from '../api/files/fileNames';
import type { Part } from '../fields/include';
import { canonicalJson } from '../shared/canonicalJson';
import { isRecord, objectsIn, omitEmpty, ownValue, text } from '../shared/values';
import { PACKAGE } from '../shared/version';
import { withoutLinks } from './links';
import type { Missing } from './parts';

export const MANIFEST_TYPE = 'application/json';

const FORMAT = 'n8n-nodes-secured-signing/evidence-manifest';
const VERSION = 1;
const ALGORITHM = 'HMAC-SHA256';
/** The log and the field values of the largest documents take a small part of this. */
const MOST_BYTES = 10 * 1024 * 1024;

/** Whether a file has more bytes than any manifest. */
export const isTooLarge = (bytes: number): boolean => bytes > MOST_BYTES;

const TOO_LARGE =
	"The evidence manifest would be larger than 10 MB. Remove 'Log' or 'Field Values' from 'Include'";

/** A file by the part that it is, and its name and contents when it was filed. */
export interface FiledFile extends Fingerprint {
	part: Part;
	name: string;
}

/** What a manifest says beside its format and its seal. */
interface Content {
	document: IDataObject;
	signers: IDataObject[];
	log?: unknown;
	certificates?: unknown;
	fieldValues?: unknown;
	/** The parts that were asked for. */
	included: Part[];
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
 * The text of a manifest of what was fetched, sealed.
 *
 * @throws RangeError when it would be larger than any that can be verified
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
				// 'unknown' is all that is known: the service did not say that they have not signed.
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
	// Not an error that another try may change.
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

/** How many have signed, only where the service says it of everybody. */
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

/** What is nested deeper than this is nobody's evidence, and would cost the whole manifest. */
const DEEPEST_TOLD = 16;
const TOO_DEEP = '(nested too deep)';

/** A value with each text in it changed, names as well, as far as it is not nested too deep. */
function withTexts<T>(value: T, change: (text: string) => string, depth?: number): T;
function withTexts(value: unknown, change: (text: string) => string, depth = 0): unknown {
	if (typeof value === 'string') return change(value);
	if (typeof value !== 'object' || value === null) return value;
	if (depth >= DEEPEST_TOLD) return TOO_DEEP;
	const inner = (own: unknown) => withTexts(own, change, depth + 1);
	if (Array.isArray(value)) return value.map(inner);
	return Object.fromEntries(Object.entries(value).map(([name, own]) => [change(name), inner(own)]));
}

/** What people entered is evidence as it is: a field may be called like a key. */
const asEntered = <T>(value: T): T => withTexts(value, (own) => own);

/** All texts in a value, whatever they are called. */
const textsOf = (value: unknown): string[] =>
	typeof value === 'object' && value !== null
		? Object.values(value).flatMap(textsOf)
		: [text(value)];

const ENDING = ' manifest.json';

/** As the service names certificates: after the document, without the ending of its file. */
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
 * Of the key and secret alone: the address of the service may change in the years that a manifest is kept. What it
 * signs is neither a request (credentials/signature.ts) nor the seal of a preview, which other texts lead to.
 */
async function keyOf(context: Context): Promise<Buffer> {
	const { apiKey, apiSecret } = await savedKey(context);
	const use = JSON.stringify(['evidence manifest', apiKey]);
	return createHmac('sha256', apiSecret).update(use).digest();
}

/** Tells one credential from another. Nothing leads from it to the secret that does not lead there from a seal. */
const keyIdOf = (key: Buffer): string =>
	createHmac('sha256', key).update('key id').digest('base64url').slice(0, 22);

/** @param unsealed the text of a manifest without the value of its seal */
const sealOf = (unsealed: string | Buffer, key: Buffer): string =>
	createHmac('sha256', key).update(unsealed).digest('base64url');

/** A manifest of this credential that is as it was written. */
export interface Manifest extends Pick<Content, 'document' | 'missing' | 'files'> {
	madeAt: string;
}

/** Why nothing can be compared with a manifest. */
export interface Unusable {
	verdict: 'notAManifest' | 'notSealedByThisCredential' | 'changed';
	reason: string;
}

/**
 * Reads a manifest. What is not byte for byte as this package writes it is not believed, whatever it says: the seal is
 * looked for in the text as it is written there, so that a text of another's making is never written anew.
 */
export async function readManifest(
	context: Context,
	bytes: Buffer,
): Promise<{ manifest: Manifest } | Unusable> {
	const key = await keyOf(context);
	// The seal of a file costs little to look for, whoever made the file.
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

/** A seal as it stands in a manifest. Within a text of JSON, its quotes would have backslashes before them. */
const SEAL = new RegExp(
	`"seal":{"algorithm":"${ALGORITHM}","keyId":"[\\w-]{22}"(,"value":"([\\w-]{43})")}`,
	'g',
);
/** A field that somebody filled in may be called so, too. */
const MOST_SEALS = 20;

/** Whether a text is a manifest that was sealed with this key, to the last byte. */
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

/** A log entry or a field takes a few of these signs, and some hundred bytes: no manifest has as many. */
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

/** Takes the same time for every wrong text of that length. */
function isSame(given: unknown, own: string): boolean {
	if (typeof given !== 'string') return false;
	const [one, other] = [given, own].map((each) => Buffer.from(each));
	return one.length === other.length && timingSafeEqual(one, other);
}
