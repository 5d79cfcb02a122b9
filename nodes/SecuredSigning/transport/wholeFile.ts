import { entry } from '../values';

// PDF readers look this far for the two marks (ISO 32000-1, annex H.3.4.1 and H.3.4.4).
const MARK_WITHIN_BYTES = 1024;
// With some bytes that others append.
const END_BYTES = MARK_WITHIN_BYTES + 1024;

/** A web page, perhaps behind a prolog or comments. */
const PAGE =
	/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[\s\S])*-->\s*)*<(?:!doctype\s+html|html|head|body|title|script)[\s>]/i;
/** How files of a kind begin. */
const BEGINNINGS: Record<string, RegExp> = { pdf: /%PDF-/, zip: /^PK/ };

/**
 * Hands a download on while it comes in, and fails at its end when it was not a whole file of its kind:
 * empty, a web page, a PDF without its end, or something else under the name of a PDF. A server may cut a
 * file short, or answer with a page, and still call it complete.
 *
 * @param kind what it is to be stored as: the extension of such files
 * @param incomplete makes the error
 */
export async function* wholeFile(
	pieces: AsyncIterable<Buffer>,
	kind: string,
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
	const start = head.toString('latin1');
	const isPdf = start.includes('%PDF-');
	const isAsNamed = entry(BEGINNINGS, kind)?.test(start) ?? true;
	const hasEnd = !isPdf || tail.includes('%%EOF');
	const isPage = PAGE.test(head.toString('utf8'));
	if (head.length === 0 || isPage || !isAsNamed || !hasEnd) throw incomplete();
}
