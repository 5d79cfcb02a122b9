import type { Doubts } from './doubts';
import { ignoreUnreadable, Unreadable } from './limits';
import type { Meter } from './meter';
import { PICTURE_START, pictureReader } from './pictures';
import type { PictureReader, PictureText } from './pictures/text';
import { XmlReader, type XmlListener } from './xml';
import { openZip, partName, zipContent, type ZipArchive, type ZipEntry } from './zip';

// The first bytes of the older Office formats, and of a .docx with a password.
const COMPOUND_FILE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);
/** How many characters of XML are read before other work may run: many short elements take long. */
const STRETCH = 8 * 1024;
const DECLARED_ENCODING =
	/^(?:\ufeff|\u00ef\u00bb\u00bf)?<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{1,40})/;

/** A file of an office program: a ZIP archive of parts in XML. */
export class OfficeFile {
	private constructor(
		private readonly bytes: Buffer,
		private readonly archive: ZipArchive,
		private readonly meter: Meter,
		private readonly doubts: Doubts,
	) {}

	/** @throws Unreadable when it is no archive, or an older format; TooMuch by the meter */
	static async open(bytes: Buffer, meter: Meter, doubts: Doubts): Promise<OfficeFile> {
		if (bytes.subarray(0, COMPOUND_FILE.length).equals(COMPOUND_FILE)) {
			throw new Unreadable(
				'The file is protected by a password, or is of an older format (.doc) under another name',
			);
		}
		return new OfficeFile(bytes, await openZip(bytes, meter), meter, doubts);
	}

	has(name: string): boolean {
		return this.archive.has(partName(name));
	}

	/** The names of its parts, in the form of `partName`. */
	get names(): Iterable<string> {
		return this.archive.keys();
	}

	/** @throws Unreadable when the part is not there, or is no XML; TooMuch by the meter */
	async read(name: string, listener: XmlListener): Promise<void> {
		const entry = this.archive.get(partName(name));
		if (!entry) throw new Unreadable(`The file is incomplete: it has no ${name}`);
		if (entry.isDouble) this.doubts.add('double');
		const xml = new XmlReader(listener, this.meter);
		let decoder: TextDecoder | undefined;
		for (const piece of zipContent(this.bytes, entry, this.meter)) {
			if (piece.length > 0) {
				decoder ??= decoderOf(piece);
				const text = decoder.decode(piece, { stream: true });
				for (let at = 0; at < text.length; at += STRETCH) {
					xml.write(text.slice(at, at + STRETCH));
					if (this.meter.isDue) await this.meter.pause();
				}
			}
			if (this.meter.isDue) await this.meter.pause();
		}
		xml.end();
	}

	/**
	 * Searches all vector pictures for text, whatever their names are: the relationships do not show with
	 * certainty which parts a program shows.
	 *
	 * @param hidden a part that is shown on no page
	 * @throws TooMuch by the meter
	 */
	async lookAtPictures(hidden?: string): Promise<void> {
		for (const [name, entry] of this.archive) {
			if (name === hidden) continue;
			if (entry.isDouble) this.doubts.add('double');
			const text = await this.pictureText(entry).catch(ignoreUnreadable);
			if (text !== undefined) this.doubts.pictureText(text);
		}
	}

	/** @returns undefined for a part that is no vector picture */
	private async pictureText(entry: ZipEntry): Promise<PictureText | undefined> {
		const pieces: Buffer[] = [];
		let size = 0;
		let reader: PictureReader | undefined;
		try {
			for (const piece of zipContent(this.bytes, entry, this.meter)) {
				if (this.meter.isDue) await this.meter.pause();
				this.meter.keep(piece.length);
				size += piece.length;
				pieces.push(Buffer.from(piece));
				if (reader !== undefined || size < PICTURE_START) continue;
				reader = pictureReader(Buffer.concat(pieces), this.meter);
				if (reader === undefined) return undefined;
			}
			const picture = Buffer.concat(pieces);
			return await (reader ?? pictureReader(picture, this.meter))?.(picture, this.meter);
		} finally {
			this.meter.drop(size);
		}
	}
}

/** XML 1.0, appendix F: the encoding by the first bytes, or else by the declaration. */
function decoderOf(piece: Uint8Array): TextDecoder {
	const [first, second] = piece;
	if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) {
		return new TextDecoder('utf-16le');
	}
	if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) {
		return new TextDecoder('utf-16be');
	}
	const start = Buffer.from(piece.subarray(0, 200)).toString('latin1');
	const declared = DECLARED_ENCODING.exec(start)?.[1] ?? 'utf-8';
	try {
		return new TextDecoder(/^utf-?16/i.test(declared) ? 'utf-8' : declared);
	} catch {
		return unknownEncoding();
	}
}

function unknownEncoding(): never {
	throw new Unreadable(
		'A part of the file is written in an encoding that this check does not know',
	);
}
