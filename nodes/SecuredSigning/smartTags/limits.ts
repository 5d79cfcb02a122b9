import { UserError } from 'n8n-workflow';

const MB = 1024 * 1024;

/**
 * Limits on single values. The total cost is limited by the meter (meter.ts). Strangers can upload files
 * through a web form, so both prevent a malicious file from using up n8n's memory or time.
 */
export const LIMITS = {
	/** A file is kept in memory while it is read; contracts of this size are scanned pictures. */
	fileBytes: 50 * MB,
	/** One decompressed part of a PDF is kept as a whole: a page, a font's table. */
	pdfPartBytes: 8 * MB,
	/** Values in one object of a PDF; real ones have a few thousand. */
	pdfValues: 30_000,
	/** The source text of one value; real ones have some 100 kB. */
	pdfValueBytes: MB,
	pdfStringBytes: 64 * 1024,
	/** ISO 32000-1, annex C: 127. */
	pdfNameBytes: 1000,
	/** Nesting of lists, or of forms, in a PDF; real files stay below ten. */
	pdfDepth: 50,
	pdfPages: 5000,
	pdfLineLength: 64 * 1024,
	/** The text of one letter: ISO 32000-1, section 9.10.3, allows 512 bytes. */
	pdfLetterLength: 256,
	/** Parts of a .docx. Each picture is one. */
	zipEntries: 10_000,
	/** One tag of XML, with its attributes; read again with each new piece of the file. */
	xmlTagLength: 64 * 1024,
	/** Nesting of elements; Word's own files stay below a hundred. */
	xmlDepth: 1000,
	/** Namespace prefixes in force at one place; Word declares some 35. */
	xmlPrefixes: 200,
	/** Nesting of text boxes. */
	paragraphDepth: 50,
	/** Nesting of fields; real files stay below ten. */
	fieldDepth: 100,
	paragraphLength: 256 * 1024,
	/** A Smart Tag with a long name and address has 200 characters. */
	tagLength: 1000,
	tags: 2000,
} as const;

/** A file that this check does not read; the message says why, and ends without a full stop. */
export class Unreadable extends UserError {}

/** Thrown when a limit is reached: reading stops, but what was found before still counts. */
export class TooMuch extends Unreadable {}

/**
 * Returns undefined for an Unreadable, so that the part is ignored. @throws TooMuch and every other error
 * again
 */
export function ignoreUnreadable(error: Error): undefined {
	if (error instanceof TooMuch || !(error instanceof Unreadable)) throw error;
	return undefined;
}
