import { isFragment } from '../fragments';
import { WORK, type Meter } from '../meter';

/** What a tag begins or ends with. */
export const BRACKET = /[[\]]/;
/** Pairs of brackets that hold no mark but at their beginning: what runs from right to left has it at the end. */
const REGULAR = /\[!?[^[\]!]{0,1000}\]/g;
/** Hebrew, Arabic and their neighbours, with their presentation forms. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/g;
/** What changes a tag without a mark of its own: its order, and whom it names. */
const OF_DETAILS = /[\p{N}@]/u;

/** Texts that some readers count to a page, and others do not. */
class Aside {
	isRisky = false;
	/** Whether there is the mark that makes a tag of a bracket. */
	hasMark = false;
	hasDetails = false;

	add(text: string): void {
		this.isRisky ||= BRACKET.test(text) || isFragment(text);
		this.hasMark ||= text.includes('!');
		this.hasDetails ||= OF_DETAILS.test(text);
	}
}

/** Hears the lines of a document's pages, and judges what readers show in different ways by what stands beside it. */
export class PageText {
	/** Whether a page has writing from right to left, and what may be a tag in another order. */
	isOrderUncertain = false;
	/** Whether a bracket is open, on this page or from the one before. */
	private isOpen = false;
	/** Whether letters lie over others on this page, and it is not certain which of them stand together. */
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

	/** @param isReplaced whether some of its letters stand for others that are drawn */
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

	/** Letters are drawn that some readers leave out, and nothing is read for them. */
	removed(): void {
		this.hasRemoved = true;
	}

	/**
	 * A word stands outside of the page, or reaches over its edge.
	 * @param isBetween whether it is drawn behind a bracket that is open
	 * @param isAskew whether it reaches over the edge askew, where readers cut it off at different letters
	 */
	besidePage(word: string, isBetween: boolean, isAskew: boolean): void {
		this.meter.work(WORK.text + 8 * word.length * WORK.character);
		this.beside.add(word);
		this.beside.isRisky ||= isAskew || (isBetween && this.beside.hasDetails);
	}

	/** A comment or a field of a form shows a text. */
	comment(text: string): void {
		this.meter.work(8 * text.length * WORK.character);
		this.hasComments ||= text.trim() !== '';
		this.comments.add(text);
	}

	/** Whether letters that stand for others may be a part of a tag. */
	get mayBeReplaced(): boolean {
		return this.hasReplaced || (this.hasRemoved && this.hasBracket);
	}

	/** Whether a text outside of the page may be a part of a tag. */
	get mayBeBeside(): boolean {
		const { isRisky, hasMark, hasDetails } = this.beside;
		return isRisky || (hasMark && this.hasBracket) || (hasDetails && this.hasOpen);
	}

	/** Whether the text of a comment or a field may be a part of a tag; where it stands is not looked at. */
	get mayBeComment(): boolean {
		const { isRisky, hasMark, hasDetails } = this.comments;
		return isRisky || ((hasMark || hasDetails) && this.hasBracket);
	}

	/** The page is over, with all that is beside it. */
	end(): void {
		// With spaces, digits and marks, a third of all.
		const isMostly = 3 * this.rightToLeft > this.characters;
		this.isOrderUncertain ||=
			this.rightToLeft > 0 && (this.hasDisordered || (isMostly && this.hasBracket));
		this.hasBracket = this.hasOpen = this.isOpen;
		this.hasReplaced = this.hasRemoved = this.hasDisordered = this.isMixed = false;
		[this.beside, this.comments] = [new Aside(), new Aside()];
		this.rightToLeft = this.characters = 0;
	}
}

/** Whether a bracket is open behind a text, if one was in front of it. */
export function isOpenBehind(text: string, isOpen: boolean): boolean {
	const [opened, closed] = [text.lastIndexOf('['), text.lastIndexOf(']')];
	return opened === closed ? isOpen : opened > closed;
}
