import type { UploadFile } from '../transport';
import { LIMITS, Unreadable } from './limits';

/**
 * The bytes of a file, in memory.
 * @throws Unreadable when there are more than this check reads
 */
export async function contentOf(file: UploadFile): Promise<Buffer> {
	const content = await file.open();
	if (Buffer.isBuffer(content)) {
		refuseTooLarge(content.length);
		return content;
	}
	const chunks: Buffer[] = [];
	let size = 0;
	try {
		for await (const chunk of content as AsyncIterable<Buffer>) {
			size += chunk.length;
			refuseTooLarge(size);
			chunks.push(chunk);
		}
	} finally {
		content.destroy();
	}
	return Buffer.concat(chunks);
}

function refuseTooLarge(size: number): void {
	if (size > LIMITS.fileBytes) {
		throw new Unreadable(
			`The file is larger than the ${LIMITS.fileBytes / 1024 / 1024} MB that this check reads`,
		);
	}
}
