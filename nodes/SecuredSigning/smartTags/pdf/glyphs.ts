// Names of the Adobe Glyph List with their characters, as far as the PDF encodings and European scripts need
// them. The names of A to Z and a to z are the letters themselves.
const LISTED =
	'exclam ! quotedbl " numbersign # dollar $ percent % ampersand & quotesingle \' parenleft ( parenright ) ' +
	'asterisk * plus + comma , hyphen - period . slash / zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 ' +
	'eight 8 nine 9 colon : semicolon ; less < equal = greater > question ? at @ bracketleft [ backslash \\ ' +
	'bracketright ] asciicircum ^ underscore _ grave ` braceleft { bar | braceright } asciitilde ~ exclamdown ¡ ' +
	'cent ¢ sterling £ currency ¤ yen ¥ brokenbar ¦ section § dieresis ¨ copyright © ordfeminine ª ' +
	'guillemotleft « logicalnot ¬ registered ® macron ¯ degree ° plusminus ± twosuperior ² threesuperior ³ ' +
	'acute ´ mu µ paragraph ¶ periodcentered · cedilla ¸ onesuperior ¹ ordmasculine º guillemotright » ' +
	'onequarter ¼ onehalf ½ threequarters ¾ questiondown ¿ AE Æ Eth Ð multiply × Oslash Ø Thorn Þ germandbls ß ' +
	'ae æ eth ð divide ÷ oslash ø thorn þ Cdot Ċ cdot ċ Dcroat Đ Dslash Đ dcroat đ Edot Ė edot ė Gdot Ġ gdot ġ ' +
	'Gcommaaccent Ģ gcommaaccent ģ Hbar Ħ hbar ħ Idot İ dotlessi ı IJ Ĳ ij ĳ Kcommaaccent Ķ kcommaaccent ķ ' +
	'kgreenlandic ĸ Lcommaaccent Ļ lcommaaccent ļ Ldot Ŀ ldot ŀ Lslash Ł lslash ł Ncommaaccent Ņ ncommaaccent ņ ' +
	'Eng Ŋ eng ŋ Odblacute Ő odblacute ő OE Œ oe œ Rcommaaccent Ŗ rcommaaccent ŗ Tcommaaccent Ţ tcommaaccent ţ ' +
	'Tbar Ŧ tbar ŧ Udblacute Ű udblacute ű Zdot Ż zdot ż longs ſ slong ſ florin ƒ circumflex ˆ caron ˇ breve ˘ ' +
	'dotaccent ˙ ring ˚ ogonek ˛ tilde ˜ hungarumlaut ˝ Alphatonos Ά anoteleia · Epsilontonos Έ Etatonos Ή ' +
	'Iotatonos Ί Omicrontonos Ό Upsilontonos Ύ Omegatonos Ώ Alpha Α Beta Β Gamma Γ Deltagreek Δ Epsilon Ε Zeta Ζ ' +
	'Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν Xi Ξ Omicron Ο Pi Π Rho Ρ Sigma Σ Tau Τ Upsilon Υ Phi Φ ' +
	'Chi Χ Psi Ψ Omegagreek Ω Iotadieresis Ϊ Upsilondieresis Ϋ alphatonos ά epsilontonos έ etatonos ή iotatonos ί ' +
	'alpha α beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mugreek μ nu ν xi ξ ' +
	'omicron ο pi π rho ρ sigma1 ς sigmafinal ς sigma σ tau τ upsilon υ phi φ chi χ psi ψ omega ω iotadieresis ϊ ' +
	'upsilondieresis ϋ omicrontonos ό upsilontonos ύ omegatonos ώ theta1 ϑ Upsilon1 ϒ phi1 ϕ omega1 ϖ hyphentwo ‐ ' +
	'figuredash ‒ endash – emdash — horizontalbar ― dblverticalbar ‖ bardbl ‖ dbllowline ‗ underscoredbl ‗ ' +
	'quoteleft ‘ quoteright ’ quotesinglbase ‚ quoteleftreversed ‛ quotereversed ‛ quotedblleft “ quotedblright ” ' +
	'quotedblbase „ dagger † daggerdbl ‡ bullet • onedotenleader ․ twodotenleader ‥ twodotleader ‥ ellipsis … ' +
	'perthousand ‰ minute ′ prime ′ second ″ primereversed ‵ guilsinglleft ‹ guilsinglright › referencemark ※ ' +
	'exclamdbl ‼ overline ‾ asterism ⁂ fraction ⁄ Euro € Ifraktur ℑ weierstrass ℘ Rfraktur ℜ trademark ™ Omega Ω ' +
	'aleph ℵ arrowleft ← arrowup ↑ arrowright → arrowdown ↓ arrowboth ↔ arrowupdn ↕ arrowupleft ↖ ' +
	'arrownorthwest ↖ arrowupright ↗ arrownortheast ↗ arrowdownright ↘ arrowsoutheast ↘ arrowdownleft ↙ ' +
	'arrowsouthwest ↙ arrowupdnbse ↨ arrowupdownbase ↨ arrowhookright ↩ arrowhookleft ↪ carriagereturn ↵ ' +
	'harpoonleftbarbup ↼ arrowlefttophalf ↼ arrowleftbothalf ↽ harpoonrightbarbup ⇀ arrowrighttophalf ⇀ ' +
	'arrowrightbothalf ⇁ arrowrightoverleft ⇄ arrowupleftofdown ⇅ arrowleftoverright ⇆ arrowleftdblstroke ⇍ ' +
	'arrowrightdblstroke ⇏ arrowdblleft ⇐ arrowleftdbl ⇐ arrowdblup ⇑ arrowdblright ⇒ dblarrowright ⇒ ' +
	'arrowdbldown ⇓ arrowdblboth ⇔ dblarrowleft ⇔ partialdiff ∂ existential ∃ emptyset ∅ Delta ∆ gradient ∇ ' +
	'element ∈ notelement ∉ suchthat ∋ product ∏ summation ∑ minus − asteriskmath ∗ radical √ proportional ∝ ' +
	'infinity ∞ angle ∠ logicaland ∧ logicalor ∨ intersection ∩ integral ∫ therefore ∴ similar ∼ congruent ≅ ' +
	'approxequal ≈ notequal ≠ equivalence ≡ lessequal ≤ greaterequal ≥ propersubset ⊂ propersuperset ⊃ ' +
	'notsubset ⊄ reflexsubset ⊆ reflexsuperset ⊇ circleplus ⊕ circlemultiply ⊗ perpendicular ⊥ dotmath ⋅ ' +
	'integraltp ⌠ integralbt ⌡ angleleft 〈 angleright 〉 lozenge ◊ spade ♠ club ♣ heart ♥ diamond ♦';

const NAMES = new Map<string, string>([
	...pairs(LISTED.split(' ')),
	...pairs(['space', ' ', 'nbspace', ' ', 'nonbreakingspace', ' ', 'sfthyphen', '\u00ad']),
	// TeX draws a circle around another letter.
	...pairs(['circlecopyrt', '']),
	...pairs(['ff', 'ff', 'fi', 'fi', 'fl', 'fl', 'ffi', 'ffi', 'ffl', 'ffl']),
]);

// The name of a letter with an accent is the letter followed by the accent's name.
const ACCENTS = new Map([
	['grave', '\u0300'],
	['acute', '\u0301'],
	['circumflex', '\u0302'],
	['tilde', '\u0303'],
	['macron', '\u0304'],
	['breve', '\u0306'],
	['dotaccent', '\u0307'],
	['dieresis', '\u0308'],
	['ring', '\u030a'],
	['hungarumlaut', '\u030b'],
	['caron', '\u030c'],
	['commaaccent', '\u0326'],
	['cedilla', '\u0327'],
	['ogonek', '\u0328'],
]);

/** From afii10017 on. */
const CYRILLIC =
	'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯҐЂЃЄЅІЇЈЉЊЋЌЎ\0\0абвгдеёжзийклмнопрстуфхцчшщъыьэюяґђѓєѕіїјљњћќў';
const FIRST_CYRILLIC = 10017;

/**
 * The text of a glyph name; undefined for a name that only the font knows. Source: the specification of the
 * Adobe Glyph List, section 2.
 */
export function glyphText(name: string): string | undefined {
	const [whole] = name.split('.', 1);
	const parts = whole.split('_').map(partText);
	return whole === '' || parts.includes(undefined) ? undefined : parts.join('');
}

/**
 * The text of a drawn glyph whose name is its own code, as programs often name them, in decimal or
 * hexadecimal.
 */
export function textByCode(name: string, code: number): string | undefined {
	const [, digits] = /^[A-Za-z]{1,2}([\dA-Fa-f]{2,3})$/.exec(name) ?? [];
	const isCode = Number(digits) === code || parseInt(digits, 16) === code;
	const isLetter = code >= 0x20 && (code < 0x7f || code > 0xa0);
	return isCode && isLetter ? String.fromCharCode(code) : undefined;
}

function partText(name: string): string | undefined {
	if (/^[A-Za-z]$/.test(name)) return name;
	const known = NAMES.get(name);
	if (known !== undefined) return known;
	const uni = /^uni((?:[\dA-F]{4}){1,8})$/.exec(name);
	if (uni) return uni[1].replace(/.{4}/g, (hex) => String.fromCharCode(parseInt(hex, 16)));
	const code = /^u([\dA-F]{4,6})$/.exec(name);
	if (code) {
		const point = parseInt(code[1], 16);
		return point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
	}
	const cyrillic = /^afii(\d{5})$/.exec(name);
	if (cyrillic)
		return CYRILLIC[Number(cyrillic[1]) - FIRST_CYRILLIC]?.replace('\0', '') || undefined;
	const accent = ACCENTS.get(name.slice(1));
	return accent === undefined ? undefined : `${name[0]}${accent}`.normalize('NFC');
}

function pairs(list: string[]): Array<[string, string]> {
	return list.flatMap((name, n): Array<[string, string]> => (n % 2 ? [] : [[name, list[n + 1]]]));
}
