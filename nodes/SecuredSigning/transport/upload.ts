import type { UploadFile } from './files';
import { encodeMultipart } from './multipart';
import { change } from './request';
import type { Context } from './types';

const TIMEOUT_SECONDS = 300;
// A slow office line; a file that needs longer can have a 'Timeout' of its own.
const SLOWEST_BYTES_PER_SECOND = 100_000;

/**
 * Sends a file as multipart/form-data, reading it while it is sent. Never tried again.
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
		return await change<T>(context, path, body, {
			headers,
			qs: query,
			timeoutSeconds: TIMEOUT_SECONDS + Math.ceil(file.size / SLOWEST_BYTES_PER_SECOND),
		});
	} finally {
		// A service that refuses early leaves the rest unread, and the stored file open.
		if (!Buffer.isBuffer(content)) content.destroy();
	}
}
