import { isFragment } from '../fragments';
import { LIMITS } from '../limits';
import { WORK, type Meter } from '../meter';
import type { LetterGaps } from './gaps';
import type { PdfLines, Stretch } from './lines';
import type { PageText } from './pageText';

/**
 * Characters that do not matter for tags and addresses: texts that differ only in these give the same tags.
 */
const TELLING = /[^\p{L}\p{N}[\]!@.,]/gu;

/** Characters of a tag, or that change one. */
const OF_TAG = /[[\]!@.,\p{N}]/u;

interface Replacement {
	text: string;
	/** The letters that it replaces. */
	drawn: string;
	depth: number;
	place?: Stretch;
}

/**
 * Marked content of a page, which may define replacement text for its letters (ActualText; ISO 32000-1,
 * section 14.9.4). Some readers use it, as here; others read the letters that are drawn.
 */
export class MarkedText {
	private depth = 0;
	private replacement: Replacement | undefined;

	constructor(
		private readonly meter: Meter,
		private readonly lines: PdfLines,
		private readonly gaps: LetterGaps,
		private readonly page: PageText,
	) {}

	get isReplaced(): boolean {
		return this.replacement !== undefined;
	}

	/** @param text the replacement text, if there is one */
	begin(text: string | undefined): void {
		this.depth++;
		if (text === undefined) return;
		if (this.replacement) this.gaps.replaced = true;
		else this.replacement = { text, drawn: '', depth: this.depth };
	}

	end(): void {
		const { replacement, depth } = this;
		this.depth = Math.max(0, depth - 1);
		if (replacement?.depth !== depth) return;
		this.replacement = undefined;
		const { text, drawn, place } = replacement;
		if (place === undefined) return;
		this.meter.work((text.length + drawn.length) * WORK.letter);
		const isReplaced =
			!drawn.includes('\ufffd') && significantText(drawn) !== significantText(text);
		if (isReplaced && [drawn, text].some((part) => OF_TAG.test(part) || isFragment(part))) {
			this.gaps.replaced = true;
		} else if (isReplaced && text.trim() === '') this.page.removed();
		const step = (place.to - place.from) / (text.length || 1);
		for (const { index, 0: word } of text.matchAll(/\S+|\s+/g)) {
			const from = place.from + index * step;
			if (word.trim() === '') this.lines.space();
			else this.lines.add(word, { ...place, from, to: from + word.length * step }, isReplaced);
		}
	}

	/** Records a space. */
	space(): void {
		if (this.replacement) this.meter.work(WORK.word);
		else this.lines.space();
	}

	/** Adds letters without a space. */
	add(word: string, place: Stretch): void {
		const { replacement } = this;
		if (replacement === undefined) return this.lines.add(word, place);
		this.meter.work(WORK.word);
		if (replacement.drawn.length + word.length > LIMITS.pdfStringBytes) this.gaps.replaced = true;
		else replacement.drawn += word;
		replacement.place ??= { ...place };
		const isOnLine = Math.abs(replacement.place.across - place.across) < place.height / 2;
		if (isOnLine) replacement.place.to = Math.max(replacement.place.to, place.to);
	}
}

export const significantText = (text: string): string =>
	text.normalize('NFKC').replace(TELLING, '');
