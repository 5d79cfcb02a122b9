import { LIMITS } from '../limits';
import { WORK, type Meter } from '../meter';
import type { PdfFont } from './fonts';
import type { LetterGaps } from './gaps';
import { GAP, longLine, type Box, type PdfLines, type Stretch } from './lines';
import { MarkedText } from './marked';
import { IDENTITY, matrixOf, times, type Matrix } from './matrix';
import { isOpenBehind, type PageText } from './pageText';
import { PdfString, type PdfValue } from './values';

/** How letters are drawn, and where (ISO 32000-1, sections 8.4 and 9.3). */
export interface TextState {
	place: Matrix;
	font: PdfFont | undefined;
	size: number;
	leading: number;
	spacing: number;
	wordSpacing: number;
	scale: number;
	rise: number;
}

export const FIRST_STATE: TextState = {
	...{ place: IDENTITY, font: undefined, size: 1, leading: 0 },
	...{ spacing: 0, wordSpacing: 0, scale: 1, rise: 0 },
};

/** Written out, because a page may need thousands of copies, and `...` is several times slower. */
export const copyOf = (state: TextState, place = state.place): TextState => {
	const { font, size, leading, spacing, wordSpacing, scale, rise } = state;
	return { place, font, size, leading, spacing, wordSpacing, scale, rise };
};

/** Letter spacing up to this size does not separate words. */
const WIDE = 0.2;
const NARROW = -0.1;
/** A larger step back in a TJ list, in thousandths of the size, may draw letters over others. */
const MOST_BACK = 1000 * GAP;
/** How many bytes are processed in one step: a multiple of every code length. */
const PIECE = 1200;
const UNKNOWN = '\ufffd';
const FIRST_LIGATURE = '\ufb00';
const LIGATURES = /[\ufb00-\ufb06]/g;

/** Draws letters; source: ISO 32000-1, section 9.4. */
export class Pen {
	state: TextState = FIRST_STATE;
	readonly marked: MarkedText;
	private text = IDENTITY;
	private line = IDENTITY;
	/** Whether a bracket that was drawn is open. */
	private isOpen = false;

	constructor(
		private readonly meter: Meter,
		lines: PdfLines,
		private readonly gaps: LetterGaps,
		private readonly page: PageText,
		/** The visible part of the page. */
		private readonly box: Box | undefined,
	) {
		this.marked = new MarkedText(meter, lines, gaps, page);
	}

	/** Executes an operator that changes how or where letters are drawn. */
	operate(word: string, operands: PdfValue[]): void {
		const { state } = this;
		const number = (index: number) => numberOf(operands[index]);
		switch (word) {
			case 'BT':
				this.text = this.line = IDENTITY;
				return;
			case 'Tc':
				state.spacing = number(0);
				return;
			case 'Tw':
				state.wordSpacing = number(0);
				return;
			case 'Tz':
				state.scale = number(0) / 100;
				return;
			case 'Ts':
				state.rise = number(0);
				return;
			case 'TL':
				state.leading = number(0);
				return;
			case 'Tm':
				this.text = this.line = matrixOf(operands);
				return;
			case 'TD':
				state.leading = -number(1);
				return this.move(number(0), number(1));
			case 'Td':
				return this.move(number(0), number(1));
			case 'T*':
				return this.move(0, -state.leading);
		}
	}

	/** Executes an operator that draws letters. */
	async show(word: string, operands: PdfValue[]): Promise<void> {
		const { state } = this;
		if (word === '"') {
			state.wordSpacing = numberOf(operands[0]);
			state.spacing = numberOf(operands[1]);
		}
		if (word === "'" || word === '"') this.move(0, -state.leading);
		const [list] = operands;
		const values = word === 'TJ' ? (Array.isArray(list) ? list : []) : operands.slice(-1);
		const run = this.begun();
		this.meter.work(run.angle % 90 === 0 ? WORK.text : WORK.turnedText);
		const isDrawnOver = values.some(goesBack);
		for (const value of values) {
			if (typeof value === 'number') {
				run.moved -= (value / 1000) * state.size;
				if (Math.abs((run.moved - run.end) * run.unit) > GAP * run.size) this.put(run);
			} else if (value instanceof PdfString) {
				if (isDrawnOver) this.put(run);
				for (let at = 0; at < value.bytes.length; at += PIECE) {
					if (this.meter.isDue) await this.meter.pause();
					this.letters(value.bytes.slice(at, at + PIECE), run);
				}
			}
		}
		this.put(run);
		this.forward(run.moved);
	}

	private move(x: number, y: number): void {
		this.text = this.line = times([1, 0, 0, 1, x, y], this.line);
	}

	/** Moves the position along the writing. */
	private forward(distance: number): void {
		const { font, scale } = this.state;
		const way = font?.isVertical ? [0, distance] : [distance * scale, 0];
		this.text = times([1, 0, 0, 1, way[0], way[1]], this.text);
	}

	/** Draws letters; those of a word are collected until it ends. */
	private letters(bytes: string, run: Run): void {
		const { font, size, spacing, wordSpacing } = this.state;
		const codeBytes = font?.codeBytes ?? 1;
		this.meter.work((bytes.length / codeBytes) * WORK.letter);
		for (let at = 0; at + codeBytes <= bytes.length; at += codeBytes) {
			let code = 0;
			for (let n = 0; n < codeBytes; n++) code = code * 256 + bytes.charCodeAt(at + n);
			const letter = this.letter(code);
			const width = font?.isVertical ? -size : (font?.width(code) ?? 0) * size;
			const space = spacing + (code === 0x20 && codeBytes === 1 ? wordSpacing : 0);
			const isWide = Math.abs(space) > Math.abs(WIDE * size) || space * size < NARROW * size * size;
			if (letter.trim() === '') {
				this.put(run);
				if (letter !== '') this.marked.space();
			} else {
				if (run.word === '') run.begin = run.moved;
				run.word += letter;
				// One code may stand for several letters.
				while (run.places.length < run.word.length) run.places.push(run.moved);
				run.end = run.moved + width + (isWide ? 0 : space);
				if (run.word.length > LIMITS.pdfLineLength) throw longLine();
				if (isWide || width * run.unit < 0) this.put(run);
			}
			run.moved += width + space;
		}
	}

	/** The text of a code; counts unknown letters. */
	private letter(code: number): string {
		const { gaps } = this;
		const { font } = this.state;
		const letter = font?.letter(code);
		gaps.letters++;
		if (font?.disputed?.has(code)) gaps.replaced = true;
		if (!this.marked.isReplaced) {
			if (letter === undefined && font?.unknownEncoding) gaps.encoding = font.unknownEncoding;
			else if (letter === undefined || letter.includes(UNKNOWN)) gaps.unknownLetters++;
		}
		if (letter === undefined) return UNKNOWN;
		return letter < FIRST_LIGATURE
			? letter
			: letter.replace(LIGATURES, (ligature) => ligature.normalize('NFKC'));
	}

	/** Starts a run of letters at the current position. */
	private begun(): Run {
		const { place, size, scale, rise, font } = this.state;
		const [a, b, c, d, x, y] = times([1, 0, 0, 1, 0, rise], times(this.text, place));
		const [right, up] = [Math.hypot(a, b), Math.hypot(c, d)];
		const isVertical = font?.isVertical === true;
		const sign = isVertical || size * scale < 0 ? -1 : 1;
		const length = (isVertical ? up : right) || 1;
		const [along, down] = isVertical ? [c, d] : [a, b];
		const direction: Place = [(sign * along) / length, (sign * down) / length];
		const degrees = Math.round((Math.atan2(direction[1], direction[0]) * 180) / Math.PI);
		return {
			direction,
			unit: sign * length * (isVertical ? 1 : scale),
			start: x * direction[0] + y * direction[1],
			angle: (degrees + 360) % 360,
			across: x * direction[1] - y * direction[0],
			size: Math.abs(size) * length,
			height: Math.abs(size) * (isVertical ? right : up),
			isMirrored: (a * d - b * c) * scale < 0,
			moved: 0,
			word: '',
			places: [],
			begin: 0,
			end: 0,
		};
	}

	/** Draws the collected word, if there is one. */
	private put(run: Run): void {
		const { word, places, begin, end, direction, start, unit, across } = run;
		if (word === '') return;
		run.word = '';
		run.places = [];
		this.meter.work(WORK.word);
		if (run.isMirrored) this.gaps.mirrored = true;
		const at = (moved: number): Place => {
			const along = start + moved * unit;
			return [
				along * direction[0] + across * direction[1],
				along * direction[1] - across * direction[0],
			];
		};
		const { box } = this;
		const isSeen = (from: number, to: number) => touches(box, at(from), at(to));
		const isBeside = !isSeen(begin, begin) || !isSeen(end, end);
		const isOpen = this.isOpen;
		this.isOpen = isOpenBehind(word, isOpen);
		if (!isBeside) return this.place(run, word, begin, end);
		// Readers leave out letters that are not visible.
		this.meter.work(word.length * WORK.word);
		const ends = [...places.slice(1), end];
		const seen = places.map((from, n) => isSeen(from, ends[n]));
		const [first, last] = [seen.indexOf(true), seen.lastIndexOf(true)];
		this.page.besidePage(word, isOpen, first >= 0 && run.angle % 90 !== 0);
		if (first >= 0) this.place(run, word.slice(first, last + 1), places[first], ends[last]);
	}

	private place(run: Run, word: string, begin: number, end: number): void {
		const { unit, start, angle, across, size, height } = run;
		const [one, other] = [start + begin * unit, start + end * unit];
		const [from, to] = one <= other ? [one, other] : [other, one];
		this.marked.add(word, { angle, from, to, across, size, height });
	}
}

type Place = [x: number, y: number];

/** A run of letters that is being drawn. */
interface Run extends Omit<Stretch, 'from' | 'to'> {
	direction: Place;
	/** The length of one text-space unit on the page. */
	unit: number;
	start: number;
	isMirrored: boolean;
	/** The distance so far, in text-space units. */
	moved: number;
	/** The word that is being drawn, from where to where. */
	word: string;
	/** Where each of its letters begins. */
	places: number[];
	begin: number;
	end: number;
}

const goesBack = (value: PdfValue): boolean => typeof value === 'number' && value > MOST_BACK;

const numberOf = (value: PdfValue | undefined): number => (typeof value === 'number' ? value : 0);

/** Whether a line of letters touches a box; false if a coordinate is not finite. */
function touches(box: Box | undefined, [x, y]: Place, [otherX, otherY]: Place): boolean {
	if (!Number.isFinite(x + y + otherX + otherY)) return false;
	if (box === undefined) return true;
	const [left, bottom, right, top] = box;
	const isBeside = Math.max(x, otherX) < left || Math.min(x, otherX) > right;
	return !isBeside && Math.max(y, otherY) >= bottom && Math.min(y, otherY) <= top;
}
