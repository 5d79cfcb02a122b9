/*
 * Whoever has a signing key or the address of a download can use it, and a manifest is kept for years. Texts
 * of the service may contain them in any form: plain, or escaped for HTML, JSON or URLs.
 */

/** A shorter key would match in unrelated words and dates. */
const SHORTEST_KEY = 6;
const HIDDEN = '***';

/** A pattern for all ways to write a character in HTML, JSON and URLs, also if it was escaped twice. */
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
	// Bounded: without a limit, a text of backslashes would be matched again from each of them.
	return `(?:\\\\{0,4}${itself}|${bytes}|${inHtml}|\\\\{1,4}u0*${hex})`;
}

const SLASH = waysToWrite('/', 'sol');
/** What comes before the host, with or without a scheme. */
const BEFORE_HOST = new RegExp(`${SLASH}{2,}`, 'u');
const FIRST_SLASH = new RegExp(SLASH, 'u');
/**
 * A host name at the end of a text: with a path after it, it is an address. Anything may come before it,
 * except the @ of an email address (checked by the caller).
 */
const ENDS_AS_HOST = /\.\p{L}{2,}(?::\d{1,5})?$/u;
const AT = new RegExp(waysToWrite('@', 'commat'), 'u');
const HOST = /^(?:[\p{L}\p{N}._-]+|\[[\da-f:.]+\])(?::\d{1,5}(?!\d))?/iu;
/** A name and its value, as in the last part of an address. */
const PARAMETER =
	/(?:[?&;#]|%(?:25)*(?:3f|26|3b|23))[\w.~+[\]%-]{0,100}?(?:=|%(?:25)*3d|&(?:amp;)*(?:#0*61|#x0*3d|equals);)/i;
/** Punctuation of the sentence around an address. */
const MARKS_BEHIND = /[.,;:!?)\]”"'>]{0,3}$/;

/**
 * Returns a function that removes these keys from a text, and from addresses everything after the host, up to
 * the next blank. From other words with parameters (`?name=value`), it removes the values.
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

/** @param address without what comes before the host */
function hostOf(address: string): string {
	const marks = MARKS_BEHIND.exec(address)?.[0] ?? '';
	const whole = address.slice(0, address.length - marks.length);
	const [authority] = /^[^/?#\\"'<>]*/.exec(whole) ?? [''];
	// A user name and password may come before the host.
	const behindName = authority.slice(authority.lastIndexOf('@') + 1);
	const host = AT.test(behindName) ? '' : (HOST.exec(behindName)?.[0] ?? '');
	if (host === whole) return address;
	return `${host && `${host}/`}${HIDDEN}${marks}`;
}
