import {
	COMPUTED,
	COUNTED,
	plain,
	STYLED,
	type COPIED,
	type Doubts,
	type Paragraph,
} from './doubts';
import { LIMITS, Unreadable } from './limits';
import { WORK, type Meter } from './meter';

export type Mark = typeof COMPUTED | typeof COPIED | typeof STYLED;

/** Assembles the text of a document, paragraph by paragraph; a text box is a paragraph inside another one. */
export class Paragraphs {
	private readonly open: Paragraph[] = [];
	/** How many of the open elements have computed text. */
	private computed = 0;

	constructor(
		private readonly onLine: (line: string) => void,
		private readonly meter: Meter,
		private readonly doubts: Doubts,
	) {}

	begin(): void {
		const everything = this.computed > 0 ? COMPUTED : '';
		const depth = this.open.push({ shown: '', everything, hasLeftOut: false, hasTag: false });
		if (depth > LIMITS.paragraphDepth) {
			throw new Unreadable(
				'The file has text boxes inside text boxes, deeper than this check reads',
			);
		}
	}

	/** Text that the page shows. */
	add(text: string): void {
		const last = this.open.at(-1);
		if (!last) {
			if (text.trim() !== '') this.doubts.add('outside');
			return this.line(text);
		}
		const added = plain(text);
		this.meter.work(2 * added.length * WORK.character);
		last.shown += added;
		if (this.computed === 0) last.everything += added;
		refuseLong(last);
	}

	/** A paragraph of its own. */
	line(text: string): void {
		this.begin();
		this.add(text);
		this.end();
	}

	/** Text that the page does not show: deleted, hidden. */
	leaveOut(text: string): void {
		const last = this.open.at(-1);
		if (!last || text === '') return;
		this.meter.work(2 * text.length * WORK.character);
		last.everything += plain(text);
		last.hasLeftOut = true;
		refuseLong(last);
	}

	/** The text up to `endComputed` is computed by programs. */
	beginComputed(mark: Mark): void {
		this.computed++;
		this.mark(mark);
	}

	endComputed(): void {
		this.computed--;
	}

	/** The text that follows is a computed number or date. */
	counted(): void {
		const last = this.open.at(-1);
		if (last) last.everything += COUNTED;
	}

	/** Marks a place whose text is not known. */
	mark(mark: Mark): void {
		if (mark === COMPUTED) this.doubts.hasComputed = true;
		if (mark === STYLED) this.doubts.hasStyled = true;
		const last = this.open.at(-1);
		if (!last) return;
		last.everything += mark;
		refuseLong(last);
	}

	endLine(): void {
		const last = this.open.at(-1);
		if (!last) return;
		last.hasTag ||= last.shown.includes('[!');
		this.onLine(last.shown);
		last.shown = '';
		last.everything += '\n';
	}

	end(): void {
		this.endLine();
		const last = this.open.pop();
		if (!last) return;
		this.meter.work(8 * last.everything.length * WORK.character);
		this.doubts.paragraph(last);
	}
}

function refuseLong({ shown, everything }: Paragraph): void {
	if (Math.max(shown.length, everything.length) > LIMITS.paragraphLength) {
		throw new Unreadable('The file has a paragraph that is longer than this check reads');
	}
}
