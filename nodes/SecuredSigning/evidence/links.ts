/*
 * Whoever has a signing key or the address of a download can use it, and a manifest is kept for years. Texts of the
 * service may hold them in any form: as they are, or as HTML, JSON and other addresses write them.
 */

/** A shorter key would be found in words and dates that have nothing to do with it. */
const SHORTEST_KEY = 6;
const HIDDEN = '***';

/** The ways in which a sign is written in HTML, JSON and addresses, as a pattern; also when that was done twice. */
function waysToWrite(sign: string, entity = '[a-z]+'): string {
	const inBothCases = (hex: string) =>
		hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
	const code = sign.codePointAt(0) ?? 0;
	const hex = inBothCases(code.toString(16));
	const bytes = inBothCases(Buffer.from(sign).toString('hex')).replace(
		/(?:\[\w+\]|\d){2}/g,
		'%(?:25)*$&',
	);
	const itself = sign.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
	const inHtml = `&(?:amp;)*(?:#0*${code};?|#[xX]0*${hex};?|${entity};)`;
	// Bounded, since a text of backslashes alone would be read again from each of them.
	return `(?:\\\\{0,4}${itself}|${bytes}|${inHtml}|\\\\{1,4}u0*${hex})`;
}

const SLASH = waysToWrite('/', 'sol');
/** What stands before the host, with or without a scheme. */
const BEFORE_HOST = new RegExp(`${SLASH}{2,}`, 'u');
const FIRST_SLASH = new RegExp(SLASH, 'u');
/** The name of a host, which is an address with a path behind it. In front of it may be anything, but not a person. */
const ENDS_AS_HOST = /\.\p{L}{2,}(?::\d{1,5})?$/u;
const AT = new RegExp(waysToWrite('@', 'commat'), 'u');
const HOST = /^(?:[\p{L}\p{N}._-]+|\[[\da-f:.]+\])(?::\d{1,5}(?!\d))?/iu;
/** A name and its value, as in the last part of an address. */
const PARAMETER =
	/(?:[?&;#]|%(?:25)*(?:3f|26|3b|23))[\w.~+[\]%-]{0,100}?(?:=|%(?:25)*3d|&(?:amp;)*(?:#0*61|#x0*3d|equals);)/i;
/** Marks of the sentence around an address. */
const MARKS_BEHIND = /[.,;:!?)\]”"'>]{0,3}$/;

/**
 * What takes these keys out of a text, and of addresses all that follows the host, up to the next blank. Of other
 * words that hold parameters (`?name=value`), these go.
 */
export function withoutLinks(keys: string[]): (told: string) => string {
	const patterns = [...new Set(keys)]
		.filter(({ length }) => length >= SHORTEST_KEY)
		.map((key) => {
			const signs = [...key].map((sign) => (/\w/.test(sign) ? sign : waysToWrite(sign)));
			return new RegExp(signs.join(''), 'gu');
		});
	return (told) =>
		patterns
			.reduce((left, pattern) => left.replace(pattern, HIDDEN), told)
			.replace(/\S+/g, withoutPath);
}

function withoutPath(word: string): string {
	const parameter = PARAMETER.exec(word)?.index;
	const named = parameter === undefined ? word : `${word.slice(0, parameter + 1)}${HIDDEN}`;
	const address = BEFORE_HOST.exec(word);
	if (address && address.index < (parameter ?? Infinity)) {
		const start = address.index + address[0].length;
		return word.slice(0, start) + hostOf(word.slice(start));
	}
	const path = FIRST_SLASH.exec(word)?.index ?? word.length;
	const host = word.slice(0, path);
	const isAddress =
		path < (parameter ?? word.length) && ENDS_AS_HOST.test(host) && !host.includes('@');
	return isAddress ? `${host}/${HIDDEN}` : named;
}

/** @param address without what stands before the host */
function hostOf(address: string): string {
	const marks = MARKS_BEHIND.exec(address)?.[0] ?? '';
	const whole = address.slice(0, address.length - marks.length);
	const [authority] = /^[^/?#\\"'<>]*/.exec(whole) ?? [''];
	// In front of the host may be a name and a password.
	const behindName = authority.slice(authority.lastIndexOf('@') + 1);
	const host = AT.test(behindName) ? '' : (HOST.exec(behindName)?.[0] ?? '');
	if (host === whole) return address;
	return `${host && `${host}/`}${HIDDEN}${marks}`;
}
