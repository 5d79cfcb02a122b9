import { UserError } from 'n8n-workflow';

import { toResult } from '../../shared/toResult';
import { stopOf, type ApiRequest } from '../http/exchange';
import { changeCall, tryChange, requested, withRetries } from '../http/request';
import { isTooMany } from '../http/retry';
import { close } from '../http/streamOf';
import type { Answer, Request } from '../routes';
import type { Context } from '../types';
import type { UploadFile } from './uploadFile';
import { encodeMultipart } from './multipart';
import { fromStorage } from './storage';

const TIMEOUT_SECONDS = 300;
// A slow office connection; for a slower one, users can set 'Timeout'.
const SLOWEST_BYTES_PER_SECOND = 100_000;

/** The routes that take a file. */
type Uploaded = '/Document/Uploader' | '/Document/FileValidation' | '/Attachment/Uploader';

/**
 * Sends a file as multipart/form-data, and reads it while it is sent. Retried like any change, from the
 * beginning of the file.
 *
 * @param fields text fields that come before the file
 */
export async function upload<R extends Uploaded>(
	context: Context,
	route: R,
	file: UploadFile,
	fields: Record<string, string> = {},
	query?: Request<'post', R>['query'],
): Promise<Answer<'post', R>> {
	return await withRetries(
		context,
		isTooMany,
		async () => await tryUpload(context, requested(route, { query }), file, fields),
	);
}

async function tryUpload<T>(
	context: Context,
	call: Pick<ApiRequest, 'route' | 'qs'>,
	file: UploadFile,
	fields: Record<string, string>,
): Promise<T> {
	const stop = stopOf(context);
	const content = await fromStorage(file.open(), file.fileName, stop);
	try {
		const { headers, body } = encodeMultipart(fields, {
			// The service takes the first file whatever its part is called (docs/api/API.md section 5.2).
			field: 'file',
			fileName: file.fileName,
			mimeType: file.mimeType,
			size: file.size,
			content,
			stop,
		});
		let failure: Error | undefined;
		// n8n's HTTP helper replaces an error of the file with "connection cut", so it is kept here.
		if (!Buffer.isBuffer(body)) body.on('error', (error) => (failure = error));
		const timeoutSeconds = TIMEOUT_SECONDS + Math.ceil(file.size / SLOWEST_BYTES_PER_SECOND);
		const outcome = await toResult(
			tryChange<T>(context, changeCall({ ...call, headers, body, timeoutSeconds })),
		);
		if ('value' in outcome) return outcome.value;
		throw failure instanceof UserError ? failure : outcome.error;
	} finally {
		// A service that refuses early leaves the rest unread, and the stored file open.
		close(content);
	}
}
