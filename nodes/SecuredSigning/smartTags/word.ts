import { LIMITS, Unreadable } from './limits';
import { WORK, type Meter } from './meter';
import { attributesOf, XmlReader, type XmlListener, type XmlName } from './xml';
import { openZip, zipContent, type ZipArchive } from './zip';

// ECMA-376 part 1, section 11.3: the parts of a document that hold text for its reader.
const TEXT_PART =
	/wordprocessingml\.(document|template)\.main\+xml$|ms-word\.(document|template)\.macroEnabled\.main\+xml$|wordprocessingml\.(header|footer|footnotes|endnotes)\+xml$/i;
const CONTENT_TYPES = '[Content_Types].xml';
// The second is that of "strict" files (ISO/IEC 29500-1, annex A).
const WORD = [
	'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
	'http://purl.oclc.org/ooxml/wordprocessingml/main',
];
const COMPATIBILITY = 'http://schemas.openxmlformats.org/markup-compatibility/2006';
const PACKAGE_TYPES = 'http://schemas.openxmlformats.org/package/2006/content-types';
// The first bytes of the older Office formats, which also hold a .docx that has a password.
const COMPOUND_FILE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/**
 * Reads a .docx: body, tables, text boxes, headers, footers, footnotes and endnotes. A line is a
 * paragraph, its runs joined: word processors split a tag over several (docs/api/SMART-TAGS.md, 7).
 *
 * @param onLine is given each paragraph
 * @returns what could not be read, in words; none when all was
 * @throws Unreadable when the file is broken, has a password, or is larger than LIMITS; TooMuch by the meter
 */
export async function readWord(
	bytes: Buffer,
	onLine: (line: string) => void,
	meter: Meter,
): Promise<string[]> {
	if (bytes.subarray(0, COMPOUND_FILE.length).equals(COMPOUND_FILE)) {
		throw new Unreadable('The file is protected by a password, or is an old .doc named .docx');
	}
	const archive = await openZip(bytes, meter);
	const read = async (name: string, listener: XmlListener) => {
		const entry = archive.get(name.toLowerCase());
		if (!entry) throw new Unreadable(`The file is not a whole .docx: it has no ${name}`);
		const xml = new XmlReader(listener, meter);
		const decoder = new TextDecoder();
		for (const piece of zipContent(bytes, entry, meter)) {
			xml.write(decoder.decode(piece, { stream: true }));
			if (meter.isDue) await meter.pause();
		}
		xml.end();
	};
	const gaps = new Set<string>();
	for (const part of await textParts(archive, read, meter, gaps)) {
		await read(part, new Paragraphs(onLine, meter, gaps));
	}
	return [...gaps];
}

type ReadPart = (name: string, listener: XmlListener) => Promise<void>;

async function textParts(
	archive: ZipArchive,
	read: ReadPart,
	meter: Meter,
	gaps: Set<string>,
): Promise<Set<string>> {
	const parts = new Set<string>();
	await read(CONTENT_TYPES, {
		open: ({ namespace, local }, tag) => {
			if (namespace !== PACKAGE_TYPES || local !== 'Override') return;
			const attributes = attributesOf(tag, meter);
			const part = (attributes.get('PartName') ?? '').replace(/^\//, '');
			if (!TEXT_PART.test(attributes.get('ContentType') ?? '')) return;
			if (archive.has(part.toLowerCase())) parts.add(part.toLowerCase());
			else gaps.add('A part that the file names is not there');
		},
		close: () => {},
		text: () => {},
	});
	if (parts.size === 0) {
		throw new Unreadable('The file is not a Word document: it holds no text part');
	}
	return parts;
}

/**
 * Hears WordprocessingML and hands on its paragraphs. Left out is what does not stand on the page at
 * this place: deleted and moved text, field codes, and the copy of a text box for older programs.
 */
class Paragraphs implements XmlListener {
	/** A text box is a list of paragraphs inside of a paragraph. */
	private readonly paragraphs: string[] = [];
	private inText = false;
	/** How deep the tag under way is in what is left out; 0 outside of it. */
	private leftOut = 0;

	constructor(
		private readonly onLine: (line: string) => void,
		private readonly meter: Meter,
		private readonly gaps: Set<string>,
	) {}

	open({ namespace, local }: XmlName): void {
		const isWord = WORD.includes(namespace);
		if (this.leftOut > 0) this.leftOut++;
		else if (namespace === COMPATIBILITY && local === 'Fallback') this.leftOut = 1;
		else if (!isWord) return;
		else if (local === 'altChunk') this.gaps.add('Another document inside of it is not read');
		else if (local === 'moveFrom') this.leftOut = 1;
		else if (local === 'p') this.begin();
		else if (local === 't') this.inText = true;
		else if (local === 'tab' || local === 'ptab') this.add('\t');
		else if (local === 'br' || local === 'cr') this.endLine();
		else if (local === 'noBreakHyphen') this.add('-');
	}

	close({ namespace, local }: XmlName): void {
		if (this.leftOut > 0) this.leftOut--;
		else if (!WORD.includes(namespace)) return;
		else if (local === 't') this.inText = false;
		else if (local === 'p') this.end();
	}

	text(text: string): void {
		// Word shows a line feed among the letters as a space.
		if (this.inText && this.leftOut === 0) this.add(text.replace(/[\r\n]/g, ' '));
	}

	private begin(): void {
		if (this.paragraphs.push('') > LIMITS.paragraphDepth) {
			throw new Unreadable(
				'The file has text boxes inside of text boxes, deeper than this check reads',
			);
		}
	}

	private add(text: string): void {
		const last = this.paragraphs.length - 1;
		if (last < 0) return;
		this.meter.work(text.length * WORK.character);
		this.paragraphs[last] += text;
		if (this.paragraphs[last].length > LIMITS.paragraphLength) {
			throw new Unreadable('The file has a paragraph that is longer than this check reads');
		}
	}

	private endLine(): void {
		const last = this.paragraphs.length - 1;
		if (last < 0) return;
		this.onLine(this.paragraphs[last]);
		this.paragraphs[last] = '';
	}

	private end(): void {
		this.endLine();
		this.paragraphs.pop();
	}
}
