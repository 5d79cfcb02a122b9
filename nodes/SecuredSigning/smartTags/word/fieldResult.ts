/**
 * What a field shows when a program updates it:
 * - `kept`: the result stored in the file;
 * - `counted`: numbers and dates;
 * - `copied`: the text of a bookmark; also for a word that is not a field name, because it is the name of a
 *   bookmark;
 * - `styled`: the text of the nearest paragraph with a style;
 * - `label`: the number of a paragraph;
 * - `computed`: text from the instruction, or from properties of the document or file;
 * - `elsewhere`: text from another file;
 * - `symbol`: a letter by its code;
 * - `instruction`: text from the instruction of a button.
 */
export type FieldResult =
	| 'kept'
	| 'counted'
	| 'copied'
	| 'styled'
	| 'label'
	| 'computed'
	| 'elsewhere'
	| 'symbol'
	| 'instruction';

// ECMA-376 part 1, section 17.16.5. None of these shows text from its instruction.
const OPAQUE = words(
	'ADDIN BIBLIOGRAPHY CITATION EMBED HYPERLINK INCLUDEPICTURE INDEX PRIVATE RD SHAPE TOA TOC',
);
// Their switches may contain text, such as the format of a date.
const COUNTED = words(
	'AUTONUM AUTONUMLGL AUTONUMOUT BARCODE CREATEDATE DATE DISPLAYBARCODE EDITTIME FILESIZE FORMCHECKBOX FORMDROPDOWN FORMTEXT LISTNUM MERGEFIELD MERGEREC MERGESEQ NEXT NEXTIF NOTEREF NUMCHARS NUMPAGES NUMWORDS PAGE PAGEREF PRINTDATE REVNUM SAVEDATE SECTION SECTIONPAGES SEQ SET SKIPIF TA TC TIME XE',
);
/** Switches that show the number of a paragraph instead of its text. */
const LABEL = /^\s*(?:STYLE)?REF\b.*\\[nrsw](?:\s|$)/i;
const BOOKMARK = /^\s*(?:(?:STYLE)?REF\s+)?(?:"([^"]*)"|([^\s\\"]+))/i;
const SYMBOL = /^\s*SYMBOL\s+"?(0x[\da-f]{1,6}|\d{1,7}|.)/i;
const CODES = /^\s*QUOTE((?:\s+"?(?:0x[\da-f]{1,6}|\d{1,7})"?)+)\s*(?:\\.*)?$/i;
const ELSEWHERE = words(
	'AUTOTEXT AUTOTEXTLIST DATABASE DDE DDEAUTO GLOSSARY IMPORT INCLUDE INCLUDETEXT LINK',
);
const BUTTON = /^\s*(?:MACROBUTTON|GOTOBUTTON)\s+\S+/i;

export function fieldResult(instruction: string): FieldResult {
	const word = (/^\s*([^\s\\"]*)/.exec(instruction)?.[1] ?? '').toUpperCase();
	if (word === '' || OPAQUE.has(word)) return 'kept';
	if (BUTTON.test(instruction)) return 'instruction';
	if (ELSEWHERE.has(word)) return 'elsewhere';
	if (LABEL.test(instruction)) return 'label';
	if (word === 'REF') return 'copied';
	if (word === 'STYLEREF') return 'styled';
	if (word === 'SYMBOL') return 'symbol';
	return COUNTED.has(word) && !/[[!]|sign/i.test(instruction) ? 'counted' : 'computed';
}

/** The name of the bookmark or style whose text a field copies; '' if it names none. */
export function sourceIn(instruction: string): string {
	const [, quoted, plain = ''] = BOOKMARK.exec(instruction) ?? [];
	return quoted ?? plain;
}

/** ECMA-376 part 1, section 17.16.5.62. */
export function symbolIn(instruction: string): string {
	const code = SYMBOL.exec(instruction)?.[1] ?? '';
	return /^(?:0x|\d)/i.test(code) ? letter(code) : code;
}

/**
 * The text that a QUOTE field gives as character codes; '' for anything else (ECMA-376 part 1, section
 * 17.16.5.48).
 */
export const quotedIn = (instruction: string): string =>
	(CODES.exec(instruction)?.[1] ?? '')
		.split(/[\s"]+/)
		.map((code) => (code === '' ? '' : letter(code)))
		.join('');

function letter(code: string): string {
	const number = Number(code);
	return number > 0 && number <= 0x10ffff ? String.fromCodePoint(number) : '';
}

/** The text of a field that is a button. */
export const buttonText = (instruction: string): string => instruction.replace(BUTTON, '').trim();

function words(list: string): ReadonlySet<string> {
	return new Set(list.split(' '));
}
