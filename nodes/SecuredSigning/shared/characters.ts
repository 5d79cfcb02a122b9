import { refusal } from './refusal';

/** Names of characters that nobody sees; source: the Unicode Character Database. */
const NAMES: Record<number, string> = {
	0x00: 'NULL',
	0x09: 'TAB',
	0x0a: 'LINE FEED',
	0x0d: 'CARRIAGE RETURN',
	0x7f: 'DELETE',
	0xad: 'SOFT HYPHEN',
	0x34f: 'COMBINING GRAPHEME JOINER',
	0x61c: 'ARABIC LETTER MARK',
	0x115f: 'HANGUL CHOSEONG FILLER',
	0x1160: 'HANGUL JUNGSEONG FILLER',
	0x180e: 'MONGOLIAN VOWEL SEPARATOR',
	0x200b: 'ZERO WIDTH SPACE',
	0x200c: 'ZERO WIDTH NON-JOINER',
	0x200d: 'ZERO WIDTH JOINER',
	0x200e: 'LEFT-TO-RIGHT MARK',
	0x200f: 'RIGHT-TO-LEFT MARK',
	0x2028: 'LINE SEPARATOR',
	0x2029: 'PARAGRAPH SEPARATOR',
	0x202a: 'LEFT-TO-RIGHT EMBEDDING',
	0x202b: 'RIGHT-TO-LEFT EMBEDDING',
	0x202c: 'POP DIRECTIONAL FORMATTING',
	0x202d: 'LEFT-TO-RIGHT OVERRIDE',
	0x202e: 'RIGHT-TO-LEFT OVERRIDE',
	0x2060: 'WORD JOINER',
	0x2066: 'LEFT-TO-RIGHT ISOLATE',
	0x2067: 'RIGHT-TO-LEFT ISOLATE',
	0x2068: 'FIRST STRONG ISOLATE',
	0x2069: 'POP DIRECTIONAL ISOLATE',
	0x3164: 'HANGUL FILLER',
	0xfe6b: 'SMALL COMMERCIAL AT',
	0xfeff: 'ZERO WIDTH NO-BREAK SPACE',
	0xff20: 'FULLWIDTH COMMERCIAL AT',
	0xffa0: 'HALFWIDTH HANGUL FILLER',
};

/** Controls, format characters, halves of characters, ends of lines, and what is drawn as nothing. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/**
 * What words need though it cannot be seen: joiners in Persian and Indic names and in emoji, and the
 * variants of Chinese, Japanese and Mongolian letters and of emoji.
 */
const IN_WORDS =
	/[\u200c\u200d]|(?<=[\p{Script=Han}\p{Script=Mongolian}\p{Extended_Pictographic}])\p{Variation_Selector}/gu;

/** The code of a character, as Unicode writes it: U+202E. */
export const characterCode = (character: string): string =>
	`U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** A character for a message: its code, and its name where it has a known one. */
export function characterName(character: string): string {
	const known = NAMES[character.codePointAt(0) ?? 0];
	const name = known ?? (/\p{Cc}/u.test(character) ? 'a control character' : '');
	return `${characterCode(character)} ${name}`.trim();
}

/**
 * A text of others for one line of a list: without what nobody sees, which may turn its direction, and with blanks in
 * the place of ends of lines.
 */
export const shownText = (value: string): string =>
	value
		.replace(/\s*[\p{Cc}\p{Zl}\p{Zp}]\s*/gu, ' ')
		.replace(new RegExp(HIDDEN, 'gu'), (character) =>
			/[\u200c\u200d]|\p{Variation_Selector}/u.test(character) ? character : '',
		)
		.trim();

/** The first character of a text that nobody sees; undefined when there is none. */
export const hiddenCharacter = (value: string): string | undefined => HIDDEN.exec(value)?.[0];

/**
 * The text of a value that an expression or JSON may give; '' for none, which `false` is as well: what
 * `{{ $json.isLate && "…" }}` gives.
 *
 * @param what how to name the value in a message, e.g. "'Notify URL'"
 * @throws UserError for what is no text, such as a list: it would be left out without a word
 */
export function givenText(value: unknown, what: string): string {
	if (typeof value === 'string' || typeof value === 'number') return String(value);
	if (value === undefined || value === null || value === false) return '';
	throw refusal(`${what} is not text, but ${value === true ? 'true' : 'a list or an object'}`);
}

/** The same for words, such as a name: joiners and variants of letters are part of them. */
export const hiddenInWords = (value: string): string | undefined =>
	hiddenCharacter(value.replace(IN_WORDS, ''));

/**
 * A value of one line without blanks at its ends, such as a reference or an address; '' for none.
 *
 * @param what how to name the value in a message, e.g. "'Notify URL'"
 * @throws UserError for what is no text, and naming a character that nobody sees: what it looks like is
 *   not what it is
 */
export function visibleText(value: unknown, what: string): string {
	return checked(value, what, (text) => text);
}

/** The same for words, such as a name: joiners and variants of letters are part of them. */
export function visibleWords(value: unknown, what: string): string {
	return checked(value, what, (text) => text.replace(IN_WORDS, ''));
}

/** The same for words of several lines, such as the text of an email. */
export function visibleLines(value: unknown, what: string): string {
	return checked(value, what, (text) => text.replace(/[\t\r\n]/g, '').replace(IN_WORDS, ''));
}

function checked(value: unknown, what: string, toCheck: (text: string) => string): string {
	// A byte order mark at an end is no blank, though String.trim takes it for one.
	const text = givenText(value, what).replace(/^[^\S\ufeff]+|[^\S\ufeff]+$/g, '');
	const hidden = hiddenCharacter(toCheck(text));
	if (hidden !== undefined) {
		throw refusal(
			`${what} contains a character that cannot be seen: ${characterName(hidden)}`,
			'Type the value again instead of pasting it, or clean it in an earlier node.',
		);
	}
	return text;
}
