import { LIMITS, Unreadable } from '../limits';
import { KEPT, WORK, type Meter } from '../meter';
import { HEX_DIGITS, unescaped } from './strings';
import {
	PdfName,
	PdfOperator,
	PdfReference,
	PdfString,
	type PdfDictionary,
	type PdfValue,
} from './values';

const CLOSED = new PdfOperator(']');
const CLOSED_DICTIONARY = new PdfOperator('>>');
const MOST_DIGITS = 30;

const codeOf = (character: string): number => character.charCodeAt(0);
const [OPEN_STRING, CLOSE_STRING, BACKSLASH] = ['(', ')', '\\'].map(codeOf);
const [LESS, GREATER, OPEN_LIST, CLOSE_LIST] = ['<', '>', '[', ']'].map(codeOf);
const [SLASH, PERCENT, PLUS, MINUS, POINT, LETTER_R] = ['/', '%', '+', '-', '.', 'R'].map(codeOf);
const [ZERO, NINE, LINE_FEED, RETURN] = ['0', '9', '\n', '\r'].map(codeOf);

const tableOf = (characters: string): Uint8Array => {
	const table = new Uint8Array(256);
	for (const character of characters) table[codeOf(character)] = 1;
	return table;
};
const SPACE = tableOf('\0\t\n\f\r ');
const NOT_REGULAR = tableOf('\0\t\n\f\r ()<>[]{}/%');

/** Operators of a page are short and repeated, so each is created once. */
const SHORT = 3;
const codeOfWord = (bytes: Uint8Array, at: number, end: number): number =>
	bytes[at] + (end - at > 1 ? bytes[at + 1] * 256 : 0);
const SHORT_WORDS = new Map(
	(
		'b B BI BT BX c cm CS cs d d0 d1 Do DP EI ET EX f F f* B* b* G g gs h i ID j J K k l M m MP n N q Q R re ' +
		'RG rg ri s S SC sc sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* x y \' "'
	)
		.split(' ')
		.map((word) => [codeOfWord(Buffer.from(word), 0, word.length), new PdfOperator(word)]),
);

/** Up to this length, a loop is faster than Buffer's own conversion. */
const SHORT_BYTES = 12;

export const isSpace = (byte: number | undefined): boolean =>
	byte !== undefined && SPACE[byte] === 1;
const isDigit = (byte: number): boolean => byte >= ZERO && byte <= NINE;

/**
 * Reads the values of a PDF one by one: of its structure, of a page or of a font's table, which all
 * share one syntax (ISO 32000-1, sections 7.2 and 7.3).
 */
export class PdfSyntax {
	/** How many more values the current one may contain. */
	private left = 0;
	/** Where the current value has to end: it is read without a pause. */
	private stop: number;
	private kept = 0;
	/** Whether there is a string without an end, or longer than the limit. */
	isCut = false;

	constructor(
		readonly bytes: Buffer,
		public at: number,
		private readonly meter: Meter,
	) {
		this.stop = bytes.length;
	}

	/**
	 * The next value; undefined at the end.
	 * @throws Unreadable for one that is nested too deep or too large; TooMuch by the meter
	 */
	next(): PdfValue | undefined {
		const from = this.at;
		this.left = LIMITS.pdfValues;
		this.stop = Math.min(this.bytes.length, from + LIMITS.pdfValueBytes);
		try {
			return this.value(0);
		} finally {
			this.meter.work((LIMITS.pdfValues - this.left) * WORK.value + (this.at - from) * WORK.byte);
		}
	}

	/** To be called when the values read so far are no longer needed. */
	release(): void {
		this.meter.drop(this.kept);
		this.kept = 0;
	}

	/** Comments are space, too. */
	skipSpace(): void {
		const { bytes, stop } = this;
		for (;;) {
			while (this.at < stop && SPACE[bytes[this.at]] === 1) this.at++;
			if (bytes[this.at] !== PERCENT) break;
			while (this.at < stop && bytes[this.at] !== LINE_FEED && bytes[this.at] !== RETURN) {
				this.at++;
			}
			if (this.at >= stop) break;
		}
	}

	/** Skips a word, if it is at this position; returns whether it was. */
	skipWord(word: string): boolean {
		const end = this.at + word.length;
		if (this.bytes.toString('latin1', this.at, end) !== word) return false;
		this.at = end;
		return true;
	}

	private value(depth: number): PdfValue | undefined {
		this.skipSpace();
		const { bytes, at } = this;
		if (at >= this.stop) return this.end();
		if (depth > LIMITS.pdfDepth) {
			throw new Unreadable('The PDF is nested deeper than this check reads');
		}
		if (--this.left < 0) throw new Unreadable('A list in the PDF is longer than this check reads');
		switch (bytes[at]) {
			case SLASH:
				return this.name();
			case OPEN_STRING:
				return this.literalString();
			case OPEN_LIST:
				return this.list(depth);
			case LESS:
				return bytes[at + 1] === LESS ? this.dictionary(depth) : this.hexString();
			case CLOSE_LIST:
				return this.skip(1, CLOSED);
			case GREATER:
				if (bytes[at + 1] === GREATER) return this.skip(2, CLOSED_DICTIONARY);
		}
		const end = this.regularEnd();
		if (end === at) return this.skip(1, new PdfOperator(String.fromCharCode(bytes[at])));
		const number = this.number(end);
		this.at = end;
		if (number !== undefined) return this.made(KEPT.number, this.reference(number) ?? number);
		const known = end - at < SHORT && SHORT_WORDS.get(codeOfWord(bytes, at, end));
		if (known) return known;
		const word = this.written(at, Math.min(end, at + LIMITS.pdfNameBytes));
		if (word === 'true' || word === 'false') return word === 'true';
		return word === 'null' ? null : new PdfOperator(word);
	}

	/** @throws Unreadable when the value is longer than the limit */
	private end(): undefined {
		if (this.stop < this.bytes.length) {
			this.at = this.stop;
			throw new Unreadable('A value in the PDF is longer than this check reads');
		}
	}

	/** Charges for the memory of a value, and for creating it. */
	private made<T>(bytes: number, value: T): T {
		this.kept += bytes;
		this.meter.keep(bytes);
		this.meter.work(bytes * WORK.madeByte);
		return value;
	}

	private skip<T>(bytes: number, value: T): T {
		this.at += bytes;
		return value;
	}

	private regularEnd(): number {
		const { bytes, stop } = this;
		let end = this.at;
		while (end < stop && NOT_REGULAR[bytes[end]] === 0) end++;
		if (end === stop) this.end();
		return end;
	}

	/**
	 * The number from here to `end`; undefined if it is not one. It is finite, because its digits are
	 * limited.
	 */
	private number(end: number): number | undefined {
		const { bytes } = this;
		const sign = bytes[this.at];
		let at = sign === PLUS || sign === MINUS ? this.at + 1 : this.at;
		if (end - at > 2 * MOST_DIGITS) return undefined;
		let value = 0;
		let digits = 0;
		let scale = 0;
		for (; at < end; at++) {
			if (isDigit(bytes[at])) {
				value = value * 10 + bytes[at] - ZERO;
				scale *= 10;
				digits++;
			} else if (bytes[at] === POINT && scale === 0) scale = 1;
			else return undefined;
		}
		if (digits === 0) return undefined;
		const size = scale === 0 ? value : value / scale;
		return sign === MINUS ? -size : size;
	}

	/** The reference that begins with this number, such as "12 0 R"; undefined if there is none. */
	private reference(number: number): PdfReference | undefined {
		if (!Number.isSafeInteger(number) || number < 0) return undefined;
		const { bytes } = this;
		const digits = this.skipped(this.at, 4, SPACE);
		if (digits === this.at || !isDigit(bytes[digits])) return undefined;
		let at = digits;
		let generation = 0;
		for (; at < digits + 5 && isDigit(bytes[at]); at++)
			generation = generation * 10 + bytes[at] - ZERO;
		const letter = this.skipped(at, 4, SPACE);
		const isReference = letter > at && bytes[letter] === LETTER_R;
		if (!isReference || NOT_REGULAR[bytes[letter + 1] ?? 0] === 0) return undefined;
		this.at = letter + 1;
		return this.made(KEPT.number, new PdfReference(number, generation));
	}

	private skipped(from: number, most: number, table: Uint8Array): number {
		let at = from;
		while (at < from + most && table[this.bytes[at]] === 1) at++;
		return at;
	}

	private name(): PdfName {
		this.at++;
		const end = this.regularEnd();
		if (end - this.at > LIMITS.pdfNameBytes) {
			throw new Unreadable('A name in the PDF is longer than this check reads');
		}
		const written = this.written(this.at, end);
		this.at = end;
		const isEscaped = written.includes('#');
		if (isEscaped) this.meter.work(written.length * WORK.glyph);
		const name = isEscaped
			? written.replace(/#([\da-f]{2})/gi, (_whole, hex: string) =>
					String.fromCharCode(parseInt(hex, 16)),
				)
			: written;
		return this.made(KEPT.name + name.length, new PdfName(name));
	}

	private list(depth: number): PdfValue[] {
		this.at++;
		const values: PdfValue[] = this.made(KEPT.list, []);
		for (;;) {
			const value = this.value(depth + 1);
			if (value === undefined || value === CLOSED) return values;
			values.push(this.made(KEPT.number, value));
		}
	}

	private dictionary(depth: number): PdfDictionary {
		this.at += 2;
		const dictionary: PdfDictionary = this.made(KEPT.dictionary, new Map());
		for (;;) {
			const key = this.value(depth + 1);
			if (key === undefined || key === CLOSED_DICTIONARY) return dictionary;
			// Not a key: the next name may be one.
			if (!(key instanceof PdfName)) continue;
			const value = this.value(depth + 1);
			if (value === undefined || value === CLOSED_DICTIONARY) return dictionary;
			dictionary.set(key.name, this.made(KEPT.entry, value));
		}
	}

	private hexString(): PdfString {
		const short = this.shortHex();
		if (short !== undefined) return this.string(short);
		const limit = this.longestString();
		const near = this.bytes.subarray(this.at, limit).indexOf(GREATER);
		const end = near < 0 ? limit : this.at + near;
		const digits = this.stringTo(end).replace(/[^\da-f]+/gi, '');
		const even = digits.length % 2 ? `${digits}0` : digits;
		return this.string(Buffer.from(even, 'hex').toString('latin1'));
	}

	/** Most strings of a page have one or two letters; undefined for a longer one. */
	private shortHex(): string | undefined {
		const { bytes, at } = this;
		let text = '';
		let first = -1;
		for (let next = at + 1; next < at + SHORT_BYTES; next++) {
			if (bytes[next] === GREATER) {
				this.at = next + 1;
				return first < 0 ? text : text + String.fromCharCode(first << 4);
			}
			const digit = HEX_DIGITS[bytes[next] ?? 0];
			if (digit === 0xff) continue;
			if (first >= 0) text += String.fromCharCode((first << 4) | digit);
			first = first < 0 ? digit : -1;
		}
		return undefined;
	}

	private literalString(): PdfString {
		const { bytes } = this;
		const limit = this.longestString();
		let isEscaped = false;
		let open = 1;
		let end = this.at + 1;
		for (; end < limit; end++) {
			const byte = bytes[end];
			if (byte === BACKSLASH) {
				isEscaped = true;
				end++;
			} else if (byte === OPEN_STRING) open++;
			else if (byte === CLOSE_STRING && --open === 0) break;
		}
		const written = this.stringTo(end);
		if (!isEscaped) return this.string(written);
		this.meter.work(written.length * WORK.escaped);
		return this.string(unescaped(written));
	}

	/**
	 * The bytes between the delimiter here and the one at `end`. A string that is too long is cut and sets
	 * `isCut`: no real page or table has such long strings.
	 */
	private stringTo(end: number): string {
		const from = this.at + 1;
		this.isCut ||= end >= this.bytes.length || end - from > LIMITS.pdfStringBytes;
		this.at = Math.min(end + 1, this.bytes.length);
		return this.written(from, Math.min(end, from + LIMITS.pdfStringBytes));
	}

	/** The bytes of a range, one in each character. */
	private written(from: number, end: number): string {
		const { bytes } = this;
		if (end - from > SHORT_BYTES) return bytes.toString('latin1', from, end);
		let text = '';
		for (let at = from; at < end; at++) text += String.fromCharCode(bytes[at]);
		return text;
	}

	private longestString(): number {
		return Math.min(this.bytes.length, this.at + LIMITS.pdfPartBytes);
	}

	private string(bytes: string): PdfString {
		return this.made(KEPT.string + bytes.length, new PdfString(bytes));
	}
}
