// The body of an answer, as far as it may go.

/** Bytes, unpacked: the longest list of an account that sends all day has some millions. */
const LONGEST = 32_000_000;

export class TooLong extends Error {
	constructor() {
		super('the answer was longer than any should be');
	}
}

/**
 * A body may have no end, or be packed so that a small one becomes huge.
 *
 * @throws TooLong beyond the longest
 */
export async function textOfBody({ body }: Response): Promise<string> {
	const reader = body?.getReader();
	const chunks: Uint8Array[] = [];
	let length = 0;
	for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
		length += read.value.length;
		if (length > LONGEST) {
			await reader?.cancel();
			throw new TooLong();
		}
		chunks.push(read.value);
	}
	return Buffer.concat(chunks).toString('utf8');
}
