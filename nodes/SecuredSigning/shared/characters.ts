import { refusal } from './refusal';

/** Names of invisible or misleading characters; source: the Unicode Character Database. */
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

/** Control and format characters, lone surrogates, line ends, and other invisible characters. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/**
 * Invisible characters that words need: joiners in Persian and Indic names and in emoji, and variation
 * selectors of Chinese, Japanese and Mongolian characters and of emoji.
 */
const IN_WORDS =
	/[\u200c\u200d]|(?<=[\p{Script=Han}\p{Script=Mongolian}\p{Extended_Pictographic}])\p{Variation_Selector}/gu;

/** What programs put in place of bytes that are no letter. */
const UNREADABLE = '\ufffd';

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
 * A text from elsewhere, for one line of a list: without invisible characters, which may change its
 * direction, and with blanks instead of line ends.
 */
export const shownText = (value: string): string =>
	value
		.replace(/\s*[\p{Cc}\p{Zl}\p{Zp}]\s*/gu, ' ')
		.replace(new RegExp(HIDDEN, 'gu'), (character) =>
			/[\u200c\u200d]|\p{Variation_Selector}/u.test(character) ? character : '',
		)
		.trim();

/** The first invisible character of a text; undefined if there is none. */
export const hiddenCharacter = (value: string): string | undefined => HIDDEN.exec(value)?.[0];

/**
 * The text of a value from an expression or JSON; '' for no value, and for `false`, which `{{ $json.isLate &&
 * "…" }}` gives.
 *
 * @param what how to name the value in a message, e.g. "'Notify URL'"
 * @throws UserError for a value that is not text, such as a list: otherwise it would be left out without an
 *   error; and for a number whose last digits JavaScript has lost
 */
export function givenText(value: unknown, what: string): string {
	if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
		throw refusal(
			`${what} is a number with too many digits: ${String(value)}`,
			'Numbers this long are rounded, so its last digits may be wrong. Have the earlier node give it as text, in quotes.',
		);
	}
	if (typeof value === 'string' || typeof value === 'number') return String(value);
	if (value === undefined || value === null || value === false) return '';
	throw refusal(`${what} is not text, but ${value === true ? 'true' : 'a list or an object'}`);
}

/** The same for words, such as a name: joiners and variants of letters are part of them. */
export const hiddenInWords = (value: string): string | undefined =>
	hiddenCharacter(value.replace(IN_WORDS, ''));

/**
 * The text of a one-line value without blanks at its ends, such as a reference or an address; '' for no
 * value.
 *
 * @param what how to name the value in a message, e.g. "'Notify URL'"
 * @throws UserError for a value that is not text, for an invisible character, which it names, since such a text
 *   differs from what people see, and for one that was read in the wrong encoding
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
	// A byte order mark is not trimmed, although String.trim() would do so: it is reported as invisible.
	const text = givenText(value, what).replace(/^[^\S\ufeff]+|[^\S\ufeff]+$/g, '');
	const hidden = hiddenCharacter(toCheck(text));
	if (text.includes(UNREADABLE)) {
		throw refusal(
			`${what} has a letter that could not be read: "${shownText(text)}"`,
			'The list or file that it comes from was probably not saved as UTF-8. In Excel, save it as CSV UTF-8.',
		);
	}
	if (hidden !== undefined) {
		throw refusal(
			`${what} contains a character that cannot be seen: ${characterName(hidden)}`,
			'Type the value again instead of pasting it, or clean it in an earlier node.',
		);
	}
	return text;
}
