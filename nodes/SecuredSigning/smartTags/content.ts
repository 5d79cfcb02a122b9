import { sleep } from 'n8n-workflow';

import { endsQuietly, type UploadFile } from '../transport';
import { LIMITS, Unreadable } from './limits';

/** Other files wait meanwhile: one whose storage drips, or never answers, must not keep them for ever. */
const MOST_MS = 60_000;
const LOOK_EVERY_MS = 250;

type Content = Awaited<ReturnType<UploadFile['open']>>;

/**
 * The bytes of a file, in memory.
 *
 * @param signal n8n's, for an execution that somebody stops: nothing is loaded any longer
 * @throws Unreadable when there are more than this check reads, or not all of them come in time
 */
export async function contentOf(file: UploadFile, signal?: AbortSignal): Promise<Buffer> {
	refuseTooLarge(file.size);
	let isOver = false;
	let content: Content | undefined;
	const close = () => {
		if (content !== undefined && !Buffer.isBuffer(content)) content.destroy();
	};
	const load = async () => {
		content = await file.open();
		if (isOver) close();
		return await bytesOf(content, file.size);
	};
	const late = async (): Promise<never> => {
		for (let waited = 0; waited < MOST_MS && !isOver && !signal?.aborted; waited += LOOK_EVERY_MS) {
			await sleep(LOOK_EVERY_MS);
		}
		throw new Unreadable(`n8n could not load “${file.fileName}”: its storage does not answer`);
	};
	try {
		return await Promise.race([load(), late()]);
	} finally {
		isOver = true;
		close();
	}
}

async function bytesOf(content: Content, expected: number): Promise<Buffer> {
	if (Buffer.isBuffer(content)) {
		refuseTooLarge(content.length);
		return content;
	}
	endsQuietly(content);
	// As large as the file is said to be: pieces that are put together later take the memory twice.
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
