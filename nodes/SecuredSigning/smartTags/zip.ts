import { inflated } from './inflate';
import { LIMITS, Unreadable } from './limits';
import { KEPT, WORK, type Meter } from './meter';

// APPNOTE.TXT of PKWARE, sections 4.3.7, 4.3.12 and 4.3.16.
const END_RECORD = 0x06054b50;
const END_RECORD_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_ENTRY_LENGTH = 46;
const FILE_HEADER = 0x04034b50;
const FILE_HEADER_LENGTH = 30;
const ENCRYPTED_FLAG = 1;
const STORED = 0;
const DEFLATED = 8;
// Uncompressed content is also given in pieces, so that a reader keeps only one of them.
const PIECE = 16 * 1024;

export interface ZipEntry {
	method: number;
	encrypted: boolean;
	packedSize: number;
	headerAt: number;
	/** Whether the directory names it twice: programs disagree on which one counts. */
	isDouble: boolean;
}

/** The files of an archive by their names (`partName`); of a repeated name, the last one counts. */
export type ZipArchive = Map<string, ZipEntry>;

/**
 * The normalised form of a part name: in lower case, without percent-encoding (ECMA-376 part 2, section
 * 6.2.2).
 */
export function partName(name: string): string {
	const plain = name.replace(/\\/g, '/').replace(/^\/+/, '');
	return plain
		.replace(/%([\da-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)))
		.toLowerCase();
}

/**
 * Reads the directory of a ZIP archive; nothing is unpacked. Other bytes may come before and after it.
 * @throws Unreadable when it is not an archive, is incomplete, or has too many entries
 */
export async function openZip(bytes: Buffer, meter: Meter): Promise<ZipArchive> {
	const { count, at: end, directoryAt, before } = endRecord(bytes);
	if (count > LIMITS.zipEntries) {
		throw new Unreadable(`The archive inside the file has more than ${LIMITS.zipEntries} entries`);
	}
	const archive: ZipArchive = new Map();
	let at = directoryAt;
	for (let n = 0; n < count; n++) {
		if (at + DIRECTORY_ENTRY_LENGTH > end || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) broken();
		const nameAt = at + DIRECTORY_ENTRY_LENGTH;
		const nameEnd = nameAt + bytes.readUInt16LE(at + 28);
		meter.work(WORK.block + (nameEnd - nameAt) * WORK.glyph);
		meter.keep(KEPT.entry + KEPT.dictionary + 2 * (nameEnd - nameAt));
		if (meter.isDue) await meter.pause();
		const name = partName(bytes.toString('utf8', nameAt, nameEnd));
		archive.set(name, {
			encrypted: (bytes.readUInt16LE(at + 8) & ENCRYPTED_FLAG) !== 0,
			method: bytes.readUInt16LE(at + 10),
			packedSize: bytes.readUInt32LE(at + 20),
			headerAt: before + bytes.readUInt32LE(at + 42),
			isDouble: archive.has(name),
		});
		at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
	}
	return archive;
}

/**
 * The contents of one file of the archive, piece by piece.
 * @throws Unreadable when it is damaged, encrypted, or compressed with another method; TooMuch by the meter
 */
export function* zipContent(bytes: Buffer, entry: ZipEntry, meter: Meter): Generator<Uint8Array> {
	const { method, encrypted, packedSize, headerAt } = entry;
	if (encrypted) throw new Unreadable('The file is protected by a password');
	const nameAt = headerAt + FILE_HEADER_LENGTH;
	if (headerAt < 0 || nameAt > bytes.length || bytes.readUInt32LE(headerAt) !== FILE_HEADER)
		broken();
	const from = nameAt + bytes.readUInt16LE(headerAt + 26) + bytes.readUInt16LE(headerAt + 28);
	if (from + packedSize > bytes.length) broken();
	const packed = bytes.subarray(from, from + packedSize);
	if (method === DEFLATED) yield* inflated(packed, 'deflate-raw', meter);
	else if (method === STORED) {
		for (let at = 0; at < packed.length; at += PIECE) yield packed.subarray(at, at + PIECE);
	} else
		throw new Unreadable('The archive inside the file is packed in a way this check does not know');
}

interface EndRecord {
	count: number;
	/** The position of the record. */
	at: number;
	directoryAt: number;
	/** How many bytes come before the archive; its offsets do not include them. */
	before: number;
	/** Whether the file ends with its comment. */
	isLast: boolean;
}

/**
 * Finds the end record: near the end of the file, before a comment or bytes that were added after the
 * archive.
 */
function endRecord(bytes: Buffer): EndRecord {
	const found: EndRecord[] = [];
	const last = bytes.length - END_RECORD_LENGTH;
	for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
		if (bytes.readUInt32LE(at) !== END_RECORD) continue;
		const count = bytes.readUInt16LE(at + 10);
		const isLast = at + END_RECORD_LENGTH + bytes.readUInt16LE(at + 20) === bytes.length;
		const offset = bytes.readUInt32LE(at + 16);
		const places = new Set([offset, at - bytes.readUInt32LE(at + 12)]);
		for (const directoryAt of places) {
			if (!isDirectory(bytes, directoryAt, at)) continue;
			found.push({ count, at, directoryAt, before: directoryAt - offset, isLast });
		}
	}
	const [nearest, ...others] = found;
	// With a record inside another one's comment, or with bytes after several records, programs disagree on
	// which one to use.
	const isCertain = nearest?.isLast || others.length === 0;
	return nearest && isCertain && others[0]?.at !== nearest.at ? nearest : broken();
}

const isDirectory = (bytes: Buffer, at: number, end: number): boolean =>
	at >= 0 && at + DIRECTORY_ENTRY_LENGTH <= end && bytes.readUInt32LE(at) === DIRECTORY_ENTRY;

function broken(): never {
	throw new Unreadable(
		'The file is incomplete: its archive is broken, cut short or of a rare kind',
	);
}
