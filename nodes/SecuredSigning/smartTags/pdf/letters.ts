import { LIMITS } from '../limits';
import { KEPT, WORK, type Meter } from '../meter';
import type { PdfSyntax } from './syntax';
import { PdfOperator, PdfString, type PdfValue } from './values';

/** A code has four bytes at most (ISO 32000-1, section 9.7.6.2). */
const MOST_CODE_BYTES = 4;
const UNKNOWN = '\ufffd';

interface Range {
	first: number;
	last: number;
	to: PdfValue;
}

/**
 * A font's table from codes to letters, or to glyphs: CMap syntax, ISO 32000-1, section 9.10.3. Ranges are
 * not expanded, because they can be huge.
 */
export class LetterTable {
	/** Bytes of one code. */
	width = 1;
	private readonly letters = new Map<number, string>();
	private readonly ranges: Range[] = [];
	/** For an encoding: the glyph numbers of its codes. */
	private readonly glyphs: Range[] = [];

	constructor(private readonly meter: Meter) {}

	/** @throws Unreadable when it is damaged; TooMuch by the meter */
	static async read(syntax: PdfSyntax, meter: Meter): Promise<LetterTable> {
		const table = new LetterTable(meter);
		let values: PdfValue[] = [];
		for (let value = syntax.next(); value !== undefined; value = syntax.next()) {
			if (meter.isDue) await meter.pause();
			if (!(value instanceof PdfOperator)) {
				meter.keep(KEPT.number);
				values.push(value);
				continue;
			}
			meter.work(WORK.operator);
			await table.take(value.word, values);
			meter.drop(values.length * KEPT.number);
			values = [];
			if (!/^end(?:bf|cid)range/.test(value.word)) syntax.release();
		}
		return table;
	}

	/** The letter of a code; undefined if the table does not define it. */
	letter(code: number): string | undefined {
		const known = this.letters.get(code);
		if (known !== undefined) return known;
		const { ranges } = this;
		this.meter.work(ranges.length);
		for (let n = ranges.length - 1; n >= 0; n--) {
			const { first, last, to } = ranges[n];
			if (code < first || code > last) continue;
			const letter = Array.isArray(to)
				? unicode(to[code - first] ?? null)
				: following(unicode(to), code - first);
			return this.set(code, letter);
		}
		return undefined;
	}

	/** The glyph number of a code; 0 (.notdef) if the table does not define it. */
	glyph(code: number): number {
		this.meter.work(this.glyphs.length);
		const range = this.glyphs.find(({ first, last }) => code >= first && code <= last);
		return typeof range?.to === 'number' ? range.to + code - range.first : 0;
	}

	/** @param written the operator; some programs write the next word directly after it */
	private async take(written: string, values: PdfValue[]): Promise<void> {
		const [word] = /^end(?:codespacerange|(?:bf|cid)(?:char|range))/.exec(written) ?? [];
		if (word === 'endcodespacerange' && values[0] instanceof PdfString) {
			this.width = Math.max(1, Math.min(MOST_CODE_BYTES, values[0].bytes.length));
		} else if (word === 'endbfchar') {
			for (let n = 0; n + 1 < values.length; n += 2) {
				if (this.meter.isDue) await this.meter.pause();
				const code = codeOf(values[n]);
				if (code !== undefined) this.set(code, unicode(values[n + 1]));
			}
		} else if (word === 'endbfrange') await this.takeRanges(this.ranges, values, 3);
		else if (word === 'endcidrange') await this.takeRanges(this.glyphs, values, 3);
		else if (word === 'endcidchar') await this.takeRanges(this.glyphs, values, 2);
	}

	/** @param size how many values describe a range: first code, last code (if given), and target */
	private async takeRanges(ranges: Range[], values: PdfValue[], size: number): Promise<void> {
		for (let n = 0; n + size <= values.length; n += size) {
			const [first, last] = [codeOf(values[n]), codeOf(values[n + size - 2])];
			this.meter.work(WORK.value);
			this.meter.keep(KEPT.entry);
			if (this.meter.isDue) await this.meter.pause();
			if (first !== undefined && last !== undefined)
				ranges.push({ first, last, to: values[n + size - 1] });
		}
	}

	private set(code: number, letter: string): string {
		this.meter.work(2 * WORK.value + letter.length);
		this.meter.keep(KEPT.entry + KEPT.string + 2 * letter.length);
		this.letters.set(code, letter);
		return letter;
	}
}

const codeOf = (value: PdfValue): number | undefined => {
	if (!(value instanceof PdfString) || value.bytes.length > MOST_CODE_BYTES) return undefined;
	let code = 0;
	for (let n = 0; n < value.bytes.length; n++) code = code * 256 + value.bytes.charCodeAt(n);
	return code;
};

/** The text of a letter. If it is too long, it is cut, and an unknown character is added. */
const unicode = (value: PdfValue): string => {
	if (!(value instanceof PdfString)) return '';
	const bytes = Buffer.from(value.bytes.slice(0, 2 * LIMITS.pdfLetterLength), 'latin1');
	const text = bytes.length % 2 ? bytes.toString('latin1') : bytes.swap16().toString('utf16le');
	return value.bytes.length > bytes.length ? `${text}${UNKNOWN}` : text;
};

/** In a range, the last character is incremented. */
function following(text: string, offset: number): string {
	if (text === '' || offset === 0) return text;
	const last = text.charCodeAt(text.length - 1) + offset;
	return text.slice(0, -1) + (last <= 0xffff ? String.fromCharCode(last) : UNKNOWN);
}
