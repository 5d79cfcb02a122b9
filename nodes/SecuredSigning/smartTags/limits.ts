import { UserError } from 'n8n-workflow';

const MB = 1024 * 1024;

/**
 * How far this check goes. Whoever fills in a web form may have made the file, so every one of these
 * keeps a file that was built to harm from taking n8n's memory or its time.
 */
export const LIMITS = {
	/** A file is held in memory while it is read; contracts of this size are scanned pictures. */
	fileBytes: 50 * MB,
	/** What comes out of a file's compressed parts, all together: some 20,000 pages of Word text. */
	unpackedBytes: 100 * MB,
	/** One compressed part of a PDF is held in memory as a whole: a page, a font's table. */
	pdfPartBytes: 16 * MB,
	/** Steps through a PDF: each value and each letter that is drawn is one. Some 1,000 pages of text. */
	pdfSteps: 5_000_000,
	/** Lists inside of lists in a PDF; real ones stay below ten. */
	pdfDepth: 50,
	pdfPages: 5000,
	/** Parts of a .docx. Each picture is one. */
	zipEntries: 10_000,
	/** One tag of XML, with its attributes; read again with each new piece of the file. */
	xmlTagLength: 64 * 1024,
	/** Text boxes inside of text boxes. */
	paragraphDepth: 50,
	paragraphLength: MB,
	/** A Smart Tag with a long name and address has 200 characters. */
	tagLength: 1000,
	tags: 2000,
} as const;

/** A file that this check does not read; the message says why, and ends without a full stop. */
export class Unreadable extends UserError {}

/** What one file may still use up of a limit. */
export class Allowance {
	constructor(
		private left: number,
		private readonly refusal: string,
	) {}

	/** @throws Unreadable when it is used up */
	take(amount: number): void {
		this.left -= amount;
		if (this.left < 0) throw new Unreadable(this.refusal);
	}
}

/** How much of one file may still be unpacked. */
export const unpackAllowance = (): Allowance =>
	new Allowance(
		LIMITS.unpackedBytes,
		`Its contents unpack to more than ${LIMITS.unpackedBytes / MB} MB, which is more than this check reads`,
	);
