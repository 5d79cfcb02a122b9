import { createHash } from 'crypto';
import { NodeApiError, UserError, type IBinaryData } from 'n8n-workflow';

import { ownValue } from '../../shared/values';
import { unanswered, unreadable } from '../http/errors';
import { stopOf, withoutSecrets } from '../http/exchange';
import { readFile } from '../http/request';
import { streamOf } from '../http/streamOf';
import type { Request, Route } from '../routes';
import type { FileContext } from '../types';
import { withHead, assertComplete } from './assertComplete';
import { fileNameIn, safeFileName } from './fileNames';
import { extensionOf, UPLOAD_TYPES, type Fingerprint } from './uploadFile';
import { toStorage } from './storage';

const MIME_TYPES: Record<string, string> = {
	...UPLOAD_TYPES,
	csv: 'text/csv',
	json: 'application/json',
	xml: 'application/xml',
	zip: 'application/zip',
};
const NO_TYPE = new Set(['', 'application/octet-stream', 'binary/octet-stream']);

/** The routes that answer with a file. */
type Download = Extract<Route<'get'>, `/Download/${string}`>;

/** That a file is evidence: see `isEvidence` of `read`. */
export interface AsEvidence {
	/** If given, the file is hashed while it streams, and this gets the result. */
	noted?(fingerprint: Fingerprint): void;
}

/**
 * Fetches a file into n8n's binary store, without holding it in memory.
 *
 * @param fallbackName the name to use when the answer gives none; without an extension it gets that of the
 *   type, if one is known
 * @throws NodeApiError with the service's own message, also when something else came than a whole file of the
 *   kind that is stored, such as a web page
 */
export async function download<R extends Download>(
	context: FileContext,
	route: R,
	request: Request<'get', R>,
	fallbackName: string,
	asEvidence?: AsEvidence,
): Promise<IBinaryData> {
	const startedAt = performance.now();
	const noted = asEvidence?.noted;
	const call = { ...request, isEvidence: asEvidence !== undefined };
	return await readFile(context, route, call, async ({ body, headers, statusCode }, pieces) => {
		const incomplete = () => unreadable(context.getNode(), statusCode, 'read');
		const saidType = String(headers['content-type'] ?? '')
			.split(';')[0]
			.trim()
			.toLowerCase();
		try {
			const file = await withHead(pieces);
			// The content type of a PDF answer is not documented (docs/api/API.md section 5.10).
			const type = file.isPdf ? UPLOAD_TYPES.pdf : saidType;
			if (isMessage(type, fallbackName)) throw incomplete();
			const named = fileNameIn(String(headers['content-disposition'] ?? ''));
			// Secrets may be encoded in the header, so the decoded name is searched, too.
			const name =
				safeFileName(await withoutSecrets(context, named, startedAt)) ||
				withExtension(fallbackName, type);
			const mimeType = NO_TYPE.has(type)
				? (ownValue(MIME_TYPES, extensionOf(name)) ?? 'application/octet-stream')
				: type;
			const store = async (content: AsyncGenerator<Buffer>) =>
				await context.helpers.prepareBinaryData(streamOf(content, body), name, mimeType);
			const whole = assertComplete(file, kindOf(name, mimeType), incomplete);
			if (noted === undefined) return await toStorage(whole, name, store, stopOf(context));
			const { pieces: watched, fingerprint } = fingerprinted(whole);
			const stored = await toStorage(watched, name, store, stopOf(context));
			noted(fingerprint());
			return stored;
		} catch (error) {
			const { code } = error as { code?: unknown };
			const isSaid = error instanceof NodeApiError || error instanceof UserError;
			throw isSaid ? error : unanswered(context.getNode(), code, 'read');
		}
	});
}

/** The same pieces; `fingerprint` gives their size and hash once all of them have been read. */
function fingerprinted(pieces: AsyncGenerator<Buffer>) {
	const digest = createHash('sha256');
	let size = 0;
	async function* watched(): AsyncGenerator<Buffer> {
		for await (const piece of pieces) {
			digest.update(piece);
			size += piece.length;
			yield piece;
		}
	}
	const fingerprint = (): Fingerprint => ({ size, sha256: digest.digest('hex') });
	return { pieces: watched(), fingerprint };
}

/**
 * The extension that tells how to check the file: 'pdf' by its name, else by its type, else that of its name.
 */
const kindOf = (name: string, mimeType: string): string =>
	extensionOf(name) === 'pdf' ? 'pdf' : (extensionFor(mimeType) ?? extensionOf(name));

const extensionFor = (type: string): string | undefined =>
	Object.keys(MIME_TYPES).find((kind) => MIME_TYPES[kind] === type);

function withExtension(name: string, type: string): string {
	const extension = extensionFor(type);
	return extensionOf(name) !== '' || extension === undefined ? name : `${name}.${extension}`;
}

/** A page "down for maintenance", or data in place of a file, must not be filed as a contract. */
function isMessage(type: string, fallbackName: string): boolean {
	const isData = type === 'application/json' && extensionOf(fallbackName) !== 'json';
	return type === 'text/html' || isData;
}
