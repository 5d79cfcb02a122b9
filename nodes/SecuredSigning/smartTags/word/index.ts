import { Bookmarks, type Again } from '../bookmarks';
import { Doubts, plain } from '../doubts';
import { HiddenStyles } from '../hiddenStyles';
import { ignoreUnreadable } from '../limits';
import type { Meter } from '../meter';
import { OfficeFile } from '../officeFile';
import { Watch } from '../watch';
import { attributeOf, type XmlListener } from '../xml';
import { partName } from '../zip';
import { Alternatives } from './alternatives';
import { languageOf } from './namespaces';
import { mainPart, relationshipsOf, type Relationship } from './package';
import { Story } from './story';

const NOTES = ['footnotes', 'endnotes'];
const HEADERS = ['header', 'footer'];
const PICTURES = ['chart', 'chartEx', 'chartUserShapes', 'diagramData', 'diagramDrawing'];
/** The parts from which fields and content controls take their texts. */
const STORES = ['customXml', 'core-properties', 'extended-properties', 'custom-properties'];
const PACKAGE_RELATIONSHIPS = '_rels/.rels';
/** The place of a number in a label; ECMA-376 part 1, section 17.9.11. */
const NUMBER = /%\d/g;

/**
 * Reads a Word file (.docx, .docm, .dotx, .dotm): body, tables, text boxes, headers and footers in use,
 * footnotes, endnotes and formulas. A line is a paragraph with its runs joined, because word processors split
 * a tag into several runs (docs/api/SMART-TAGS.md, 7). Text that is shown elsewhere, or computed by a
 * program, is searched for tags.
 *
 * @param onLine is given each paragraph
 * @param again is called for each further reading, in which copied texts are replaced by their current
 *   sources
 * @returns what could not be read, in words; none when all was
 * @throws Unreadable when the file is broken, has a password, or is larger than LIMITS; TooMuch by the meter
 */
export async function readWord(
	bytes: Buffer,
	onLine: (line: string) => void,
	meter: Meter,
	again: Again = () => () => {},
): Promise<string[]> {
	const doubts = new Doubts();
	const file = await OfficeFile.open(bytes, meter, doubts);
	return await new WordFile(file, onLine, meter, doubts, again).read();
}

class WordFile {
	private readonly styles: HiddenStyles;

	constructor(
		private readonly file: OfficeFile,
		private readonly onLine: (line: string) => void,
		private readonly meter: Meter,
		private readonly doubts: Doubts,
		private readonly again: Again,
	) {
		this.styles = new HiddenStyles(meter);
	}

	async read(): Promise<string[]> {
		const main = await mainPart(this.file, this.meter);
		if (this.file.has('content.xml')) this.doubts.add('both');
		const related = await relationshipsOf(this.file, main, this.meter);
		await this.lookAt(related, ['styles'], () => this.styleReader());
		await this.lookAt(related, ['numbering'], () => this.numberReader());
		const bookmarks = new Bookmarks(this.meter);
		const parts = await this.stories(main, related, this.onLine, bookmarks);
		await Bookmarks.readAgain(
			bookmarks,
			this.doubts,
			async (copies) => await this.stories(main, related, this.again(), copies),
		);
		for (const part of parts) await this.beside(part);
		if (this.doubts.hasComputed) await this.sources(related);
		await this.file.lookAtPictures(await this.thumbnail());
		return this.doubts.end();
	}

	/** @returns the parts with text that stands on a page */
	private async stories(
		main: string,
		related: Relationship[],
		onLine: (line: string) => void,
		bookmarks: Bookmarks,
	): Promise<Set<string>> {
		const used = await this.story(main, onLine, bookmarks);
		const shown = related.filter(
			({ kind, id }) => NOTES.includes(kind) || (HEADERS.includes(kind) && used.has(id)),
		);
		const parts = new Set([main, ...shown.map(({ part }) => part)]);
		for (const part of parts) {
			if (part === main) continue;
			if (this.file.has(part)) await this.story(part, onLine, bookmarks);
			else this.doubts.add('missing');
		}
		return parts;
	}

	private async story(
		part: string,
		onLine: (line: string) => void,
		bookmarks: Bookmarks,
	): Promise<ReadonlySet<string>> {
		const { meter, doubts, styles } = this;
		const story = new Story(onLine, meter, doubts, styles, bookmarks);
		await this.file.read(part, new Alternatives(story, this.meter, this.doubts));
		story.end();
		return story.used;
	}

	/** Searches what is shown besides the text of a part: comments and pictures. */
	private async beside(part: string): Promise<void> {
		const related = await relationshipsOf(this.file, part, this.meter);
		const watch = (doubt: 'comment' | 'picture') =>
			new Watch(this.meter, () => this.doubts.add(doubt));
		await this.lookAt(related, ['comments'], () => watch('comment'));
		await this.lookAt(related, PICTURES, () => watch('picture'));
		for (const { part: chart, kind } of related) {
			if (kind !== 'chart') continue;
			const shapes = await relationshipsOf(this.file, chart, this.meter);
			await this.lookAt(shapes, PICTURES, () => watch('picture'));
		}
	}

	/** Searches the sources of computed text. */
	private async sources(related: Relationship[]): Promise<void> {
		const doubt = () => this.doubts.add('computed');
		const ofPackage = await relationshipsOf(this.file, '', this.meter);
		const store = () => new Watch(this.meter, doubt, 'bracket');
		await this.lookAt([...related, ...ofPackage], STORES, store);
		const variables = () => new Watch(this.meter, doubt, 'bracket', 'docVar');
		await this.lookAt(related, ['settings'], variables);
	}

	/** The thumbnail of the first page, if no other part refers to it. */
	private async thumbnail(): Promise<string | undefined> {
		const ofPackage = await relationshipsOf(this.file, '', this.meter);
		const part = ofPackage.find(({ kind }) => kind === 'thumbnail')?.part;
		if (part === undefined || !this.file.has(part)) return undefined;
		const name = part.slice(part.lastIndexOf('/') + 1);
		let isElsewhere = false;
		const listener: XmlListener = {
			open: (_name, attributes) => {
				const target = partName(attributeOf(attributes, 'Target', this.meter));
				isElsewhere ||= target.endsWith(name);
			},
			close: () => {},
			text: () => {},
		};
		for (const other of this.file.names) {
			if (other === PACKAGE_RELATIONSHIPS || !other.endsWith('.rels')) continue;
			await this.file.read(other, listener).catch((error: Error) => {
				ignoreUnreadable(error);
				isElsewhere = true;
			});
		}
		return isElsewhere ? undefined : part;
	}

	private async lookAt(
		related: Relationship[],
		kinds: string[],
		listener: () => XmlListener,
	): Promise<void> {
		for (const { kind, part } of related) {
			if (!kinds.includes(kind)) continue;
			await this.file.read(part, listener()).catch((error: Error) => {
				ignoreUnreadable(error);
				this.doubts.add('unread');
			});
		}
	}

	private numberReader(): XmlListener {
		return {
			open: ({ local, namespace }, attributes) => {
				if (local !== 'lvlText' || languageOf(namespace) !== 'word') return;
				this.doubts.numbering(
					plain(attributeOf(attributes, 'val', this.meter)).replace(NUMBER, '1'),
				);
			},
			close: () => {},
			text: () => {},
		};
	}

	private styleReader(): XmlListener {
		let id = '';
		let style: { hidden?: boolean; basedOn?: string; name?: string } = {};
		return {
			open: ({ local, namespace }, attributes) => {
				if (languageOf(namespace) !== 'word') return;
				const value = (name: string) => attributeOf(attributes, name, this.meter);
				if (local === 'style') {
					[id, style] = [value('styleId'), {}];
					const isDefault = /^(?:1|true|on)$/.test(value('default'));
					if (isDefault && value('type') === 'paragraph') this.styles.defaultStyle = id;
				} else if (local === 'numPr') this.doubts.hasLists = true;
				else if (local === 'name') style.name = value('val');
				else if (local === 'basedOn') style.basedOn = value('val');
				else if (local === 'vanish') style.hidden = !/^(?:0|false|off)$/.test(value('val'));
			},
			close: ({ local }) => {
				if (local === 'style') this.styles.add(id, style);
			},
			text: () => {},
		};
	}
}
