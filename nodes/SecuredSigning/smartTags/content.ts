import { unstalled, type UploadFile } from '../transport';
import { LIMITS, Unreadable } from './limits';

const PATIENCE = {
	milliseconds: 60_000,
	// Other files wait meanwhile: one that drips must not keep them for ever.
	inAll: true,
	late: () => new Unreadable('n8n could not load the file: its storage does not answer'),
};

/**
 * The bytes of a file, in memory.
 * @throws Unreadable when there are more than this check reads
 */
export async function contentOf(file: UploadFile): Promise<Buffer> {
	refuseTooLarge(file.size);
	const content = await file.open();
	if (Buffer.isBuffer(content)) {
		refuseTooLarge(content.length);
		return content;
	}
	// As large as the file is said to be: pieces that are put together later take the memory twice.
	let bytes = Buffer.allocUnsafe(file.size);
	let size = 0;
	try {
		for await (const chunk of unstalled(content, PATIENCE)) {
			const needed = size + chunk.length;
			refuseTooLarge(needed);
			if (needed > bytes.length) bytes = Buffer.concat([bytes], 2 * needed);
			size += chunk.copy(bytes, size);
		}
	} finally {
		content.destroy();
	}
	return bytes.subarray(0, size);
}

function refuseTooLarge(size: number): void {
	if (size > LIMITS.fileBytes) {
		throw new Unreadable(
			`The file is larger than the ${LIMITS.fileBytes / 1024 / 1024} MB that this check reads`,
		);
	}
}
