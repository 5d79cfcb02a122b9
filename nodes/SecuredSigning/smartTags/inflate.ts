import { Unreadable, type Allowance } from './limits';

/**
 * Unpacks what is compressed, piece by piece: whoever stops reading stops the unpacking, so a bomb
 * costs no more than what the allowance lets through.
 *
 * @param format 'deflate-raw' in a ZIP archive (RFC 1951), 'deflate' in a PDF (RFC 1950)
 * @throws Unreadable when it is damaged or the allowance is used up
 */
export async function* inflated(
	bytes: Uint8Array,
	format: 'deflate' | 'deflate-raw',
	allowance: Allowance,
): AsyncGenerator<Uint8Array> {
	const reader = new Blob([bytes as Uint8Array<ArrayBuffer>])
		.stream()
		.pipeThrough(new DecompressionStream(format))
		.getReader();
	try {
		for (;;) {
			const { done, value } = await reader.read().catch(damaged);
			if (done) return;
			allowance.take(value.length);
			yield value;
		}
	} finally {
		// Of a damaged stream there is nothing left to cancel, which is no news.
		await reader.cancel().catch(() => {});
	}
}

function damaged(): never {
	throw new Unreadable('A compressed part of the file is damaged');
}
