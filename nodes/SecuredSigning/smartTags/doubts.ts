import type { Paragraph } from './paragraphs';

/** Stands in a reading for text that a program makes anew, whatever the file has in its place. */
export const COMPUTED = '\uffff';
/** The same for text that is copied from another place of the document. */
export const COPIED = '\ufffe';

/** What may be a Smart Tag in another program, in words. */
export const DOUBTS = {
	leftOut: 'It has deleted or hidden text in a paragraph with a Smart Tag',
	computed: 'A field or a content control may change a Smart Tag, or make one',
	elsewhere: 'A field or a section in it takes text from another file',
	inserted: 'Another document inside of it is not read',
	comment: 'A comment in it may hold a Smart Tag',
	picture: 'A chart, a diagram or a formula in it may hold a Smart Tag',
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
const COPIED_BEHIND_BRACKET = new RegExp(`\\[\\s*${COPIED}`);
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
	private hasTagWithoutBracket = false;
	private hasCopyBehindBracket = false;
	private hasBracketInNumbers = false;

	add(doubt: keyof typeof DOUBTS): void {
		this.gaps.add(DOUBTS[doubt]);
	}

	paragraph({ everything, hasLeftOut, hasTag }: Paragraph): void {
		this.hasTagWithoutBracket ||= WITHOUT_BRACKET.test(everything);
		this.hasCopyBehindBracket ||= COPIED_BEHIND_BRACKET.test(everything);
		if (hasLeftOut && (hasTag || OPENS_TAG.test(everything))) this.add('leftOut');
		if (CHANGED.test(everything)) this.add('computed');
	}

	/** @param label what stands around the number of a list's level, without the number */
	numbering(label: string): void {
		if (OPENS_TAG.test(label)) this.add('numbering');
		this.hasBracketInNumbers ||= label.includes('[');
	}

	/** Everything was read. */
	end(): string[] {
		if (this.hasTagWithoutBracket && this.hasBracketInNumbers) this.add('numbering');
		if (this.hasTagWithoutBracket && this.hasCopyBehindBracket) this.add('computed');
		return [...this.gaps];
	}
}
