import {
	canonicalReference,
	isSameReference,
} from '../../nodes/SecuredSigning/send/clientReference.ts';
import { beginningOf, referenceKey } from '../../nodes/SecuredSigning/send/cutReferences.ts';

// Pairs out of the Unicode Standard: annex 15 (forms), CaseFolding.txt, DefaultIgnorableCodePoint.
test.each([
	['case', 'order-7a', 'ORDER-7A'],
	['case of other scripts', 'Договор', 'ДОГОВОР'],
	['a letter that is two in capitals', 'straße-1', 'STRASSE-1'],
	['composed and decomposed (annex 15, figure 3)', '\u00c5ngstr\u00f6m', 'A\u030angstro\u0308m'],
	['full width (annex 15, figure 6)', '\uff11\uff12\uff13', '123'],
	['a ligature (annex 15, figure 6)', '\ufb01rm-2', 'firm-2'],
	['a space that does not break', 'order\u00a07', 'order 7'],
	['a zero-width space', 'order\u200b-7', 'order-7'],
	['a soft hyphen', 'or\u00adder-7', 'order-7'],
	['a byte order mark', '\ufefforder-7', 'order-7'],
	['a mark of direction', '\u202eorder-7\u202c', 'order-7'],
	['blanks around it', ' order-7\n', 'order-7'],
	['a number', 4711, '4711'],
])('is one reference with %s', (_, one, other) => {
	expect(isSameReference(one, other)).toBe(true);
	expect(canonicalReference(canonicalReference(one))).toBe(canonicalReference(one));
});

// XML 1.0, section 4.6, and HTML Living Standard, section 13.5 (named character references).
test.each([
	['order-7', 'order-7'],
	['R&D', 'R&D'],
	['A & B', 'A & B'],
	['R&', 'R'],
	['R&am', 'R'],
	['R&AM', 'R'],
	['R&amp;am', 'R'],
	['R&#3', 'R'],
	['R&#x2', 'R'],
	['M&uuml;ller', 'M'],
	['Mia &quo', 'Mia'],
	['Mia…', 'Mia'],
	['Mia ...', 'Mia'],
	['M\ufffd', 'M'],
	['M\ud83d', 'M'],
	['M\ufffd...', 'M'],
	['...', ''],
])('%j certainly begins with %j', (shown, beginning) => {
	expect(beginningOf(referenceKey(shown))).toBe(referenceKey(beginning));
});

test.each([
	['Mu\u0308ller', 'Mu'],
	['ΟΔΟΣΑ', 'ΟΔΟΣ'],
	['straße-1', 'stra'],
	['\ufb01rm', 'f'],
])('%j begins with %j', (whole, beginning) => {
	expect(referenceKey(whole).startsWith(referenceKey(beginning))).toBe(true);
});

test.each([
	['order-7', 'order-71'],
	['order-7', 'order7'],
	['resume', 'résumé'],
	['', ''],
	['\u200b', ''],
	[undefined, undefined],
])('%j and %j are not one', (one, other) => {
	expect(isSameReference(one, other)).toBe(false);
});
