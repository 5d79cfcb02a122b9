/** Texts and values that somebody might put in, or a service answer. */
import fc from 'fast-check';

import { nastyTexts } from '../unit/nastyTexts.cts';

/** What has a meaning to JavaScript, to a path, to a header, to a table of words. */
const MEANINGFUL = [
	...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'length'],
	...['', ' ', '.', '..', '../../x', '..\\x', 'C:\\x.pdf', '/etc/passwd', 'a/b.pdf', 'con.pdf'],
	...['null', 'undefined', 'NaN', 'true', '0', '-1', '1e999', '{{ $json }}', '={{ 1 }}'],
	...['\r\nX-Other: 1', 'a\r\n\r\n<html>', '%00', '%2e%2e%2f', '%', "UTF-8''%E0%A4%A"],
	...['=1+1', '@cmd', '2030-01-31', '2030-02-31', '/Date(1900000000000)/', '/Date(9e99)/'],
];

/** Any text, also such as is not well formed. */
export const anyText = fc.oneof(
	fc.constantFrom(...MEANINGFUL),
	fc.constantFrom(...nastyTexts),
	fc.string({ unit: 'binary', maxLength: 60 }),
	fc.string({ unit: fc.integer({ max: 0xffff }).map((code) => String.fromCharCode(code)) }),
	fc.string({ unit: 'grapheme-ascii', maxLength: 400 }),
);

/** Any value that JSON has, with names that mean something to JavaScript among its keys. */
export const anyJson: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		fc.constantFrom(null, true, false, 0, -1, 1e308, 2 ** 53),
		fc.double({ noNaN: true }),
		anyText,
		fc.array(tie('value'), { maxLength: 4 }),
		fc
			.array(fc.tuple(anyText, tie('value')), { maxLength: 4 })
			// As JSON.parse does it: "__proto__" is a name like any other.
			.map((entries) => Object.fromEntries(entries)),
	),
})).value;

/** Any value that an expression of n8n can give. */
export const anyValue = fc.oneof(
	anyText,
	anyJson,
	fc.date({ noInvalidDate: false }),
	fc.constantFrom<unknown>(undefined, Number.NaN, Infinity, 10n, Symbol.iterator, () => 'x'),
);
