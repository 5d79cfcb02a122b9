import { isFragment } from '../fragments';
import { WORK, type Meter } from '../meter';

/** What a tag begins or ends with. */
export const BRACKET = /[[\]]/;
/**
 * Pairs of brackets with a "!" only at their beginning: in text from right to left, it would be at the end.
 */
const REGULAR = /\[!?[^[\]!]{0,1000}\]/g;
/** Hebrew, Arabic and other right-to-left scripts, with their presentation forms. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/g;
/** Characters that can change the signer number or address of a tag without being a bracket. */
const OF_DETAILS = /[\p{N}@]/u;

/** Texts that some readers count as part of the page, and others do not. */
class Aside {
	isRisky = false;
	/** Whether there is a "!", which can make a tag of a bracket. */
	hasMark = false;
	hasDetails = false;

	add(text: string): void {
		this.isRisky ||= BRACKET.test(text) || isFragment(text);
		this.hasMark ||= text.includes('!');
		this.hasDetails ||= OF_DETAILS.test(text);
	}
}

/**
 * Receives the lines of a document's pages, and decides whether text that readers show differently could
 * change a tag.
 */
export class PageText {
	/** Whether a page has text from right to left that may be a tag in another order. */
	isOrderUncertain = false;
	/** Whether a bracket is open, on this page or from the one before. */
	private isOpen = false;
	/** Whether letters on this page overlap, so that it is not certain which of them belong together. */
	isMixed = false;
	/** Whether a page shows a text of its own. */
	hasLines = false;
	/** Whether a comment or a field of a form shows a text, on any page. */
	hasComments = false;
	private hasBracket = false;
	private hasOpen = false;
	private hasReplaced = false;
	private hasRemoved = false;
	private beside = new Aside();
	private comments = new Aside();
	private rightToLeft = 0;
	private characters = 0;
	private hasDisordered = false;

	constructor(
		private readonly meter: Meter,
		private readonly onLine: (line: string) => void,
	) {}

	/** @param isReplaced whether some of its letters replace others that are drawn */
	line(line: string, isReplaced: boolean): void {
		this.meter.work(4 * line.length * WORK.character);
		const hasBracket = BRACKET.test(line);
		this.hasLines ||= line.trim() !== '';
		const isNear = hasBracket || this.isOpen;
		const turned = line.match(RIGHT_TO_LEFT)?.length ?? 0;
		this.characters += line.length;
		this.rightToLeft += turned;
		const isIrregular = hasBracket && BRACKET.test(line.replace(REGULAR, ''));
		this.hasDisordered ||= this.isOpen || isIrregular || (hasBracket && turned > 0);
		this.hasReplaced ||= isReplaced && isNear;
		this.hasBracket ||= isNear;
		this.isOpen = isOpenBehind(line, this.isOpen);
		this.hasOpen ||= this.isOpen;
		this.onLine(line);
	}

	/**
	 * To be called for letters that are drawn, but replaced by no text, so that some readers leave them out.
	 */
	removed(): void {
		this.hasRemoved = true;
	}

	/**
	 * To be called for a word outside the page, or across its edge.
	 * @param isBetween whether it is drawn after an open bracket
	 * @param isAskew whether it crosses the edge rotated: readers then cut it at different letters
	 */
	besidePage(word: string, isBetween: boolean, isAskew: boolean): void {
		this.meter.work(WORK.text + 8 * word.length * WORK.character);
		this.beside.add(word);
		this.beside.isRisky ||= isAskew || (isBetween && this.beside.hasDetails);
	}

	/** To be called for the text of a comment or form field. */
	comment(text: string): void {
		this.meter.work(8 * text.length * WORK.character);
		this.hasComments ||= text.trim() !== '';
		this.comments.add(text);
	}

	/** Whether replaced letters may be part of a tag. */
	get mayBeReplaced(): boolean {
		return this.hasReplaced || (this.hasRemoved && this.hasBracket);
	}

	/** Whether text outside the page may be part of a tag. */
	get mayBeBeside(): boolean {
		const { isRisky, hasMark, hasDetails } = this.beside;
		return isRisky || (hasMark && this.hasBracket) || (hasDetails && this.hasOpen);
	}

	/** Whether the text of a comment or field may be part of a tag; its position is ignored. */
	get mayBeComment(): boolean {
		const { isRisky, hasMark, hasDetails } = this.comments;
		return isRisky || ((hasMark || hasDetails) && this.hasBracket);
	}

	/** To be called at the end of a page, after its comments and fields. */
	end(): void {
		// A third of all characters is enough, because spaces, digits and punctuation also count.
		const isMostly = 3 * this.rightToLeft > this.characters;
		this.isOrderUncertain ||=
			this.rightToLeft > 0 && (this.hasDisordered || (isMostly && this.hasBracket));
		this.hasBracket = this.hasOpen = this.isOpen;
		this.hasReplaced = this.hasRemoved = this.hasDisordered = this.isMixed = false;
		[this.beside, this.comments] = [new Aside(), new Aside()];
		this.rightToLeft = this.characters = 0;
	}
}

/** Whether a bracket is open after a text, given whether one was open before it. */
export function isOpenBehind(text: string, isOpen: boolean): boolean {
	const [opened, closed] = [text.lastIndexOf('['), text.lastIndexOf(']')];
	return opened === closed ? isOpen : opened > closed;
}
