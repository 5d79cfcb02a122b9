// PDF readers look this far for the two marks (ISO 32000-1, annex H.3.4.1 and H.3.4.4).
const MARK_WITHIN_BYTES = 1024;
// With some bytes that others append.
const END_BYTES = MARK_WITHIN_BYTES + 1024;

/**
 * Hands a download on while it comes in, and fails at its end when it was not a whole file: empty, a
 * PDF without its end, or no PDF where the service says it is one. A server may cut a file short and
 * still call it complete.
 *
 * @param mimeType what the service itself says
 * @param incomplete makes the error
 */
export async function* wholeFile(
	pieces: AsyncIterable<Buffer>,
	mimeType: string,
	incomplete: () => Error,
): AsyncGenerator<Buffer> {
	let head: Buffer = Buffer.alloc(0);
	let tail: Buffer = Buffer.alloc(0);
	for await (const piece of pieces) {
		if (head.length < MARK_WITHIN_BYTES) {
			head = Buffer.concat([head, piece.subarray(0, MARK_WITHIN_BYTES - head.length)]);
		}
		tail = (piece.length < END_BYTES ? Buffer.concat([tail, piece]) : piece).subarray(-END_BYTES);
		yield piece;
	}
	const isPdf = head.includes('%PDF-');
	const isAsSaid = isPdf || mimeType !== 'application/pdf';
	const hasEnd = !isPdf || tail.includes('%%EOF');
	if (head.length === 0 || !isAsSaid || !hasEnd) throw incomplete();
}
