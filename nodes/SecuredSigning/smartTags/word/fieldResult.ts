/**
 * What a field shows when a program makes it anew:
 * - `kept`: what the file has as its result;
 * - `counted`: numbers and dates;
 * - `copied`: text from another place of the document;
 * - `computed`: text out of the instruction, out of properties of the document or of the file;
 * - `elsewhere`: text from another file;
 * - `instruction`: what stands in the instruction.
 */
export type FieldResult = 'kept' | 'counted' | 'copied' | 'computed' | 'elsewhere' | 'instruction';

// ECMA-376 part 1, section 17.16.5. None of these shows letters out of its instruction.
const OPAQUE = words(
	'ADDIN BIBLIOGRAPHY CITATION EMBED HYPERLINK INCLUDEPICTURE INDEX PRIVATE RD SHAPE TOA TOC',
);
// Their switches may have texts, such as the picture of a date.
const COUNTED = words(
	'AUTONUM AUTONUMLGL AUTONUMOUT BARCODE CREATEDATE DATE DISPLAYBARCODE EDITTIME FILESIZE FORMCHECKBOX FORMDROPDOWN FORMTEXT LISTNUM MERGEFIELD MERGEREC MERGESEQ NEXT NEXTIF NOTEREF NUMCHARS NUMPAGES NUMWORDS PAGE PAGEREF PRINTDATE REVNUM SAVEDATE SECTION SECTIONPAGES SEQ SET SKIPIF TA TC TIME XE',
);
const COPIES = words('REF STYLEREF');
const ELSEWHERE = words(
	'AUTOTEXT AUTOTEXTLIST DATABASE DDE DDEAUTO GLOSSARY IMPORT INCLUDE INCLUDETEXT LINK',
);
const BUTTON = /^\s*(?:MACROBUTTON|GOTOBUTTON)\s+\S+/i;

export function fieldResult(instruction: string): FieldResult {
	const word = (/^\s*([^\s\\"]*)/.exec(instruction)?.[1] ?? '').toUpperCase();
	if (word === '' || OPAQUE.has(word)) return 'kept';
	if (BUTTON.test(instruction)) return 'instruction';
	if (ELSEWHERE.has(word)) return 'elsewhere';
	if (COPIES.has(word)) return 'copied';
	return COUNTED.has(word) && !/[[!]|sign/i.test(instruction) ? 'counted' : 'computed';
}

/** The text of a field that is a button. */
export const buttonText = (instruction: string): string => instruction.replace(BUTTON, '').trim();

function words(list: string): ReadonlySet<string> {
	return new Set(list.split(' '));
}
