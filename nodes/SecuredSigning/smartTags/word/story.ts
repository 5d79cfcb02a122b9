import { ownValue } from '../../shared/values';
import type { Bookmarks } from '../bookmarks';
import { COMPUTED, OPEN_BRACKET, PART_OF_TAG, type Doubts } from '../doubts';
import type { HiddenStyles } from '../hiddenStyles';
import type { Meter } from '../meter';
import { Paragraphs } from '../paragraphs';
import { attributeOf, type XmlListener, type XmlName } from '../xml';
import { Fields } from './fields';
import { languageOf } from './namespaces';

type Value = (attribute: string) => string;

/** Elements with the former state of a tracked change. */
const FORMER = /^\w+Change$/;
const DELETED = ['del', 'moveFrom'];
/** Elements that show a number or a date. */
const COUNTED = [
	'pgNum',
	'footnoteReference',
	'endnoteReference',
	'dayShort',
	'dayLong',
	'monthShort',
	'monthLong',
	'yearShort',
	'yearLong',
];
const isOn = (value: string): boolean => !/^(?:0|false|off)$/.test(value);

/**
 * Listens to the XML of one part with text (body, header, footer or notes), and passes on its paragraphs,
 * without text that is not shown at that place: deleted and hidden text, and field codes.
 */
export class Story implements XmlListener {
	/** The relationships of the headers and footers in use. */
	readonly used = new Set<string>();
	private readonly paragraphs: Paragraphs;
	private depth = 0;
	/** What happens when an element ends, by its depth. */
	private readonly ends: Array<{ depth: number; end: () => void }> = [];
	private readonly fields: Fields;
	private inText = false;
	private inInstruction = false;
	private inFormer = 0;
	private inProperties = 0;
	private inDeleted = 0;
	private readonly controls: Array<{ isBound: boolean }> = [];
	/** The closing brackets of a formula. */
	private readonly brackets: string[] = [];
	private isHidden = false;
	/** The character style of the letters, by which a field may copy them. */
	private style = '';
	private isParagraphHidden = false;

	constructor(
		onLine: (line: string) => void,
		private readonly meter: Meter,
		private readonly doubts: Doubts,
		private readonly styles: HiddenStyles,
		private readonly bookmarks: Bookmarks,
	) {
		this.paragraphs = new Paragraphs(onLine, meter, doubts);
		this.fields = new Fields(this.paragraphs, doubts, bookmarks, (text) => this.show(text));
	}

	open({ namespace, local }: XmlName, attributes: string): void {
		this.depth++;
		const value: Value = (name) => attributeOf(attributes, name, this.meter);
		const language = languageOf(namespace);
		if (language === 'word') this.word(local, value);
		else if (language === 'drawing') this.drawing(local);
		else if (language === 'math') this.math(local, value);
		else if (language === 'vml' && local === 'textpath') this.paragraphs.line(value('string'));
		else if (language === 'symbols2015') this.add(symbol(value('char')));
		else if (language === 'word2012' && local === 'dataBinding') this.bind();
	}

	close(): void {
		while (this.ends.at(-1)?.depth === this.depth) this.ends.pop()?.end();
		this.depth--;
	}

	text(text: string): void {
		// Word shows a line feed among the letters as a space.
		if (this.inText) this.add(text.replace(/[\r\n]/g, ' '));
		else if (this.inInstruction) this.fields.instruct(text);
	}

	private word(local: string, value: Value): void {
		if (FORMER.test(local)) this.within('inFormer');
		else if (DELETED.includes(local)) this.within('inDeleted');
		else ownValue(this.markup, local)?.(value);
	}

	private readonly markup: Record<string, (value: Value) => void> = {
		p: () => this.beginParagraph(),
		pStyle: (value) => this.hideParagraph(this.styles.isHidden(value('val'))),
		pPr: () => this.within('inProperties'),
		r: () => this.beginRun(),
		rStyle: (value) => {
			this.style = value('val');
			this.hide(this.isParagraphHidden !== this.styles.isHidden(this.style));
		},
		vanish: (value) => this.hide(isOn(value('val'))),
		t: () => this.beginText(),
		delText: () => this.beginText(),
		instrText: () => this.beginInstruction(),
		delInstrText: () => this.beginInstruction(),
		sym: (value) => this.add(symbol(value('char'))),
		tab: () => this.add('\t'),
		ptab: () => this.add('\t'),
		br: () => this.endLine(),
		cr: () => this.endLine(),
		// As characters (ECMA-376 part 1, sections 17.3.3.18 and 17.3.3.29), so that they are reported in a
		// tag.
		noBreakHyphen: () => this.add('\u2011'),
		softHyphen: () => this.add('\u00ad'),
		// The reading of Chinese characters is shown above them, on its own line.
		rt: () => this.beginParagraph(),
		...Object.fromEntries(COUNTED.map((local) => [local, () => this.paragraphs.counted()])),
		numPr: () => (this.doubts.hasLists = true),
		lnNumType: () => (this.doubts.hasLists = true),
		fldSimple: (value) => this.atEnd(this.fields.simple(value('instr'))),
		listEntry: (value) => this.inForm(value('val')),
		default: (value) => this.inForm(value('val')),
		format: (value) => this.inForm(value('val')),
		fldChar: (value) => this.fields.step(value('fldCharType')),
		bookmarkStart: (value) => this.bookmarks.begin(value('id'), value('name')),
		bookmarkEnd: (value) => this.bookmarks.end(value('id')),
		dataBinding: () => this.bind(),
		sdt: () => this.beginControl(),
		altChunk: () => this.doubts.add('inserted'),
		subDoc: () => this.doubts.add('inserted'),
		control: () => this.doubts.add('control'),
		headerReference: (value) => this.used.add(value('id')),
		footerReference: (value) => this.used.add(value('id')),
	};

	/** To be called at the end of the part. */
	end(): void {
		this.fields.end();
	}

	/** Checks the choices, defaults and formats of a form field. */
	private inForm(text: string): void {
		if (PART_OF_TAG.test(text)) this.doubts.add('control');
	}

	private drawing(local: string): void {
		if (local === 'p') this.beginParagraph();
		else if (local === 'r') this.isHidden = false;
		else if (local === 't') this.beginText();
		else if (local === 'br') this.endLine();
	}

	private math(local: string, value: Value): void {
		if (local === 'r') this.isHidden = false;
		else if (local === 't') this.beginText();
		else if (local === 'begChr') this.add(value('val'));
		else if (local === 'endChr' && this.brackets.length > 0)
			this.brackets.splice(-1, 1, value('val'));
		else if (local === 'd') {
			this.brackets.push('');
			this.atEnd(() => this.add(this.brackets.pop() ?? ''));
		}
	}

	private atEnd(end: () => void): void {
		this.ends.push({ depth: this.depth, end });
	}

	private within(place: 'inFormer' | 'inProperties' | 'inDeleted'): void {
		this[place]++;
		this.atEnd(() => this[place]--);
	}

	private beginParagraph(): void {
		const outside = this.isParagraphHidden;
		this.isParagraphHidden = this.styles.isHidden(this.styles.defaultStyle);
		this.paragraphs.begin();
		this.atEnd(() => {
			this.paragraphs.end();
			this.bookmarks.add('\n');
			this.isParagraphHidden = outside;
		});
	}

	private beginRun(): void {
		this.isHidden = this.isParagraphHidden;
		this.style = '';
	}

	private beginText(): void {
		this.inText = true;
		this.atEnd(() => (this.inText = false));
	}

	private beginInstruction(): void {
		this.inInstruction = true;
		this.atEnd(() => (this.inInstruction = false));
	}

	private add(text: string): void {
		if (this.inProperties > 0 || this.inFormer > 0) return;
		if (!this.fields.isSymbol(text)) this.show(text);
	}

	private show(text: string): void {
		if (this.fields.isReplaced) return;
		if (this.style !== '' && OPEN_BRACKET.test(text)) this.openStyle();
		if (this.fields.isCode) {
			this.fields.instruct(text);
			this.paragraphs.leaveOut(text);
		} else if (this.inDeleted > 0 || this.isHidden) {
			this.paragraphs.leaveOut(text);
			this.bookmarks.leaveOut();
		} else {
			this.paragraphs.add(text);
			this.bookmarks.add(text);
		}
	}

	private openStyle(): void {
		for (const name of this.styles.nameOf(this.style).split(',')) {
			this.doubts.openStyles.add(name.trim().toLowerCase());
		}
	}

	private endLine(): void {
		this.paragraphs.endLine();
		this.bookmarks.add('\n');
	}

	private hideParagraph(isHidden: boolean): void {
		if (this.inFormer === 0) this.isParagraphHidden = isHidden;
	}

	/** Ignores the properties of the paragraph mark (inside `pPr`). */
	private hide(isHidden: boolean): void {
		if (this.inFormer === 0 && this.inProperties === 0) this.isHidden = isHidden;
	}

	private beginControl(): void {
		const control = { isBound: false };
		this.controls.push(control);
		this.atEnd(() => {
			this.controls.pop();
			if (control.isBound) this.paragraphs.endComputed();
		});
	}

	/** Word fills the control with content of another part (ECMA-376 part 1, section 17.5.2.6). */
	private bind(): void {
		const control = this.controls.at(-1);
		if (!control || control.isBound) return;
		control.isBound = true;
		this.paragraphs.beginComputed(COMPUTED);
	}
}

/** ECMA-376 part 1, section 17.3.3.30: the code of a character, in hexadecimal. */
function symbol(code: string): string {
	const number = parseInt(code, 16);
	return number > 0 && number <= 0x10ffff ? String.fromCodePoint(number) : '';
}
