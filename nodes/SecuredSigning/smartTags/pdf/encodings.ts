import { WINDOWS_FROM_0X80 } from '../../shared/windows1252';

/** The text of a code of one byte; undefined where the encoding has none. */
export type Encoding = (code: number) => string | undefined;

const NONE = '\ufffd';
// ISO 32000-1, annex D.2 and D.5 to D.6, each from the first code that differs from ASCII.
const MAC_FROM_0X80 =
	'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄¤‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\ufffdÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ';
const STANDARD_FROM_0XA1 =
	"¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ\ufffd–†‡·\ufffd¶•‚„”»…‰\ufffd¿\ufffd`´ˆ˜¯˘˙¨\ufffd˚¸\ufffd˝˛ˇ—" +
	'\ufffd'.repeat(16) +
	'Æ\ufffdª\ufffd\ufffd\ufffd\ufffdŁØŒº\ufffd\ufffd\ufffd\ufffd\ufffdæ\ufffd\ufffd\ufffdı\ufffd\ufffdłøœß';
/** The glyphs of Adobe's technical note 5176, appendix A, after those of the standard encoding. */
const FURTHER_GLYPHS =
	'¹¬µ™Ð½±Þ¼÷¦°þ¾²®−ð×³©ÁÂÄÀÅÃÇÉÊËÈÍÎÏÌÑÓÔÖÒÕŠÚÛÜÙÝŸŽáâäàåãçéêëèíîïìñóôöòõšúûüùýÿž';
const SYMBOL_FROM_0X20 =
	' !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧ∆ΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλµνοπθρστυϖωξψζ{|}∼';
const SYMBOL_FROM_0XA0 =
	'€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\ufffd〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭';
const DINGBATS_FROM_0X20 =
	' ✁✂✃✄☎✆✇✈✉☛☞✌✍✎✏✐✑✒✓✔✕✖✗✘✙✚✛✜✝✞✟✠✡✢✣✤✥✦✧★✩✪✫✬✭✮✯✰✱✲✳✴✵✶✷✸✹✺✻✼✽✾✿❀❁❂❃❄❅❆❇❈❉❊❋●❍■❏❐❑❒▲▼◆❖◗❘❙❚❛❜❝❞';
const DINGBATS_FROM_0XA1 =
	'❡❢❣❤❥❦❧♣♦♥♠①②③④⑤⑥⑦⑧⑨⑩❶❷❸❹❺❻❼❽❾❿➀➁➂➃➄➅➆➇➈➉➊➋➌➍➎➏➐➑➒➓➔→↔↕➘➙➚➛➜➝➞➟➠➡➢➣➤➥➦➧➨➩➪➫➬➭➮➯\ufffd➱➲➳➴➵➶➷➸➹➺➻➼➽➾';

const from = (first: number, letters: string) => (code: number) => {
	const letter = letters[code - first];
	return letter === NONE ? undefined : letter;
};
/** Control characters are a space, or unknown. */
const ascii: Encoding = (code) => {
	if (code >= 0x20 && code < 0x7f) return String.fromCharCode(code);
	return [9, 10, 12, 13].includes(code) ? ' ' : undefined;
};
const windowsHigh = from(0x80, WINDOWS_FROM_0X80);
const windows: Encoding = (code) => {
	// Annex D.2, notes 3 and 6: an unused code is a bullet, and 0xAD, elsewhere the soft hyphen, is a hyphen.
	if (code === 0x7f) return '•';
	if (code === 0xad) return '-';
	return ascii(code) ?? windowsHigh(code) ?? (code < 0xa0 ? undefined : String.fromCharCode(code));
};
const macHigh = from(0x80, MAC_FROM_0X80);
const mac: Encoding = (code) => ascii(code) ?? macHigh(code);
const standardHigh = from(0xa1, STANDARD_FROM_0XA1);
const standard: Encoding = (code) => {
	if (code === 0x27) return '’';
	return code === 0x60 ? '‘' : (ascii(code) ?? standardHigh(code));
};
const symbolLow = from(0x20, SYMBOL_FROM_0X20);
const symbolHigh = from(0xa0, SYMBOL_FROM_0XA0);
const symbol: Encoding = (code) => symbolLow(code) ?? symbolHigh(code);
const dingbatsLow = from(0x20, DINGBATS_FROM_0X20);
const dingbatsHigh = from(0xa1, DINGBATS_FROM_0XA1);
const dingbats: Encoding = (code) => dingbatsLow(code) ?? dingbatsHigh(code);

const BY_NAME = new Map<string, Encoding>([
	['WinAnsiEncoding', windows],
	['MacRomanEncoding', mac],
	['StandardEncoding', standard],
]);

/** An encoding that a PDF names; undefined for others. */
export const namedEncoding = (name: string): Encoding | undefined => BY_NAME.get(name);

/** The built-in encoding of a font, if it is known from its name; undefined for a font with its own codes. */
export function ownEncoding(fontName: string): Encoding | undefined {
	if (/^(?:[A-Z]{6}\+)?Symbol(?:,|-|MT|$)/.test(fontName)) return symbol;
	if (/^(?:[A-Z]{6}\+)?ZapfDingbats/.test(fontName)) return dingbats;
	return SUBSET.test(fontName) ? undefined : standard;
}

const STANDARD_LETTERS = [
	...Array.from({ length: 0x7f - 0x20 }, (_, n) => standard(0x20 + n)),
	...STANDARD_FROM_0XA1.replaceAll(NONE, ''),
	...FURTHER_GLYPHS,
];

const LIGATURES = ['ff', 'ffi', 'ffl'];
const FIRST_LIGATURE = 266;

/** How many glyphs have a standard number, including .notdef. */
export const STANDARD_GLYPHS = STANDARD_LETTERS.length + 1;

/** The text of a glyph by its standard number; of expert glyphs, only the ligatures. */
export const standardGlyph = (number: number): string | undefined =>
	STANDARD_LETTERS[number - 1] ?? LIGATURES[number - FIRST_LIGATURE];

/** The name of a subset font: it contains only the used letters, with arbitrary codes. */
const SUBSET = /^[A-Z]{6}\+/;
