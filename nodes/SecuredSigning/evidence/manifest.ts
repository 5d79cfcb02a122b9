/**
 * An evidence manifest says what was filed of a signed document: the hash of each file and what the service told of the
 * document, sealed with a key that is derived from the credential. Years later it shows, without the service, whether
 * anything of that was changed by somebody who does not have the credential. docs/evidence.md says what it proves.
 */
import { createHmac, timingSafeEqual } from 'crypto';
import { UserError, type IBinaryData, type IDataObject } from 'n8n-workflow';

import {
	extensionOf,
	savedSettings,
	storeFile,
	type Context,
	type FileContext,
	type Fingerprint,
} from '../api';
import { UPLOAD_TYPES } from '../api/files/files';
import { safeFileName } from '../api/files/fileNames';
import { withoutSigningKeys } from '../api/answers/signingKeys';
import { keysIn } from '../api/http/withheldKeys';
import type { Part } from '../fields/include';
import { canonicalJson } from '../shared/canonicalJson';
import { isRecord, objectsIn, omitEmpty, ownValue, text } from '../shared/values';
import { PACKAGE } from '../shared/version';
import type { Missing } from './parts';

export const MANIFEST_TYPE = 'application/json';

const FORMAT = 'n8n-nodes-secured-signing/evidence-manifest';
const VERSION = 1;
const ALGORITHM = 'HMAC-SHA256';
/** The log and the field values of the largest documents take a small part of this. */
const MOST_BYTES = 10 * 1024 * 1024;

/** Whether a file has more bytes than any manifest. */
export const isTooLarge = (bytes: number): boolean => bytes > MOST_BYTES;

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
	/** The answer of the service, for the keys in it. */
	answer: unknown;
}

/** Stores the manifest of what was fetched. @throws UserError for one that could not be read again */
export async function manifestFile(
	context: FileContext,
	{ view, answer, ...filed }: Filed,
): Promise<IBinaryData> {
	const { documentReference, packageReference, ...told } = view;
	// Whoever has a signing key or the address of a download can use it, and a manifest is kept for years.
	const { signers, log, certificates, fieldValues, ...more } = withoutSigningKeys(
		told,
		keysIn(answer),
	);
	const content: Content = {
		document: { reference: documentReference, ...omitEmpty({ packageReference }), ...more },
		signers: objectsIn(signers),
		...omitEmpty({ log, fieldValues }),
		...(Array.isArray(certificates) && {
			certificates: objectsIn(certificates).map((certificate) => ({
				...certificate,
				downloadUrl: undefined,
			})),
		}),
		...filed,
	};
	const bytes = Buffer.from(canonicalJson(await sealed(context, content)));
	if (isTooLarge(bytes.length)) {
		throw new UserError('The evidence manifest would be larger than 10 MB', {
			description: "Remove 'Log' or 'Field Values' from 'Include'.",
		});
	}
	return await storeFile(context, bytes, manifestName(more.name, documentReference), MANIFEST_TYPE);
}

/** As the service names certificates: after the document, without the ending of its file. */
function manifestName(name: unknown, reference: unknown): string {
	const given = text(name);
	const isFile = ownValue(UPLOAD_TYPES, extensionOf(given)) !== undefined;
	const base = isFile ? given.replace(/\.[^.]*$/, '') : given;
	return safeFileName(`${base || text(reference)} manifest.json`);
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
	return { ...unsealed, seal: { ...unsealed.seal, value: sealOf(unsealed, key) } };
}

/**
 * Of the key and secret alone: the address of the service may change in the years that a manifest is kept. What it
 * signs is neither a request (credentials/signature.ts) nor the seal of a preview, which other texts lead to.
 */
async function keyOf(context: Context): Promise<Buffer> {
	const { apiKey, apiSecret } = await savedSettings(context);
	const use = JSON.stringify(['evidence manifest', apiKey]);
	return createHmac('sha256', apiSecret).update(use).digest();
}

/** Tells one credential from another. Nothing leads from it to the secret that does not lead there from a seal. */
const keyIdOf = (key: Buffer): string =>
	createHmac('sha256', key).update('key id').digest('base64url').slice(0, 22);

/** @param unsealed all of a manifest but the value of its seal */
const sealOf = (unsealed: object, key: Buffer): string =>
	createHmac('sha256', key).update(canonicalJson(unsealed)).digest('base64url');

/** A manifest of this credential that is as it was written. */
export interface Manifest extends Pick<Content, 'document' | 'missing' | 'files'> {
	madeAt: string;
}

/** Why nothing can be compared with a manifest. */
export interface Unusable {
	verdict: 'notAManifest' | 'notSealedByThisCredential' | 'changed';
	reason: string;
}

/** Reads a manifest. What is not byte for byte as this package writes it is not believed, whatever it says. */
export async function readManifest(
	context: Context,
	bytes: Buffer,
): Promise<{ manifest: Manifest } | Unusable> {
	const read = parsed(bytes);
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
	const key = await keyOf(context);
	const { value, ...seal } = read.seal;
	if (!isSame(seal.keyId, keyIdOf(key))) {
		return {
			verdict: 'notSealedByThisCredential',
			reason:
				'The manifest was sealed with another API key or secret, or its seal was changed. Use the credential that was used when it was made.',
		};
	}
	if (!isCanonical(read, bytes) || !isSame(value, sealOf({ ...read, seal }, key))) {
		return { verdict: 'changed', reason: 'The manifest was changed after it was made' };
	}
	return { manifest: read as unknown as Manifest };
}

function parsed(bytes: Buffer): unknown {
	try {
		const read: unknown = JSON.parse(bytes.toString());
		canonicalJson(read);
		return read;
	} catch {
		return undefined;
	}
}

/** JSON can say the same in many ways, and twice the same: of these, one was written (RFC 8785). */
const isCanonical = (read: unknown, bytes: Buffer): boolean =>
	Buffer.from(canonicalJson(read)).equals(bytes);

/** Takes the same time for every wrong text of that length. */
function isSame(given: unknown, own: string): boolean {
	if (typeof given !== 'string') return false;
	const [one, other] = [given, own].map((each) => Buffer.from(each));
	return one.length === other.length && timingSafeEqual(one, other);
}
