import { Unreadable } from './limits';

type Container = 'pdf' | 'archive';

/** How files begin, and what they are then, for people. */
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
/** Readers of PDFs look so far for the beginning of one (ISO 32000-1, annex H.3.4.1). */
const START = 1024;
/** As far as readers of archives look for the end, and more than readers of PDFs do. */
const END = 66_000;
const END_OF_ARCHIVE = 'PK\u0005\u0006';
const OF_PDF = /%PDF-|startxref/;

const OTHERWISE = 'other programs may take it for a file of another kind';

/**
 * Looks whether a file may be taken for one of another kind than its name says: programs go by the name, by the first
 * bytes, or by what they find, and each would show another text.
 *
 * @returns why that may be, in words; undefined for a file like any other
 * @throws Unreadable when it begins as a file of another kind
 */
export function disguise(bytes: Buffer, type: string): string | undefined {
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

/** What stands behind an archive, or in its comment. */
function behind(bytes: Buffer): string {
	const end = bytes.toString('latin1', Math.max(0, bytes.length - END));
	return end.slice(Math.max(0, end.lastIndexOf(END_OF_ARCHIVE)));
}
