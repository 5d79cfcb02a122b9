import { entry } from '../../values';

// The Adobe Glyph List's names of what a Smart Tag is written with; letters are called by themselves.
const NAMES: Record<string, string> = {
	space: ' ',
	exclam: '!',
	quotedbl: '"',
	quotesingle: "'",
	quoteright: '’',
	ampersand: '&',
	parenleft: '(',
	parenright: ')',
	plus: '+',
	comma: ',',
	hyphen: '-',
	period: '.',
	slash: '/',
	zero: '0',
	one: '1',
	two: '2',
	three: '3',
	four: '4',
	five: '5',
	six: '6',
	seven: '7',
	eight: '8',
	nine: '9',
	colon: ':',
	semicolon: ';',
	at: '@',
	bracketleft: '[',
	bracketright: ']',
	underscore: '_',
	braceleft: '{',
	braceright: '}',
	bullet: '•',
	endash: '–',
	emdash: '—',
	quoteleft: '‘',
	quotedblleft: '“',
	quotedblright: '”',
	ff: 'ff',
	fi: 'fi',
	fl: 'fl',
	ffi: 'ffi',
	ffl: 'ffl',
};

// The names of letters with accents are the letter's and the accent's.
const ACCENTS: Record<string, string> = {
	grave: '\u0300',
	acute: '\u0301',
	circumflex: '\u0302',
	tilde: '\u0303',
	macron: '\u0304',
	dieresis: '\u0308',
	ring: '\u030a',
	caron: '\u030c',
	cedilla: '\u0327',
};

/** The text that a glyph's name stands for; undefined for a name that is the font's own. */
export function glyphText(name: string): string | undefined {
	if (/^[A-Za-z]$/.test(name)) return name;
	const code = /^(?:uni([\dA-F]{4})|u([\dA-F]{4,5}))$/.exec(name);
	if (code) return String.fromCodePoint(parseInt(code[1] ?? code[2], 16));
	const accent = entry(ACCENTS, name.slice(1));
	if (accent !== undefined) return `${name[0]}${accent}`.normalize('NFC');
	return entry(NAMES, name);
}
