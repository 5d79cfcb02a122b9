import { LIMITS, Unreadable, unpackAllowance } from './limits';
import { XmlReader, type XmlListener } from './xml';
import { openZip, zipContent, type ZipArchive } from './zip';

// ECMA-376 part 1, section 11.3: the parts of a document that hold text for its reader.
const TEXT_PART =
	/wordprocessingml\.(document|template)\.main\+xml$|ms-word\.(document|template)\.macroEnabled\.main\+xml$|wordprocessingml\.(header|footer|footnotes|endnotes)\+xml$/i;
const CONTENT_TYPES = '[Content_Types].xml';
const WORD_NAMESPACE =
	/\sxmlns(?::([\w.-]{1,40}))?\s?=\s?["']http:\/\/(?:schemas\.openxmlformats\.org|purl\.oclc\.org\/ooxml)\/wordprocessingml\/(?:2006\/)?main["']/;
// The first bytes of the older Office formats, which also hold a .docx that has a password.
const COMPOUND_FILE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/**
 * Reads a .docx: body, tables, text boxes, headers, footers, footnotes and endnotes. A line is a
 * paragraph, its runs joined: word processors split a tag over several (docs/api/SMART-TAGS.md, 7).
 *
 * @param onLine is given each paragraph
 * @throws Unreadable when the file is broken, has a password, or is larger than LIMITS
 */
export async function readWord(bytes: Buffer, onLine: (line: string) => void): Promise<void> {
	if (bytes.subarray(0, COMPOUND_FILE.length).equals(COMPOUND_FILE)) {
		throw new Unreadable('The file is protected by a password, or is an old .doc named .docx');
	}
	const archive = openZip(bytes);
	const allowance = unpackAllowance();
	const read = async (name: string, listener: XmlListener) => {
		const entry = archive.get(name);
		if (!entry) throw new Unreadable(`The file is not a whole .docx: it has no ${name}`);
		const xml = new XmlReader(listener);
		const decoder = new TextDecoder();
		for await (const piece of zipContent(bytes, entry, allowance)) {
			xml.write(decoder.decode(piece, { stream: true }));
		}
	};
	for (const part of await textParts(archive, read)) await read(part, new Paragraphs(onLine));
}

type ReadPart = (name: string, listener: XmlListener) => Promise<void>;

async function textParts(archive: ZipArchive, read: ReadPart): Promise<Set<string>> {
	const parts = new Set<string>();
	await read(CONTENT_TYPES, {
		open: (name, attributes) => {
			if (!name.endsWith('Override')) return;
			const part = attribute(attributes, 'PartName').replace(/^\//, '');
			const isText = TEXT_PART.test(attribute(attributes, 'ContentType'));
			if (isText && archive.has(part)) parts.add(part);
		},
		close: () => {},
		text: () => {},
	});
	if (parts.size === 0) {
		throw new Unreadable('The file is not a Word document: it holds no text part');
	}
	return parts;
}

const attribute = (attributes: string, name: string): string =>
	new RegExp(`\\s${name}\\s?=\\s?["']([^"']{0,500})["']`).exec(attributes)?.[1] ?? '';

/**
 * Hears WordprocessingML and hands on its paragraphs. Left out is what does not stand on the page at
 * this place: deleted and moved text, field codes, and the copy of a text box for older programs.
 */
class Paragraphs implements XmlListener {
	private prefix: string | undefined;
	/** A text box is a list of paragraphs inside of a paragraph. */
	private readonly paragraphs: string[] = [];
	private inText = false;
	/** How deep the tag under way is in what is left out; 0 outside of it. */
	private leftOut = 0;

	constructor(private readonly onLine: (line: string) => void) {}

	open(name: string, attributes: string): void {
		this.prefix ??= prefixOf(attributes);
		const local = this.localName(name);
		if (this.leftOut > 0 || local === 'moveFrom' || name.endsWith(':Fallback')) this.leftOut++;
		else if (local === 'p') this.begin();
		else if (local === 't') this.inText = true;
		else if (local === 'tab' || local === 'ptab') this.add('\t');
		else if (local === 'br' || local === 'cr') this.add('\n');
		else if (local === 'noBreakHyphen') this.add('-');
	}

	close(name: string): void {
		const local = this.localName(name);
		if (this.leftOut > 0) this.leftOut--;
		else if (local === 't') this.inText = false;
		else if (local === 'p') {
			for (const line of (this.paragraphs.pop() ?? '').split('\n')) this.onLine(line);
		}
	}

	text(text: string): void {
		if (this.inText && this.leftOut === 0) this.add(text);
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
		this.paragraphs[last] += text;
		if (this.paragraphs[last].length > LIMITS.paragraphLength) {
			throw new Unreadable('The file has a paragraph that is longer than this check reads');
		}
	}

	private localName(name: string): string {
		const prefix = this.prefix ?? '';
		return name.startsWith(prefix) ? name.slice(prefix.length) : '';
	}
}

function prefixOf(attributes: string): string | undefined {
	const found = WORD_NAMESPACE.exec(attributes);
	if (found === null) return undefined;
	return found[1] === undefined ? '' : `${found[1]}:`;
}
