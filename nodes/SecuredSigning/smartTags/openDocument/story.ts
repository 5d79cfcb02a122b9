import type { Bookmarks } from '../bookmarks';
import { COMPUTED, COPIED, plain, STYLED, type Doubts } from '../doubts';
import type { HiddenStyles } from '../hiddenStyles';
import { WORK, type Meter } from '../meter';
import { Paragraphs, type Mark } from '../paragraphs';
import { Watch } from '../watch';
import { attributeOf, type XmlListener, type XmlName } from '../xml';
import {
	COPIES,
	COUNTED_FIELDS,
	KEPT_FIELDS,
	LABELS,
	NUMBERS,
	SETTINGS,
	STRUCTURE,
	STYLES,
	vocabularyOf,
} from './elements';

type Value = (attribute: string) => string;

/** Where the number of a level stands in LibreOffice's own format of labels. */
const NUMBER = /%\d+%?/g;
/** The first bytes of PNG, JPEG and GIF. */
const DOTS_IN_BASE64 = /^(?:iVBORw0KGgo|\/9j\/|R0lGOD)/;
const BASE64_START = 20;
const LONGEST_WORD = 20;
const MOST_SPACES = 1000;
/**
 * Texts that the page does not show, or that are computed: titles of pictures, numbers of notes and lists.
 */
const NOT_SHOWN = ['svg:title', 'svg:desc', 'text:note-citation', 'text:number'];
const PARAGRAPHS = ['p', 'h', 'ruby-text'];
const LISTS = ['h', 'list', 'numbered-paragraph', 'linenumbering-configuration'];
const VISIBLE = ['', 'true'];
/** Marks around text that a field may copy. */
const MARK = /^(bookmark|reference-mark)-(start|end)$/;

/**
 * Listens to the XML of `content.xml` or `styles.xml`, and passes on the paragraphs of the body, headers and
 * footers (ODF 1.3 part 3), without deleted and hidden text and comments.
 */
export class Story implements XmlListener {
	/** Whether it is a text, and no spreadsheet. */
	isText = false;
	private readonly paragraphs: Paragraphs;
	private depth = 0;
	/** What happens when an element ends, by its depth. */
	private readonly ends: Array<{ depth: number; end: () => void }> = [];
	private inParagraphs = 0;
	private hidden = 0;
	/** The listener for content that is not shown, until the element ends. */
	private beside?: XmlListener;
	private style: { name: string; parent?: string; isHidden?: boolean } = { name: '' };

	constructor(
		onLine: (line: string) => void,
		private readonly meter: Meter,
		private readonly doubts: Doubts,
		private readonly styles: HiddenStyles,
		private readonly bookmarks: Bookmarks,
	) {
		this.paragraphs = new Paragraphs(onLine, meter, doubts);
	}

	open(name: XmlName, attributes: string, prefixes: ReadonlyMap<string, string>): void {
		this.depth++;
		if (this.beside) return this.beside.open(name, attributes, prefixes);
		const vocabulary = vocabularyOf(name.namespace);
		const value: Value = (attribute) => attributeOf(attributes, attribute, this.meter);
		const full = `${vocabulary}:${name.local}`;
		if (full === 'office:annotation') this.passOver('comment');
		else if (full === 'text:tracked-changes') this.passOver('leftOut');
		else if (full === 'office:binary-data') this.binary();
		else if (NOT_SHOWN.includes(full)) this.passOver();
		else if (full === 'office:text') this.isText = true;
		else if (full === 'draw:object') this.paragraphs.mark(COMPUTED);
		else if (vocabulary === 'style') this.styling(name.local, value);
		else if (vocabulary === 'number') this.format();
		else if (vocabulary === 'form' && hasBracket(attributes)) this.doubts.add('control');
		else if (vocabulary === 'text') this.inline(name.local, attributes, value);
	}

	close(name: XmlName): void {
		while (this.ends.at(-1)?.depth === this.depth) this.ends.pop()?.end();
		this.depth--;
		this.beside?.close(name);
	}

	text(text: string): void {
		if (this.beside) return this.beside.text(text);
		if (this.inParagraphs > 0) this.add(text.replace(/[ \t\r\n]+/g, ' '));
	}

	private inline(local: string, attributes: string, value: Value): void {
		if (LISTS.includes(local)) this.doubts.hasLists = true;
		if (PARAGRAPHS.includes(local)) this.beginParagraph(value('style-name'));
		else if (local === 'span') this.hideIf(this.styles.isHidden(value('style-name')));
		else if (local === 'section') this.hideIf(!VISIBLE.includes(value('display')));
		else if (local === 's') this.add(' '.repeat(Math.min(MOST_SPACES, Number(value('c')) || 1)));
		else if (local === 'tab') this.add('\t');
		else if (local === 'line-break') this.endLine();
		else if (local === 'change') this.deleted();
		else if (local === 'section-source') this.doubts.add('elsewhere');
		else if (SETTINGS.test(local)) this.numbering(value);
		else if (MARK.test(local)) this.mark(local, value('name'));
		else if (COPIES.has(local)) this.copy(local, value);
		else if (STYLES.has(local)) this.styled(value('reference-format'));
		else if (COUNTED_FIELDS.has(local)) this.paragraphs.counted();
		else if (!STRUCTURE.has(local) && !KEPT_FIELDS.has(local)) {
			if (hasBracket(attributes)) this.doubts.add('computed');
			this.computed(COMPUTED);
		}
	}

	private styling(local: string, value: Value): void {
		if (local === 'style') {
			this.style = { name: value('name'), parent: value('parent-style-name') };
			this.atEnd(() => {
				const { name, isHidden, parent } = this.style;
				this.styles.add(name, { hidden: isHidden, basedOn: parent });
			});
		} else if (local === 'text-properties' && value('display') !== '') {
			this.style.isHidden = !VISIBLE.includes(value('display'));
		}
	}

	private numbering(value: Value): void {
		const format = value('num-list-format').replace(NUMBER, '1');
		const label = [value('num-prefix'), value('bullet-char') || '1', value('num-suffix')].join('');
		for (const shown of [label, format]) this.doubts.numbering(plain(shown));
	}

	/** A picture or other object in Base64. PNG, JPEG and GIF cannot contain text. */
	private binary(): void {
		let start = '';
		this.beside = {
			open: () => {},
			close: () => {},
			text: (text) => {
				if (start.length < BASE64_START) start += text.slice(0, 1000).replace(/\s/g, '');
			},
		};
		this.atEnd(() => {
			this.beside = undefined;
			if (start !== '' && !DOTS_IN_BASE64.test(start)) this.doubts.add('vectorPicture');
		});
	}

	/** The letters between the parts of a date, a time or a number (ODF 1.3 part 3, section 16.29). */
	private format(): void {
		let literal = '';
		this.beside = {
			open: () => {},
			close: () => {},
			text: (text) => {
				this.meter.work(4 * text.length * WORK.character);
				literal = literal.slice(-LONGEST_WORD) + text;
				this.doubts.format(literal);
			},
		};
		this.atEnd(() => (this.beside = undefined));
	}

	private beginParagraph(style: string): void {
		this.paragraphs.begin();
		this.inParagraphs++;
		this.atEnd(() => {
			this.inParagraphs--;
			this.paragraphs.end();
			this.bookmarks.add('\n');
		});
		this.hideIf(this.styles.isHidden(style));
	}

	private deleted(): void {
		this.paragraphs.leaveOut(COMPUTED);
		this.bookmarks.leaveOut();
	}

	private endLine(): void {
		this.paragraphs.endLine();
		this.bookmarks.add('\n');
	}

	private mark(local: string, name: string): void {
		const [, kind, step] = MARK.exec(local) ?? [];
		const id = `${kind} ${name}`;
		if (step === 'start') this.bookmarks.begin(id, id);
		else this.bookmarks.end(id);
	}

	private copy(local: string, value: Value): void {
		const format = value('reference-format');
		if (LABELS.has(format)) this.doubts.hasCopiedLabel = true;
		if (format === 'chapter') return this.computed(STYLED);
		const kind = local === 'bookmark-ref' ? 'bookmark' : 'reference-mark';
		const isText = format === 'text' || format === '';
		const text = isText ? this.bookmarks.copy(`${kind} ${value('ref-name')}`) : undefined;
		if (text === undefined) return this.computed(COPIED);
		this.add(text);
		this.passOver();
	}

	private styled(format: string): void {
		if (NUMBERS.has(format)) this.paragraphs.counted();
		else this.computed(STYLED);
	}

	private computed(mark: Mark): void {
		this.paragraphs.beginComputed(mark);
		this.atEnd(() => this.paragraphs.endComputed());
	}

	private hideIf(isHidden: boolean): void {
		if (!isHidden) return;
		this.hidden++;
		this.atEnd(() => this.hidden--);
	}

	/** @param doubt the reason to add if it contains a tag */
	private passOver(doubt?: 'comment' | 'leftOut'): void {
		this.beside = new Watch(this.meter, () => doubt && this.doubts.add(doubt));
		this.atEnd(() => (this.beside = undefined));
	}

	private add(text: string): void {
		if (this.hidden > 0) {
			this.paragraphs.leaveOut(text);
			this.bookmarks.leaveOut();
		} else {
			this.paragraphs.add(text);
			this.bookmarks.add(text);
		}
	}

	private atEnd(end: () => void): void {
		this.ends.push({ depth: this.depth, end });
	}
}

const hasBracket = (attributes: string): boolean => /\[|&#|!\s*s/i.test(attributes);
