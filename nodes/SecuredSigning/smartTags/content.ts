import { endsQuietly, type UploadFile } from '../api';
import { close } from '../api/http/streamOf';
import { inTime } from '../shared/inTime';
import { LIMITS, Unreadable } from './limits';

type Content = Awaited<ReturnType<UploadFile['open']>>;

/**
 * Loads the bytes of a file, within a minute, because other files wait meanwhile.
 *
 * @param signal n8n's signal that somebody stopped the execution: loading ends
 * @throws Unreadable when the file is larger than this check reads, or is not loaded in time
 */
export async function contentOf(file: UploadFile, signal?: AbortSignal): Promise<Buffer> {
	refuseTooLarge(file.size);
	let isOver = false;
	let content: Content | undefined;
	const load = async () => {
		content = await file.open();
		if (isOver) close(content);
		return await bytesOf(content, file.size);
	};
	const late = () =>
		new Unreadable(`n8n could not load “${file.fileName}”: its storage does not answer`);
	try {
		return await inTime(load(), { stop: signal, late });
	} finally {
		isOver = true;
		close(content);
	}
}

async function bytesOf(content: Content, expected: number): Promise<Buffer> {
	if (Buffer.isBuffer(content)) {
		refuseTooLarge(content.length);
		return content;
	}
	endsQuietly(content);
	// Allocated in the expected size: joining pieces later would need twice the memory.
	let bytes = Buffer.allocUnsafe(expected);
	let size = 0;
	for await (const chunk of content as AsyncIterable<Buffer>) {
		const needed = size + chunk.length;
		refuseTooLarge(needed);
		if (needed > bytes.length) bytes = Buffer.concat([bytes], 2 * needed);
		size += chunk.copy(bytes, size);
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
