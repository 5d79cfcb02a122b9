import { LIMITS, Allowance, Unreadable, unpackAllowance } from '../limits';
import { unfiltered } from './filters';
import { PdfSyntax } from './syntax';
import {
	isDictionary,
	nameOf,
	PdfOperator,
	PdfReference,
	type PdfDictionary,
	type PdfValue,
} from './values';

/** A dictionary with bytes behind it: a page's contents, a font's table, a picture. */
interface PdfStream {
	dictionary: PdfDictionary;
	packed: string;
}

/** In front of "obj": the numbers of an object and of its generation. */
const OBJECT_NUMBER = /(\d{1,9})[\0\t\n\f\r ]{1,4}\d{1,5}[\0\t\n\f\r ]{0,4}$/;
const LONGEST_NUMBER = 24;
const MOST_FILTERS = 4;
const STEPS_OF_A_STREAM = 100;

/**
 * The objects of a PDF. They are found by reading the file from its beginning to its end, each number's
 * last one wins: its table of contents may be broken, or a ring, and is not needed.
 */
export class PdfObjects {
	readonly steps = new Allowance(
		LIMITS.pdfSteps,
		'The PDF is larger or more intricate than this check reads',
	);
	private readonly unpacking = unpackAllowance();
	private readonly objects = new Map<number, PdfValue>();
	private readonly streams = new Map<number, PdfStream>();
	private readonly trailers: PdfDictionary[] = [];

	private constructor(private readonly text: string) {}

	/**
	 * Reads the structure of a file.
	 * @throws Unreadable when it is no PDF, encrypted, or larger than LIMITS
	 */
	static async open(bytes: Buffer): Promise<PdfObjects> {
		const objects = new PdfObjects(bytes.toString('latin1'));
		if (!objects.text.slice(0, 1024).includes('%PDF-')) {
			throw new Unreadable('The file is not a PDF, whatever its name says');
		}
		objects.scan();
		if (objects.trailers.some((trailer) => trailer.has('Encrypt'))) {
			throw new Unreadable('The PDF is encrypted');
		}
		await objects.unpackObjects();
		return objects;
	}

	/** The document's root. */
	get catalog(): PdfDictionary {
		const roots = this.trailers.map((trailer) => this.dictionary(trailer.get('Root')));
		const candidates = [...roots.reverse(), ...[...this.objects.values()].reverse()];
		const catalog = candidates.find(
			(value) => isDictionary(value) && nameOf(value.get('Type')) === 'Catalog',
		);
		if (!isDictionary(catalog)) throw new Unreadable('The PDF is broken or cut short');
		return catalog;
	}

	/** The value itself where a reference stands for it. */
	value(value: PdfValue | undefined): PdfValue | undefined {
		// A reference to a reference is allowed, a ring of them is not.
		let found = value;
		for (let n = 0; n < 10 && found instanceof PdfReference; n++)
			found = this.objects.get(found.number);
		return found;
	}

	dictionary(value: PdfValue | undefined): PdfDictionary | undefined {
		const found = this.value(value);
		return isDictionary(found) ? found : undefined;
	}

	list(value: PdfValue | undefined): PdfValue[] {
		const found = this.value(value);
		return Array.isArray(found) ? found : [];
	}

	stream(value: PdfValue | undefined): PdfStream | undefined {
		return value instanceof PdfReference ? this.streams.get(value.number) : undefined;
	}

	/**
	 * What a stream holds, a byte in each character.
	 * @throws Unreadable when it is damaged, too large or packed in a rare way
	 */
	async content({ dictionary, packed }: PdfStream): Promise<string> {
		const filters = this.few(dictionary.get('Filter') ?? dictionary.get('F')).map(nameOf);
		const parameters = this.few(dictionary.get('DecodeParms'));
		if (parameters.some((entry) => isDictionary(entry) && Number(entry.get('Predictor')) > 1)) {
			throw new Unreadable('A part of the PDF is packed like a picture');
		}
		const length = this.value(dictionary.get('Length'));
		// What stands between the bytes and "endstream" is a line break, or a wrong length's doing.
		const bytes = typeof length === 'number' && length >= 0 ? packed.slice(0, length) : packed;
		// One stream may be used for every page, and a small one may unpack to nothing, again and again.
		this.steps.take(STEPS_OF_A_STREAM);
		this.unpacking.take(bytes.length);
		const content = await unfiltered(Buffer.from(bytes, 'latin1'), filters, this.unpacking);
		return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1');
	}

	/** One value or a short list of them. */
	private few(value: PdfValue | undefined): PdfValue[] {
		const found = this.value(value) ?? [];
		const list = Array.isArray(found) ? found : [found];
		// Filters of filters are how a small stream becomes an endless one; real ones are two at most.
		if (list.length > MOST_FILTERS) throw new Unreadable('A part of the PDF is packed too often');
		return list.map((entry) => this.value(entry) ?? null);
	}

	syntax(text: string, at = 0): PdfSyntax {
		return new PdfSyntax(text, at, this.steps);
	}

	private scan(): void {
		const syntax = this.syntax(this.text);
		const mark = /obj|trailer/g;
		for (;;) {
			const found = mark.exec(this.text);
			if (found === null) return;
			this.steps.take(1);
			syntax.at = mark.lastIndex;
			const before = this.text.slice(Math.max(0, found.index - LONGEST_NUMBER), found.index);
			const number = found[0] === 'obj' ? OBJECT_NUMBER.exec(before)?.[1] : undefined;
			if (found[0] === 'trailer') this.addTrailer(syntax.next());
			else if (number !== undefined) this.addObject(Number(number), syntax);
			// What was read is not read again, so the whole takes one pass over the file.
			mark.lastIndex = syntax.at;
		}
	}

	private addTrailer(value: PdfValue | undefined): void {
		if (isDictionary(value)) this.trailers.push(value);
	}

	private addObject(number: number, syntax: PdfSyntax): void {
		const value = syntax.next();
		if (value === undefined || value instanceof PdfOperator) return;
		this.objects.set(number, value);
		this.streams.delete(number);
		if (!isDictionary(value)) return;
		syntax.skipSpace();
		if (!this.text.startsWith('stream', syntax.at)) return;
		if (nameOf(value.get('Type')) === 'XRef') this.addTrailer(value);
		const from = syntax.at + 'stream'.length + lineBreak(this.text, syntax.at + 'stream'.length);
		const length = value.get('Length');
		const search = typeof length === 'number' && length >= 0 ? from + length : from;
		let end = this.text.indexOf('endstream', search);
		// A length that is too long leads into the next stream, or past the end of the file.
		if (search > from && (end < 0 || end > search + LONGEST_NUMBER))
			end = this.text.indexOf('endstream', from);
		this.streams.set(number, {
			dictionary: value,
			packed: this.text.slice(from, end < 0 ? undefined : end),
		});
		syntax.at = end < 0 ? this.text.length : end;
	}

	/** Newer PDFs pack the objects that are no streams into streams (ISO 32000-1, section 7.5.7). */
	private async unpackObjects(): Promise<void> {
		for (const stream of [...this.streams.values()]) {
			const { dictionary } = stream;
			if (nameOf(dictionary.get('Type')) !== 'ObjStm') continue;
			const syntax = this.syntax(await this.content(stream));
			const count = Number(this.value(dictionary.get('N')));
			const first = Number(this.value(dictionary.get('First')));
			const places: Array<[number, number]> = [];
			for (let n = 0; n < count; n++) {
				const [number, offset] = [syntax.next(), syntax.next()];
				if (typeof number !== 'number' || typeof offset !== 'number') break;
				places.push([number, first + offset]);
			}
			for (const [number, at] of places) {
				syntax.at = at;
				const value = syntax.next();
				if (value !== undefined) this.objects.set(number, value);
			}
		}
	}
}

const lineBreak = (text: string, at: number): number => {
	if (text.startsWith('\r\n', at)) return 2;
	return text[at] === '\n' || text[at] === '\r' ? 1 : 0;
};
