import { isFragment } from './fragments';
import { UNTOLD, type PictureText } from './pictures/text';

export interface Paragraph {
	/** What the page shows, since the last line break. */
	shown: string;
	/** Also with text that the page does not show, and with marks for computed text. */
	everything: string;
	hasLeftOut: boolean;
	/** Whether a tag begins in what is shown. */
	hasTag: boolean;
}

/** Mark for text that programs compute when they open the file, so that the stored text may change. */
export const COMPUTED = '\uffff';
/** The same for text that is copied from another place in the document. */
export const COPIED = '\ufffe';
/** The same for text that is copied from the nearest heading, caption or style. */
export const STYLED = '\ufdd1';
/** Mark before a number or date that programs compute: it matters only inside a tag. */
export const COUNTED = '\ufdd0';

/** Reasons why another program may show a Smart Tag that this check does not find. */
export const DOUBTS = {
	leftOut: 'It has deleted or hidden text in a paragraph with a Smart Tag',
	computed: 'A field or a content control may change a Smart Tag, or make one',
	elsewhere: 'A field or a section in it takes text from another file',
	inserted: 'Another document inside it is not read',
	comment: 'A comment in it may contain a Smart Tag',
	picture: 'A chart, a diagram or a formula in it may contain a Smart Tag',
	vectorPicture:
		'A picture in it that is made of lines and letters (EMF, WMF, SVG) may contain a Smart Tag',
	format: 'The format of a date, a time or a number may make a Smart Tag',
	counted: 'There is a page number, a date or another changing number in a Smart Tag',
	numbering: 'The numbers or bullets of a list may make a Smart Tag',
	alternative:
		'Some programs show other text in the place of a text box, which may contain a Smart Tag',
	control: 'It has a control, such as a button, whose text is not read',
	both: 'It contains a Word and an OpenDocument text, and programs may differ in which they show',
	double: 'The archive inside it has two parts with the same name',
	missing: 'A part that the file names is not there',
	unread: 'A part of it that may contain text, such as comments or a chart, cannot be read',
	field: 'A field in it has no end, and what the page shows is not certain',
	outside: 'It has text that stands in no paragraph, which programs handle in different ways',
} as const;

/** Symbol fonts have their characters here, in the order of ASCII (ECMA-376 part 1, section 17.3.3.30). */
const SYMBOLS = /[\uf020-\uf07e]/g;
export const plain = (text: string): string =>
	text.replace(SYMBOLS, (symbol) => String.fromCharCode(symbol.charCodeAt(0) - 0xf000));

/** The beginning of a tag, in text without blanks. */
export const OPENS_TAG = /\[[\s\p{Default_Ignorable_Code_Point}]*!/u;
const ANY = COMPUTED + COPIED + STYLED;
/** Computed text inside a tag, or next to the characters that begin one. */
const CHANGED = new RegExp(
	[
		`\\[\\s*![^[\\]]*[${ANY}]`,
		`\\[\\s*${COMPUTED}`,
		`\\[\\s*${STYLED}[^[\\],]*(?:,[^[\\],]*){3}`,
		`[${ANY}]\\s*!\\s*(?:sign|\\w{0,4}[${ANY}])`,
	].join('|'),
	'i',
);
/** A computed number inside a tag, or inside a part of one. */
const CONTAINS_COUNTED = new RegExp(
	`\\[\\s*![^[\\]]*${COUNTED}|!\\s*sign\\s*[.,]?\\s*${COUNTED}`,
	'i',
);
/** A tag that has no end yet. */
const OPEN_TAG = /\[\s*![^[\]]{0,400}$/;
/** What every tag contains: its `!`, or the word "sign" with a separator after it. */
export const PART_OF_TAG = /!|s\s*i\s*g\s*n\s*[.,]/i;
const ANY_MARK = new RegExp(`[${ANY}]`);
const COPIED_BEHIND_BRACKET = new RegExp(`\\[\\s*${COPIED}`);
/** A list label that contains a part of a tag. */
const LABEL = /!\s*s|sign[.,]/i;
/** Text that ends with an open bracket: a copy of it may begin a tag. */
export const OPEN_BRACKET = /\[\s*$/;
/** Whether a list label, copied by a reference, would add a part of a tag. */
const isOddLabel = (label: string): boolean =>
	label.includes('!') || label.lastIndexOf('[') > label.lastIndexOf(']');
const WITHOUT_BRACKET = /(?:^|[^[\s])\s*!\s*sign/i;

/**
 * Collects reasons why another program may show a tag that this check did not find. Text that is certainly
 * the same in all programs, or cannot be part of a tag, is no reason.
 */
export class Doubts {
	/** What was not read, in words. */
	readonly gaps = new Set<string>();
	/** Whether anything is computed: then its sources are searched for tags, too. */
	hasComputed = false;
	/** Whether there are lists, whose numbers are not part of the paragraph text. */
	hasLists = false;
	/** An unclosed tag that may continue in the next paragraph. */
	private open = '';
	private hasTagOverParagraphs = false;
	private hasTagWithoutBracket = false;
	private hasCopyBehindBracket = false;
	private hasBracketInNumbers = false;
	/** Whether a text is copied from a heading, a caption or a style. */
	hasStyled = false;
	/** The styles that fields copy text by, and the styles of text that ends with an open bracket. */
	readonly copiedStyles = new Set<string>();
	readonly openStyles = new Set<string>();
	private hasOpenBracket = false;
	/** Whether the label of a list is copied. */
	hasCopiedLabel = false;
	private mayCopyLabel = false;

	add(doubt: keyof typeof DOUBTS): void {
		this.gaps.add(DOUBTS[doubt]);
	}

	paragraph({ everything, hasLeftOut, hasTag }: Paragraph): void {
		this.hasTagWithoutBracket ||= WITHOUT_BRACKET.test(everything);
		this.hasOpenBracket ||= OPEN_BRACKET.test(everything);
		this.hasCopyBehindBracket ||= COPIED_BEHIND_BRACKET.test(everything);
		const isPart = () => OPENS_TAG.test(everything) || isFragment(everything);
		if (hasLeftOut && (hasTag || isPart())) this.add('leftOut');
		if (CHANGED.test(everything) || (ANY_MARK.test(everything) && isFragment(everything))) {
			this.add('computed');
		}
		this.hasTagOverParagraphs ||= this.open !== '' && everything.trim() !== '';
		const together = this.open + everything;
		if (CONTAINS_COUNTED.test(together)) this.add('counted');
		this.open = OPEN_TAG.exec(together)?.[0] ?? '';
	}

	/** The text that a vector picture shows. */
	pictureText(text: PictureText): void {
		if (text === UNTOLD || PART_OF_TAG.test(plain(text))) this.add('vectorPicture');
	}

	/** @param literal the literal characters in the format of a date, time or number */
	format(literal: string): void {
		if (/[[!]|sign/i.test(plain(literal))) this.add('format');
	}

	/** @param label the label of a list level: its number with the text around it */
	numbering(label: string): void {
		if (OPENS_TAG.test(label) || LABEL.test(label)) this.add('numbering');
		this.hasBracketInNumbers ||= label.includes('[');
		this.mayCopyLabel ||= isOddLabel(label);
	}

	/** To be called when everything was read. @returns the reasons */
	end(): string[] {
		const isNumbered = this.hasTagOverParagraphs && this.hasLists;
		if (isNumbered || (this.hasTagWithoutBracket && this.hasBracketInNumbers))
			this.add('numbering');
		if (this.hasTagWithoutBracket && this.hasCopyBehindBracket) this.add('computed');
		const isOpen = [...this.openStyles].some((style) => this.copiedStyles.has(style));
		if (this.hasStyled && (this.hasOpenBracket || isOpen)) this.add('computed');
		if (this.hasCopiedLabel && this.mayCopyLabel) this.add('numbering');
		return [...this.gaps];
	}
}
