// PDF readers look for %%EOF in the last 1024 bytes (ISO 32000-1, annex H.3.4.4); others may append to these.
const END_BYTES = 2048;
const POINTER = /startxref\s+(\d{1,15})\s*%%EOF/g;

/**
 * In a linearized PDF, the table of the first page comes after its first object (ISO 32000-1, annex F.3.3).
 */
const FRONT_BYTES = 65_536;
const LINEARIZED = /<<[^>]*\/Linearized\s[^>]*>>/;
const LENGTH = /\/L\s+(\d{1,15})/;
/** A number and not a reference: outline items have a reference under the same name. */
const PREVIOUS = /\/Prev\s+(\d{1,15})(?!\d|\s+\d+\s+R)/;
const END_OF_TABLE = /startxref|stream\r?\n/;

const [XREF, OBJ, TYPE_XREF] = ['xref', 'obj', '/XRef'].map((word) => Buffer.from(word));
/**
 * The length of the longest keyword and the letter before it, which distinguishes `xref` from `startxref` and
 * `obj` from `endobj`.
 */
const KEYWORD_BYTES = 6;
const LAST_OF_START = 0x74;
const LAST_OF_END = 0x64;

/** What may come behind the end of a file: zeros and white space (ISO 32000-1, section 7.2.2). */
const PADDING = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);

/** Tables are remembered by the piece of this length in which their keyword is. */
const BUCKET_BYTES = 16;
/** How far after the given address the keyword of a table may be: some writers count wrong. */
const REACH_BYTES = 32;

/**
 * Gets the pieces of a PDF as they arrive, and says at the end whether it is complete: a PDF ends with the
 * address of its cross-reference table or stream, which is found at that address (ISO 32000-1, section
 * 7.5.5). A file that was cut lacks that ending, and one that lost a part in the middle has something else
 * there. The ending of a linearized file leads to the table of its first page, at the front, and that one to
 * the table of the rest.
 *
 * It keeps the first and the last bytes and a bit for each 16 bytes of the file, so 8 MB for a file of a
 * gigabyte.
 */
export class PdfEnding {
	private length = 0;
	private front: Buffer = Buffer.alloc(0);
	private tail: Buffer = Buffer.alloc(0);
	/** How many bytes of padding the file ends with by now. */
	private padding = 0;
	private tables = new Uint8Array(1024);
	/** The last bytes of the pieces so far: a keyword may be split between two pieces. */
	private seam: Buffer = Buffer.alloc(0);
	/** Where the keyword of the last object is. */
	private object = 0;

	add(piece: Buffer): void {
		this.findTables(
			Buffer.concat([this.seam, piece.subarray(0, KEYWORD_BYTES)]),
			this.length - this.seam.length,
		);
		this.findTables(piece, this.length);
		this.seam = Buffer.concat([this.seam, piece.subarray(-KEYWORD_BYTES)]).subarray(-KEYWORD_BYTES);
		if (this.front.length < FRONT_BYTES) {
			this.front = Buffer.concat([this.front, piece.subarray(0, FRONT_BYTES - this.front.length)]);
		}
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
		return [0, start].some(
			(shift) => this.hasTable(address + shift) && this.hasRest(address, shift),
		);
	}

	/** Whether the rest of the file is there, if a table at the beginning gives its address. */
	private hasRest(address: number, shift: number): boolean {
		const front = this.front.toString('latin1');
		const [table] = front.slice(address + shift).split(END_OF_TABLE, 1);
		const rest = Number(PREVIOUS.exec(table)?.[1] ?? 0);
		if (rest <= address) return true;
		const [linearized = ''] = LINEARIZED.exec(front.slice(shift)) ?? [];
		// A file that was updated later is longer.
		const length = Number(LENGTH.exec(linearized)?.[1] ?? 0);
		return this.hasTable(rest + shift) && this.length - shift + REACH_BYTES >= length;
	}

	/**
	 * Notes where there is `xref`, but not in `startxref`, and the `obj` of an object that says `/XRef`.
	 *
	 * @param offset where these bytes are in the file; what they begin with was in the last ones, too
	 */
	private findTables(bytes: Buffer, offset: number): void {
		for (const place of placesOf(XREF, bytes)) {
			if (place > 0 && bytes[place - 1] !== LAST_OF_START) this.note(offset + place);
		}
		let from = 0;
		const findObject = (end?: number) => {
			const place = lastObjectIn(bytes.subarray(from, end));
			if (place > 0) this.object = offset + from + place;
		};
		for (const place of placesOf(TYPE_XREF, bytes)) {
			findObject(place);
			this.note(this.object);
			from = place;
		}
		findObject();
	}

	private note(place: number): void {
		const bucket = Math.floor(place / BUCKET_BYTES);
		if (bucket >>> 3 >= this.tables.length) {
			const larger = new Uint8Array((bucket >>> 3) * 2);
			larger.set(this.tables);
			this.tables = larger;
		}
		this.tables[bucket >>> 3] |= 1 << (bucket & 7);
	}

	private hasTable(address: number): boolean {
		if (!(address < this.length)) return false;
		const first = Math.floor(Math.max(0, address - BUCKET_BYTES) / BUCKET_BYTES);
		const last = Math.floor((address + REACH_BYTES) / BUCKET_BYTES);
		for (let bucket = first; bucket <= last; bucket++) {
			if ((this.tables[bucket >>> 3] ?? 0) & (1 << (bucket & 7))) return true;
		}
		return false;
	}
}

// Node's own search is many times faster than a loop over the bytes.
function* placesOf(word: Buffer, bytes: Buffer): Generator<number> {
	for (let at = bytes.indexOf(word); at >= 0; at = bytes.indexOf(word, at + 1)) yield at;
}

function lastObjectIn(bytes: Buffer): number {
	let place = bytes.lastIndexOf(OBJ);
	while (place > 0 && bytes[place - 1] === LAST_OF_END) place = bytes.lastIndexOf(OBJ, place - 1);
	return place;
}
