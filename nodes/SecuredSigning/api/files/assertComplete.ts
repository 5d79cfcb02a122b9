import { ownValue } from '../../shared/values';
import { PdfEnding } from './pdfEnding';

// PDF readers look this far for the mark of a PDF (ISO 32000-1, annex H.3.4.1).
const MARK_WITHIN_BYTES = 1024;
const MARK = '%PDF-';

/** A web page, perhaps behind a prolog or comments. */
const PAGE =
	/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[\s\S])*-->\s*)*<(?:!doctype\s+html|html|head|body|title|script)[\s>]/i;
const ZIP = /^PK/;
/** How files of a kind begin. */
const BEGINNINGS: Record<string, RegExp> = { pdf: new RegExp(MARK), zip: ZIP };

/** A file of which the first bytes are here. */
export interface DownloadHead {
	head: Buffer;
	/**
	 * Whether it is a PDF, whatever its name is. A zip file or a web page may contain the mark, too, but is
	 * no PDF.
	 */
	isPdf: boolean;
	/** All of it, from its first byte. */
	pieces: AsyncGenerator<Buffer>;
}

/** Reads the first bytes of a download, to find out what it is. */
export async function withHead(pieces: AsyncGenerator<Buffer>): Promise<DownloadHead> {
	const first: Buffer[] = [];
	let length = 0;
	while (length < MARK_WITHIN_BYTES) {
		const piece = await pieces.next();
		if (piece.done) break;
		first.push(piece.value);
		length += piece.value.length;
	}
	const head = Buffer.concat(first).subarray(0, MARK_WITHIN_BYTES);
	const isPdf = head.includes(MARK) && !ZIP.test(head.toString('latin1')) && !isPage(head);
	return { head, isPdf, pieces: rejoined(first, pieces) };
}

async function* rejoined(first: Buffer[], rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
	yield* first;
	yield* rest;
}

/**
 * Yields a download while it arrives, and throws at its end if it was not a complete file of its kind: empty,
 * a web page, a PDF that was cut, or something else under the name of a PDF. A server may send only a part,
 * or a web page, without an error status.
 *
 * @param kind the file extension that it is stored with
 * @param incomplete makes the error
 */
export async function* assertComplete(
	{ head, isPdf, pieces }: DownloadHead,
	kind: string,
	incomplete: () => Error,
): AsyncGenerator<Buffer> {
	const ending = isPdf ? new PdfEnding() : undefined;
	for await (const piece of pieces) {
		ending?.add(piece);
		yield piece;
	}
	const isAsNamed = ownValue(BEGINNINGS, kind)?.test(head.toString('latin1')) ?? true;
	const isCut = ending !== undefined && !ending.isWhole(head.indexOf(MARK));
	if (head.length === 0 || isPage(head) || !isAsNamed || isCut) throw incomplete();
}

const isPage = (head: Buffer): boolean => PAGE.test(head.toString('utf8'));
