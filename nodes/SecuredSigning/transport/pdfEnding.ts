// PDF readers look for %%EOF in the last 1024 bytes (ISO 32000-1, annex H.3.4.4); others may append to these.
const END_BYTES = 2048;
const POINTER = /startxref\s+(\d{1,15})\s*%%EOF/g;

// The letters of a keyword as they are shifted into a number of four bytes.
const XREF = 0x78726566;
const OBJ = 0x6f626a;
const LAST_OF_START = 0x74;
const LAST_OF_END = 0x64;

/** What may come behind the end of a file: zeros and white space (ISO 32000-1, section 7.2.2). */
const PADDING = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);

/** Keywords are remembered by the piece of this length in which they are. */
const BUCKET_BYTES = 16;
/** How far behind the address of an object its keyword may be, and how far off a writer may have counted. */
const REACH_BYTES = 32;

/**
 * Watches a PDF come in and tells at its end whether it is all there: a PDF ends with the address of its
 * cross-reference table or stream, which is found at that address (ISO 32000-1, section 7.5.5). A file that
 * was cut lacks that ending, and one that lost a part in the middle has something else there.
 *
 * It keeps the last bytes and a bit for each 16 bytes of the file, so 8 MB for a file of a gigabyte.
 */
export class PdfEnding {
	private length = 0;
	private tail: Buffer = Buffer.alloc(0);
	/** How many bytes of padding the file ends with by now. */
	private padding = 0;
	private keywords = new Uint8Array(1024);
	private last = 0;

	add(piece: Buffer): void {
		this.findKeywords(piece);
		this.length += piece.length;
		let end = piece.length;
		while (end > 0 && PADDING.has(piece[end - 1])) end--;
		if (end > 0) {
			const between = Buffer.alloc(Math.min(this.padding, END_BYTES), ' ');
			const content = piece.subarray(Math.max(0, end - END_BYTES), end);
			this.tail = Buffer.concat([this.tail, between, content]).subarray(-END_BYTES);
			this.padding = 0;
		}
		this.padding += piece.length - end;
	}

	/** @param start where the PDF begins in the file: some writers count from there */
	isWhole(start: number): boolean {
		const ends = [...this.tail.toString('latin1').matchAll(POINTER)];
		const address = Number(ends.at(-1)?.[1] ?? NaN);
		return [address, address + start].some((place) => this.hasKeyword(place));
	}

	/** Notes where `xref` and `obj` are, but for the ones in `startxref` and `endobj`. */
	private findKeywords(piece: Buffer): void {
		let { last } = this;
		for (let place = 0; place < piece.length; place++) {
			const before = last >>> 24;
			last = ((last << 8) | piece[place]) >>> 0;
			const isTable = last === XREF && before !== LAST_OF_START;
			const isObject = (last & 0xffffff) === OBJ && last >>> 24 !== LAST_OF_END;
			if (isTable || isObject) this.note(this.length + place);
		}
		this.last = last;
	}

	private note(place: number): void {
		const bucket = Math.floor(place / BUCKET_BYTES);
		if (bucket >>> 3 >= this.keywords.length) {
			const larger = new Uint8Array((bucket >>> 3) * 2);
			larger.set(this.keywords);
			this.keywords = larger;
		}
		this.keywords[bucket >>> 3] |= 1 << (bucket & 7);
	}

	private hasKeyword(address: number): boolean {
		if (!(address < this.length)) return false;
		const first = Math.floor(Math.max(0, address - BUCKET_BYTES) / BUCKET_BYTES);
		const last = Math.floor((address + REACH_BYTES) / BUCKET_BYTES);
		for (let bucket = first; bucket <= last; bucket++) {
			if ((this.keywords[bucket >>> 3] ?? 0) & (1 << (bucket & 7))) return true;
		}
		return false;
	}
}
