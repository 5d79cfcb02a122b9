import type { UploadFile } from './files';
import { encodeMultipart } from './multipart';
import { changeOnce, withRetries } from './request';
import { isTooMany } from './retry';
import type { Context } from './types';

const TIMEOUT_SECONDS = 300;
// A slow office line; a file that needs longer can have a 'Timeout' of its own.
const SLOWEST_BYTES_PER_SECOND = 100_000;

/**
 * Sends a file as multipart/form-data, reading it while it is sent; tried again like any
 * change, from the beginning of the file.
 *
 * @param fields text fields that go in front of the file
 * @param query what goes into the address
 */
export async function upload<T>(
	context: Context,
	path: string,
	file: UploadFile,
	fields: Record<string, string> = {},
	query: Record<string, string> = {},
): Promise<T> {
	return await withRetries(
		context,
		isTooMany,
		async () => await uploadOnce<T>(context, path, file, fields, query),
	);
}

async function uploadOnce<T>(
	context: Context,
	path: string,
	file: UploadFile,
	fields: Record<string, string>,
	query: Record<string, string>,
): Promise<T> {
	const content = await file.open();
	try {
		const { headers, body } = encodeMultipart(fields, {
			// The service takes the first file whatever its part is called (docs/api/API.md section 5.2).
			field: 'file',
			fileName: file.fileName,
			mimeType: file.mimeType,
			size: file.size,
			content,
		});
		return await changeOnce<T>(context, path, body, {
			headers,
			qs: query,
			timeoutSeconds: TIMEOUT_SECONDS + Math.ceil(file.size / SLOWEST_BYTES_PER_SECOND),
		});
	} finally {
		// A service that refuses early leaves the rest unread, and the stored file open.
		if (!Buffer.isBuffer(content)) content.destroy();
	}
}
