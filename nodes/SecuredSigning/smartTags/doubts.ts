import { isFragment } from './fragments';
import type { Paragraph } from './paragraphs';
import { UNTOLD, type PictureText } from './pictures/text';

/** Stands in a reading for text that a program makes anew, whatever the file has in its place. */
export const COMPUTED = '\uffff';
/** The same for text that is copied from another place of the document. */
export const COPIED = '\ufffe';
/** Stands in front of a number or a date that a program makes anew: harmless anywhere but in a tag. */
export const COUNTED = '\ufdd0';

/** What may be a Smart Tag in another program, in words. */
export const DOUBTS = {
	leftOut: 'It has deleted or hidden text in a paragraph with a Smart Tag',
	computed: 'A field or a content control may change a Smart Tag, or make one',
	elsewhere: 'A field or a section in it takes text from another file',
	inserted: 'Another document inside of it is not read',
	comment: 'A comment in it may hold a Smart Tag',
	picture: 'A chart, a diagram or a formula in it may hold a Smart Tag',
	vectorPicture:
		'A picture in it that is made of lines and letters (EMF, WMF, SVG) may hold a Smart Tag',
	format: 'The format of a date, a time or a number may make a Smart Tag',
	counted: 'A page number, a date or another number that changes stands in a Smart Tag',
	numbering: 'The numbers or bullets of a list may make a Smart Tag',
	alternative:
		'Some programs show other text in the place of a text box, which may hold a Smart Tag',
	control: 'It has a control, such as a button, whose text is not read',
	double: 'The archive inside of it has two parts of one name',
	missing: 'A part that the file names is not there',
	unread: 'A part of it that may hold text, such as comments or a chart, cannot be read',
	field: 'A field in it has no end, and what the page shows is not certain',
} as const;

/** Symbol fonts have their characters here, in the order of ASCII (ECMA-376 part 1, section 17.3.3.30). */
const SYMBOLS = /[\uf020-\uf07e]/g;
export const plain = (text: string): string =>
	text.replace(SYMBOLS, (symbol) => String.fromCharCode(symbol.charCodeAt(0) - 0xf000));

/** The beginning of a tag, in text without blanks. */
export const OPENS_TAG = /\[[\s\p{Default_Ignorable_Code_Point}]*!/u;
/** What a program computes stands in a tag, or between the two characters that begin one. */
const CHANGED = new RegExp(
	[
		`\\[\\s*![^[\\]]*[${COMPUTED}${COPIED}]`,
		`\\[\\s*${COMPUTED}`,
		`[${COMPUTED}${COPIED}]\\s*!\\s*(?:sign|\\w{0,4}[${COMPUTED}${COPIED}])`,
	].join('|'),
	'i',
);
/** A number stands in a tag, or in what a tag may have left. */
const CONTAINS_COUNTED = new RegExp(
	`\\[\\s*![^[\\]]*${COUNTED}|!\\s*sign\\s*[.,]?\\s*${COUNTED}`,
	'i',
);
/** A tag that has no end yet. */
const OPEN_TAG = /\[\s*![^[\]]{0,400}$/;
/** What no tag is without: its mark, or its word with the separator behind it. */
export const PART_OF_TAG = /!|s\s*i\s*g\s*n\s*[.,]/i;
const ANY_MARK = new RegExp(`[${COMPUTED}${COPIED}]`);
const COPIED_BEHIND_BRACKET = new RegExp(`\\[\\s*${COPIED}`);
/** A label of a list that has a part of a tag. */
const LABEL = /!\s*s|sign[.,]/i;
const WITHOUT_BRACKET = /(?:^|[^[\s])\s*!\s*sign/i;

/**
 * Gathers why another program may show a tag that this check has not found. Text that is surely the same
 * everywhere gives no doubt, nor does text that cannot be part of a tag.
 */
export class Doubts {
	/** What was not read, in words. */
	readonly gaps = new Set<string>();
	/** Whether anything is computed: then where it comes from is looked through. */
	hasComputed = false;
	/** Whether it has lists, whose numbers are no text of a paragraph. */
	hasLists = false;
	/** A tag that goes on in the next paragraph. */
	private open = '';
	private hasTagOverParagraphs = false;
	private hasTagWithoutBracket = false;
	private hasCopyBehindBracket = false;
	private hasBracketInNumbers = false;

	add(doubt: keyof typeof DOUBTS): void {
		this.gaps.add(DOUBTS[doubt]);
	}

	paragraph({ everything, hasLeftOut, hasTag }: Paragraph): void {
		this.hasTagWithoutBracket ||= WITHOUT_BRACKET.test(everything);
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

	/** What a vector picture shows. */
	pictureText(text: PictureText): void {
		if (text === UNTOLD || PART_OF_TAG.test(plain(text))) this.add('vectorPicture');
	}

	/** @param literal the letters that stand around the parts of a date, a time or a number */
	format(literal: string): void {
		if (/[[!]|sign/i.test(plain(literal))) this.add('format');
	}

	/** @param label the number of a list's level with what stands around it */
	numbering(label: string): void {
		if (OPENS_TAG.test(label) || LABEL.test(label)) this.add('numbering');
		this.hasBracketInNumbers ||= label.includes('[');
	}

	/** Everything was read. */
	end(): string[] {
		const isNumbered = this.hasTagOverParagraphs && this.hasLists;
		if (isNumbered || (this.hasTagWithoutBracket && this.hasBracketInNumbers))
			this.add('numbering');
		if (this.hasTagWithoutBracket && this.hasCopyBehindBracket) this.add('computed');
		return [...this.gaps];
	}
}
