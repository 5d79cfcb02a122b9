import { LIMITS, Unreadable, type Allowance } from '../limits';
import {
	PdfName,
	PdfOperator,
	PdfReference,
	PdfString,
	type PdfDictionary,
	type PdfValue,
} from './values';

const SPACE = /[\0\t\n\f\r ]*/y;
const REGULAR = /[^\0\t\n\f\r ()<>[\]{}/%]*/y;
const NUMBER = /^[+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})$/;
const REST_OF_REFERENCE =
	/[\0\t\n\f\r ]{1,4}\d{1,5}[\0\t\n\f\r ]{1,4}R(?![^\0\t\n\f\r ()<>[\]{}/%])/y;
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const CLOSED = new PdfOperator(']');
const CLOSED_DICTIONARY = new PdfOperator('>>');

/**
 * Reads the values of a PDF one by one: of its structure, of a page or of a font's table, which all
 * share one syntax (ISO 32000-1, sections 7.2 and 7.3). The text holds a byte in each character.
 */
export class PdfSyntax {
	constructor(
		readonly text: string,
		public at: number,
		private readonly steps: Allowance,
	) {}

	/**
	 * The next value; undefined at the end.
	 * @throws Unreadable when lists are nested too deep
	 */
	next(depth = 0): PdfValue | undefined {
		this.steps.take(1);
		this.skipSpace();
		if (this.at >= this.text.length) return undefined;
		if (depth > LIMITS.pdfDepth) {
			throw new Unreadable('The PDF is nested deeper than this check reads');
		}
		const character = this.text[this.at];
		if (character === '/') return this.name();
		if (character === '(') return this.literalString();
		if (character === '[') return this.list(depth);
		if (character === '<') {
			return this.text[this.at + 1] === '<' ? this.dictionary(depth) : this.hexString();
		}
		if (character === ']') return this.skip(1, CLOSED);
		if (this.text.startsWith('>>', this.at)) return this.skip(2, CLOSED_DICTIONARY);
		const word = this.regular();
		if (word === '') return this.skip(1, new PdfOperator(character));
		if (character < 'A' && NUMBER.test(word)) return this.number(word);
		if (word === 'true' || word === 'false') return word === 'true';
		return word === 'null' ? null : new PdfOperator(word);
	}

	/** Comments are space, too. */
	skipSpace(): void {
		for (;;) {
			SPACE.lastIndex = this.at;
			SPACE.test(this.text);
			this.at = SPACE.lastIndex;
			if (this.text[this.at] !== '%') return;
			this.at = this.lineEnd();
		}
	}

	private lineEnd(): number {
		const end = /[\r\n]/g;
		end.lastIndex = this.at;
		return end.exec(this.text)?.index ?? this.text.length;
	}

	private skip<T>(characters: number, value: T): T {
		this.at += characters;
		return value;
	}

	private regular(): string {
		REGULAR.lastIndex = this.at;
		const [word] = REGULAR.exec(this.text) as RegExpExecArray;
		this.at += word.length;
		return word;
	}

	private number(word: string): PdfValue {
		REST_OF_REFERENCE.lastIndex = this.at;
		const rest = /^\d+$/.test(word) ? REST_OF_REFERENCE.exec(this.text) : null;
		if (rest === null) return Number(word);
		return this.skip(rest[0].length, new PdfReference(Number(word)));
	}

	private name(): PdfName {
		this.at++;
		const written = this.regular();
		return new PdfName(
			written.replace(/#([\da-f]{2})/gi, (_whole, hex: string) =>
				String.fromCharCode(parseInt(hex, 16)),
			),
		);
	}

	private list(depth: number): PdfValue[] {
		this.at++;
		const values: PdfValue[] = [];
		for (;;) {
			const value = this.next(depth + 1);
			if (value === undefined || value === CLOSED) return values;
			values.push(value);
		}
	}

	private dictionary(depth: number): PdfDictionary {
		this.at += 2;
		const dictionary: PdfDictionary = new Map();
		for (;;) {
			const key = this.next(depth + 1);
			if (key === undefined || key === CLOSED_DICTIONARY) return dictionary;
			// Something that is no key: the next name may be one.
			if (!(key instanceof PdfName)) continue;
			const value = this.next(depth + 1);
			if (value === undefined || value === CLOSED_DICTIONARY) return dictionary;
			dictionary.set(key.name, value);
		}
	}

	private hexString(): PdfString {
		const end = this.text.indexOf('>', this.at);
		const digits = this.text
			.slice(this.at + 1, end < 0 ? undefined : end)
			.replace(/[^\da-f]/gi, '');
		this.at = end < 0 ? this.text.length : end + 1;
		this.steps.take(digits.length);
		return new PdfString(
			Buffer.from(digits.length % 2 ? `${digits}0` : digits, 'hex').toString('latin1'),
		);
	}

	private literalString(): PdfString {
		const parts: string[] = [];
		const mark = /[()\\]/g;
		let open = 0;
		let from = this.at + 1;
		mark.lastIndex = this.at;
		for (;;) {
			const found = mark.exec(this.text);
			if (found === null) {
				this.at = this.text.length;
				break;
			}
			this.steps.take(1);
			if (found[0] === '(') open++;
			else if (found[0] === ')') {
				if (--open > 0) continue;
				this.at = found.index + 1;
				break;
			} else {
				parts.push(this.text.slice(from, found.index));
				const [written, value] = this.escaped(found.index + 1);
				parts.push(value);
				from = found.index + 1 + written;
				mark.lastIndex = from;
			}
		}
		parts.push(this.text.slice(from, Math.max(from, this.at - 1)));
		return new PdfString(parts.join(''));
	}

	/** What stands behind a backslash: its length and what it means. */
	private escaped(at: number): [number, string] {
		const octal = /^[0-7]{1,3}/.exec(this.text.slice(at, at + 3));
		if (octal) return [octal[0].length, String.fromCharCode(parseInt(octal[0], 8) & 0xff)];
		if (this.text.startsWith('\r\n', at)) return [2, ''];
		const character = this.text.charAt(at);
		if (character === '\r' || character === '\n') return [1, ''];
		return [1, ESCAPES[character] ?? character];
	}
}
