import { Unreadable } from './limits';

type Container = 'pdf' | 'archive';

/** The first bytes of file types, with a description for people. */
const BEGINNINGS: Array<[mark: string, what: string, container?: Container]> = [
	['%PDF-', 'a PDF', 'pdf'],
	['PK\u0003\u0004', 'a Word or OpenDocument file, or another archive', 'archive'],
	['{\\rtf', 'an RTF text'],
	['<', 'a web page or another text with tags'],
	['%!PS', 'a PostScript file'],
	['\u0089PNG', 'a picture'],
	['\u00ff\u00d8\u00ff', 'a picture'],
	['GIF8', 'a picture'],
];
const BLANK = /^(?:\u00ef\u00bb\u00bf)?[\s\0]*/;
/** PDF readers search this many bytes for the header (ISO 32000-1, annex H.3.4.1). */
const START = 1024;
/** ZIP readers search this many bytes for the end record; PDF readers search fewer. */
const END = 66_000;
const END_OF_ARCHIVE = 'PK\u0005\u0006';
const OF_PDF = /%PDF-|startxref/;

const OTHERWISE = 'other programs may take it for a file of another kind';

/**
 * Checks whether programs may read a file as another type than its name says: some use the name, some the
 * first bytes, some search for a header, and each would show another text.
 *
 * @returns the reason in words; undefined if there is no doubt
 * @throws Unreadable when it clearly begins as a file of another type
 */
export function typeDoubt(bytes: Buffer, type: string): string | undefined {
	const container: Container = type === 'pdf' ? 'pdf' : 'archive';
	const start = bytes.toString('latin1', 0, START);
	const blank = BLANK.exec(start)?.[0].length ?? 0;
	const [, what, actual] = BEGINNINGS.find(([mark]) => start.startsWith(mark, blank)) ?? [];
	if (what !== undefined && actual !== container) {
		const named = container === 'pdf' ? 'PDF' : `.${type}`;
		throw new Unreadable(
			`The file is not a ${named}, whatever its name says: it begins as ${what}`,
		);
	}
	if (what === undefined) return `It has something in front of it, and ${OTHERWISE}`;
	const isBoth = container === 'archive' && (OF_PDF.test(start) || OF_PDF.test(behind(bytes)));
	return isBoth ? `It also contains a PDF, and ${OTHERWISE}` : undefined;
}

/** The bytes after the archive, including its comment. */
function behind(bytes: Buffer): string {
	const end = bytes.toString('latin1', Math.max(0, bytes.length - END));
	return end.slice(Math.max(0, end.lastIndexOf(END_OF_ARCHIVE)));
}
