import { KEPT, WORK } from '../meter';
import type { PdfFile, PdfObject, PdfPlace, PdfStream } from './file';
import type { PdfSyntax } from './syntax';
import { isDictionary, isOperator, nameOf, type PdfDictionary } from './values';

/** The objects of a PDF, by its cross-reference tables. */
export interface CrossReferences {
	/** By object number; undefined for an object that was removed. */
	places: Map<number, PdfPlace | undefined>;
	/** The newest one first. */
	trailers: PdfDictionary[];
}

/** How far from the end of the file readers look for `startxref` (ISO 32000-1, annex H, note 18: 1024). */
const NEAR_THE_END = 2048;
const START = 'startxref';

type ContentOf = (stream: PdfStream) => Promise<Buffer>;

/**
 * Follows the cross-reference tables and streams of a PDF from the newest to the oldest: an entry of a newer
 * one takes precedence (ISO 32000-1, sections 7.5.4 to 7.5.8).
 *
 * @returns undefined when one of them is broken or missing
 */
export async function crossReferences(
	file: PdfFile,
	contentOf: ContentOf,
): Promise<CrossReferences | undefined> {
	const reader = new Reader(file, contentOf);
	const seen = new Set<number>();
	for (let at = startOf(file); at !== undefined; ) {
		// A cycle: all of its tables were read.
		if (seen.has(at)) break;
		seen.add(at);
		file.meter.work(WORK.block);
		file.meter.keep(KEPT.entry);
		if (file.meter.isDue) await file.meter.pause();
		const trailer = await reader.section(at);
		if (!trailer) return undefined;
		reader.trailers.push(trailer);
		const previous = trailer.get('Prev');
		if (previous === undefined) return reader;
		at = placeOf(previous);
		if (at === undefined) return undefined;
	}
	return reader.trailers.length > 0 ? reader : undefined;
}

function startOf({ bytes, meter }: PdfFile): number | undefined {
	meter.work(NEAR_THE_END * WORK.searched);
	const last = bytes.subarray(-NEAR_THE_END);
	const found = last.lastIndexOf(START);
	if (found < 0) return undefined;
	const [, digits] =
		/^\s{0,20}(\d{1,12})/.exec(last.toString('latin1', found + START.length)) ?? [];
	return digits === undefined ? undefined : placeOf(Number(digits));
}

const placeOf = (value: unknown): number | undefined =>
	typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

class Reader implements CrossReferences {
	readonly places = new Map<number, PdfPlace | undefined>();
	readonly trailers: PdfDictionary[] = [];

	constructor(
		private readonly file: PdfFile,
		private readonly contentOf: ContentOf,
	) {}

	/** Reads the table or stream at a place; returns its trailer, or undefined if it is broken. */
	async section(at: number): Promise<PdfDictionary | undefined> {
		if (at >= this.file.bytes.length) return undefined;
		const syntax = this.file.syntaxAt(at);
		syntax.skipSpace();
		if (syntax.skipWord('xref')) return await this.table(syntax);
		const object = this.file.objectAt(at);
		return object?.stream && (await this.stream(object));
	}

	private async table(syntax: PdfSyntax): Promise<PdfDictionary | undefined> {
		const free: number[] = [];
		for (;;) {
			const first = syntax.next();
			if (isOperator(first, 'trailer')) break;
			const count = syntax.next();
			if (typeof first !== 'number' || typeof count !== 'number') return undefined;
			for (let n = 0; n < count; n++) {
				const [at, generation, kind] = [syntax.next(), syntax.next(), syntax.next()];
				syntax.release();
				if (typeof at !== 'number' || typeof generation !== 'number') return undefined;
				if (isOperator(kind, 'n')) this.set(first + n, { at, generation });
				else if (isOperator(kind, 'f')) free.push(first + n);
				else return undefined;
				if (this.file.meter.isDue) await this.file.meter.pause();
			}
		}
		const trailer = syntax.next();
		if (!isDictionary(trailer)) return undefined;
		// A hybrid file: a stream has further entries for newer readers: section 7.5.8.4.
		const beside = placeOf(trailer.get('XRefStm'));
		const hybrid = beside === undefined ? undefined : this.file.objectAt(beside);
		if (trailer.has('XRefStm') && !(hybrid?.stream && (await this.stream(hybrid))))
			return undefined;
		for (const number of free) this.set(number, undefined);
		return trailer;
	}

	private async stream({ value, stream }: PdfObject): Promise<PdfDictionary | undefined> {
		if (!stream || !isDictionary(value) || nameOf(value.get('Type')) !== 'XRef') return undefined;
		const widths = numbersOf(value.get('W'));
		const size = widths.reduce((sum, width) => sum + width, 0);
		if (widths.length < 3 || size === 0 || size > 24) return undefined;
		const index = value.has('Index') ? numbersOf(value.get('Index')) : [0, Infinity];
		const content = await this.contentOf(stream);
		const field = (at: number, width: number) => {
			let number = 0;
			for (let n = at; n < at + width; n++) number = number * 256 + content[n];
			return number;
		};
		let at = 0;
		for (let n = 0; n + 1 < index.length; n += 2) {
			const [first, count] = [index[n], index[n + 1]];
			for (let number = first; number < first + count && at + size <= content.length; number++) {
				const kind = widths[0] === 0 ? 1 : field(at, widths[0]);
				const place = field(at + widths[0], widths[1]);
				if (kind === 0) this.set(number, undefined);
				else if (kind === 1)
					this.set(number, { at: place, generation: field(at + widths[0] + widths[1], widths[2]) });
				else if (kind === 2) this.set(number, { within: place });
				at += size;
				this.file.meter.work(WORK.value);
				if (this.file.meter.isDue) await this.file.meter.pause();
			}
		}
		return value;
	}

	/** Sets an entry, unless a newer section has one. */
	private set(number: number, place: PdfPlace | undefined): void {
		this.file.meter.work(WORK.value);
		if (placeOf(number) === undefined || this.places.has(number)) return;
		this.file.meter.keep(KEPT.object);
		this.places.set(number, place);
	}
}

const numbersOf = (value: unknown): number[] =>
	Array.isArray(value) ? value.map((entry) => placeOf(entry) ?? 0) : [];
