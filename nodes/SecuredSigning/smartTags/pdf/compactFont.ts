import { WORK, type Meter } from '../meter';
import { namedEncoding, standardGlyph, STANDARD_GLYPHS, type Encoding } from './encodings';
import { glyphText } from './glyphs';

/** Operators of the dictionary of a font. */
const [CHARSET, ENCODING] = [15, 16];
/** The operator of a font whose glyphs have numbers instead of names (CID font). */
const BY_NUMBER = 0x0c1e;
/** A simple font has 256 codes, and its glyphs are in the order of the codes. */
const MOST_GLYPHS = 0x200;
const MOST_NUMBERS = 1000;

/** The built-in encoding of a compact font (CFF): Adobe's technical note 5176, sections 4 to 13. */
export function compactEncoding(bytes: Buffer, meter: Meter): Encoding {
	meter.work(WORK.block);
	const font = new CompactFont(bytes, meter);
	const letters = font.letters();
	return letters ? (code) => letters.get(code) : (namedEncoding('StandardEncoding') ?? unknown);
}

const unknown: Encoding = () => undefined;

type Part = [from: number, end: number];

/** A CFF font. Missing bytes are read as zeros. */
class CompactFont {
	private readonly names: Part[];
	private readonly entries: Map<number, number>;

	constructor(
		private readonly bytes: Buffer,
		private readonly meter: Meter,
	) {
		const [, dictionariesAt] = this.index(this.number(2, 1), 0);
		const [[dictionary], namesAt] = this.index(dictionariesAt, 1);
		[this.names] = this.index(namesAt, MOST_NUMBERS);
		this.entries = this.dictionary(dictionary ?? [0, 0]);
	}

	/** undefined where the font has the standard encoding. */
	letters(): Map<number, string | undefined> | undefined {
		const letters = new Map<number, string | undefined>();
		const at = this.entries.get(ENCODING) ?? 0;
		if (this.entries.has(BY_NUMBER) || at === 1) return letters;
		if (at === 0) return undefined;
		const glyphs = this.glyphs();
		const format = this.number(at, 1);
		const count = this.number(at + 1, 1);
		const size = (format & 0x7f) === 0 ? 1 : 2;
		let glyph = 1;
		for (let n = 0; n < count; n++) {
			const first = this.number(at + 2 + n * size, 1);
			const more = size === 2 ? this.number(at + 3 + n * size, 1) : 0;
			for (let code = first; code <= first + more && glyph < MOST_GLYPHS; code++)
				letters.set(code, this.letter(glyphs[glyph++] ?? 0));
		}
		if ((format & 0x80) === 0) return letters;
		const behind = at + 2 + count * size;
		for (let n = 0; n < this.number(behind, 1); n++)
			letters.set(
				this.number(behind + 1 + 3 * n, 1),
				this.letter(this.number(behind + 2 + 3 * n, 2)),
			);
		return letters;
	}

	/** The number of the name of each glyph. */
	private glyphs(): number[] {
		const at = this.entries.get(CHARSET) ?? 0;
		const glyphs = [0];
		if (at <= 2) {
			// The standard names in their order; expert fonts have others.
			for (let n = 1; at === 0 && n < STANDARD_GLYPHS; n++) glyphs.push(n);
			return glyphs;
		}
		const format = this.number(at, 1);
		const size = format === 0 ? 2 : format === 1 ? 3 : 4;
		for (let from = at + 1; glyphs.length < MOST_GLYPHS; from += size) {
			const first = this.number(from, 2);
			const more = this.number(from + 2, size - 2);
			for (let n = 0; n <= more && glyphs.length < MOST_GLYPHS; n++) glyphs.push(first + n);
		}
		return glyphs;
	}

	private letter(name: number): string | undefined {
		this.meter.work(WORK.glyph);
		if (name < ALL_STANDARD) return standardGlyph(name);
		const [from, end] = this.names[name - ALL_STANDARD] ?? [0, 0];
		return glyphText(this.bytes.toString('latin1', from, Math.min(end, from + 100)));
	}

	private number(at: number, size: number): number {
		let value = 0;
		for (let n = at; n < at + size; n++) value = value * 256 + (this.bytes[n] ?? 0);
		return value;
	}

	/** A list of parts, and where it ends. */
	private index(at: number, most: number): [parts: Part[], end: number] {
		const count = this.number(at, 2);
		if (count === 0) return [[], at + 2];
		const size = this.number(at + 2, 1);
		const behind = at + 2 + (count + 1) * size;
		// An offset may lead far beyond the font, or beyond what numbers can count.
		const place = (n: number) =>
			Math.min(behind + this.number(at + 3 + n * size, size), this.bytes.length);
		const parts: Part[] = [];
		for (let n = 0; n < Math.min(count, most); n++) {
			this.meter.work(WORK.glyph);
			parts.push([place(n), place(n + 1)]);
		}
		return [parts, place(count)];
	}

	/** The first number of each entry. */
	private dictionary([from, end]: Part): Map<number, number> {
		const entries = new Map<number, number>();
		let numbers: number[] = [];
		const last = Math.min(end, from + MOST_NUMBERS);
		for (let at = from; at < last; ) {
			this.meter.work(WORK.value);
			const byte = this.number(at++, 1);
			if (byte <= 21) {
				const operator = byte === 12 ? 0x0c00 + this.number(at++, 1) : byte;
				entries.set(operator, numbers[0] ?? 0);
				numbers = [];
			} else if (byte === 30) {
				// A real number, which cannot be an offset.
				while (at < last && (this.number(at++, 1) & 0xf) !== 0xf);
				numbers.push(0);
			} else {
				const more = byte === 28 ? 2 : byte === 29 ? 4 : byte >= 247 ? 1 : 0;
				const rest = this.number(at, more);
				at += more;
				if (more > 1) numbers.push(rest);
				else numbers.push(more === 0 ? byte - 139 : (byte - 247) * 256 + rest + 108);
			}
		}
		return entries;
	}
}

/** How many standard names there are; the last ones are of expert fonts. */
const ALL_STANDARD = 391;
