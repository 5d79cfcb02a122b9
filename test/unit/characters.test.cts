/** Characters that nobody sees, and addresses: expectations from Unicode, the RFCs and Node's own IDNA. */
import { domainToASCII } from 'node:url';

import { asciiDomain, isEmail, isMixed } from '../../nodes/SecuredSigning/shared/addresses';
import { visibleText, visibleWords } from '../../nodes/SecuredSigning/shared/characters';

const all = Array.from({ length: 0x110000 }, (_, code) => code)
	.filter((code) => code < 0xd800 || code > 0xdfff)
	.map((code) => String.fromCodePoint(code));
const refusalOf = (read: typeof visibleText, value: string) => {
	try {
		read(value, 'It');
		return undefined;
	} catch (error) {
		return (error as Error).message;
	}
};

describe('characters that nobody sees', () => {
	const hidden = all.filter((character) =>
		/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(character),
	);

	test('are refused in a reference, all of those that Unicode knows, by their code', () => {
		expect(hidden.length).toBeGreaterThan(4000);
		for (const character of hidden) {
			const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
			expect(refusalOf(visibleText, `a${character}b`)).toContain(`U+${code}`);
		}
	});

	test('are refused in a name, but for the two joiners', () => {
		const allowed = hidden.filter(
			(character) => refusalOf(visibleWords, `a${character}b`) === undefined,
		);
		expect(allowed).toEqual(['\u200c', '\u200d']);
	});

	test.each([
		['\u200b', 'U+200B ZERO WIDTH SPACE'],
		['\u202e', 'U+202E RIGHT-TO-LEFT OVERRIDE'],
		['\u2066', 'U+2066 LEFT-TO-RIGHT ISOLATE'],
		['\ufeff', 'U+FEFF ZERO WIDTH NO-BREAK SPACE'],
		['\u00ad', 'U+00AD SOFT HYPHEN'],
		['\0', 'U+0000 NULL'],
		['\u001b', 'U+001B a control character'],
	])('%j is named', (character, name) => {
		expect(refusalOf(visibleWords, `Ana${character}`)).toBe(
			`It contains a character that cannot be seen: ${name}`,
		);
	});

	test('a half of a character is refused', () => {
		expect(refusalOf(visibleWords, 'a\ud800b')).toContain('U+D800');
	});

	// Persian "mikhaham", Malayalam with chillu, Japanese 葛 in its variant of a family name, Mongolian, emoji.
	test.each(['می\u200cخواهم', 'അവന\u200d', '葛\u{e0100}城', 'ᠮ\u180b', '❤\ufe0f', '👩\u200d🚀'])(
		'“%s” is a word',
		(word) => {
			expect(visibleWords(word, 'It')).toBe(word);
		},
	);

	test('blanks and line ends around a value are passed over', () => {
		expect(visibleText(' \t1540\r\n', 'It')).toBe('1540');
	});
});

describe('an address', () => {
	test.each([
		'ana@example.com',
		"o'brien+tag@mail.example.co.nz",
		'user_1.name@xn--bcher-kva.example',
		'анна@почта.рф',
		'josé@bücher.example',
		'a@l·l.example',
	])('%s is one', (email) => expect(isEmail(email)).toBe(true));

	// RFC 5321 section 4.1.2 and RFC 5322 section 3.4: quoted strings, comments, groups, names, lists.
	test.each([
		'"ana lopez"@example.com',
		'ana(comment)@example.com',
		'ana@example.com(comment)',
		'Ana <ana@example.com>',
		'<ana@example.com>',
		'a@example.com,b@evil.example',
		'a@example.com;b@evil.example',
		'a@b@example.com',
		'@evil.example:ana@example.com',
		'ana@example.com\nbcc:b@evil.example',
		'ana@example.com b@evil.example',
		'.ana@example.com',
		'ana.@example.com',
		'an..a@example.com',
		'ana@example.com.',
		'ana@example..com',
		'ana@[127.0.0.1]',
		'ana@127.0.0.1',
		'ana@0x7f.1',
		'ana@example.com:25',
		'ana@example.com/evil.example',
		'ana@ex%61mple.com',
		'ana@example',
		'ana\\@evil.example',
		'ana＠example.com',
		'ana﹫example.com',
		'ana@ｅxample.com',
		'ana@example。com',
		'ana@xn--a.example',
		'mailto:ana@example.com',
		'',
	])('%j is none', (email) => expect(isEmail(email)).toBe(false));
});

describe('a domain', () => {
	test.each(['example.com', 'EXAMPLE.com', 'bücher.example', 'bu\u0308cher.example', 'почта.рф'])(
		'%s is compared as Node has it',
		(domain) => expect(asciiDomain(domain)).toBe(domainToASCII(domain)),
	);

	test.each(['exаmple.com', 'аpple.com', 'goοgle.example'])(
		'%s mixes letters that look alike',
		(domain) => expect(isMixed(domain)).toBe(true),
	);

	test.each(['example.com', 'почта.рф', 'почта.com', '例え.example', 'nihon日本ご.example'])(
		'%s does not',
		(domain) => expect(isMixed(domain)).toBe(false),
	);
});
