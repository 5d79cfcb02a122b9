import { through } from './through';
import type { Stream } from './types';

// PDF readers look this far for the two marks (ISO 32000-1, annex H.3.4.1 and H.3.4.4).
const MARK_WITHIN_BYTES = 1024;
const SOME_TRAILING_BYTES = 1024;

/**
 * Hands a download on while it comes in, and fails at its end when it was not a whole file: empty, a
 * PDF without its end, or no PDF where the service says it is one. A server may cut a file short and
 * still call it complete.
 *
 * @param mimeType what the service itself says
 * @param incomplete makes the error
 */
export function wholeFile(content: Stream, mimeType: string, incomplete: () => Error): Stream {
	return through(content, async function* (chunks) {
		let head = Buffer.alloc(0);
		let tail = Buffer.alloc(0);
		for await (const chunk of chunks) {
			if (head.length < MARK_WITHIN_BYTES) {
				head = Buffer.concat([head, chunk.subarray(0, MARK_WITHIN_BYTES - head.length)]);
			}
			tail = Buffer.concat([tail, chunk.subarray(-2 * MARK_WITHIN_BYTES)]).subarray(
				-(MARK_WITHIN_BYTES + SOME_TRAILING_BYTES),
			);
			yield chunk;
		}
		const isPdf = head.includes('%PDF-');
		const isAsSaid = isPdf || mimeType !== 'application/pdf';
		const hasEnd = !isPdf || tail.includes('%%EOF');
		if (head.length === 0 || !isAsSaid || !hasEnd) throw incomplete();
	});
}
