import { LIMITS } from '../limits';
import { WORK, type Meter } from '../meter';
import type { PdfFont } from './fonts';
import type { LetterGaps } from './gaps';
import { longLine, type Box, type PdfLines, type Stretch } from './lines';
import { MarkedText } from './marked';
import { IDENTITY, matrixOf, times, type Matrix } from './matrix';
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

/** Spaces between letters up to here are how a word is set. */
const WIDE = 0.2;
const NARROW = -0.1;
const UNKNOWN = '\ufffd';
const FIRST_LIGATURE = '\ufb00';
const LIGATURES = /[\ufb00-\ufb06]/g;

/** Draws letters; source: ISO 32000-1, section 9.4. */
export class Pen {
	state: TextState = FIRST_STATE;
	readonly marked: MarkedText;
	private text = IDENTITY;
	private line = IDENTITY;

	constructor(
		private readonly meter: Meter,
		lines: PdfLines,
		private readonly gaps: LetterGaps,
		/** What can be seen of the page. */
		private readonly box: Box | undefined,
	) {
		this.marked = new MarkedText(meter, lines, gaps);
	}

	/** Takes a word that changes how or where letters are drawn. */
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

	/** Takes a word that draws letters. */
	async show(word: string, operands: PdfValue[]): Promise<void> {
		const { state } = this;
		if (word === '"') {
			state.wordSpacing = numberOf(operands[0]);
			state.spacing = numberOf(operands[1]);
		}
		if (word === "'" || word === '"') this.move(0, -state.leading);
		const [list] = operands;
		const values = word === 'TJ' ? (Array.isArray(list) ? list : []) : operands.slice(-1);
		for (const value of values) {
			if (typeof value === 'number') this.forward((-value / 1000) * state.size);
			else if (value instanceof PdfString) await this.letters(value.bytes);
		}
	}

	private move(x: number, y: number): void {
		this.text = this.line = times([1, 0, 0, 1, x, y], this.line);
	}

	/** Moves along the writing. */
	private forward(distance: number): void {
		const { font, scale } = this.state;
		const way = font?.isVertical ? [0, distance] : [distance * scale, 0];
		this.text = times([1, 0, 0, 1, way[0], way[1]], this.text);
	}

	private async letters(bytes: string): Promise<void> {
		const { meter } = this;
		const { font, size, spacing, wordSpacing } = this.state;
		const codeBytes = font?.codeBytes ?? 1;
		const way = this.way();
		let moved = 0;
		let word = '';
		let [from, to] = [0, 0];
		meter.work(WORK.text);
		for (let at = 0; at + codeBytes <= bytes.length; at += codeBytes) {
			meter.work(WORK.letter);
			if (meter.isDue) await meter.pause();
			let code = 0;
			for (let n = 0; n < codeBytes; n++) code = code * 256 + bytes.charCodeAt(at + n);
			const letter = this.letter(code);
			const width = font?.isVertical ? -size : (font?.width(code) ?? 0) * size;
			const space = spacing + (code === 0x20 && codeBytes === 1 ? wordSpacing : 0);
			const isWide = Math.abs(space) > Math.abs(WIDE * size) || space * size < NARROW * size * size;
			if (letter.trim() === '') {
				if (word !== '') this.put(word, way, from, to);
				word = '';
				if (letter !== '') this.marked.add('', { ...way, from: moved, to: moved });
			} else {
				if (word === '') from = moved;
				word += letter;
				to = moved + width + (isWide ? 0 : space);
				if (word.length > LIMITS.pdfLineLength) throw longLine();
				if (isWide || width * way.unit < 0) {
					this.put(word, way, from, to);
					word = '';
				}
			}
			moved += width + space;
		}
		if (word !== '') this.put(word, way, from, to);
		this.forward(moved);
	}

	/** The text of a code; what is not known counts. */
	private letter(code: number): string {
		const { gaps } = this;
		const { font } = this.state;
		const letter = font?.letter(code);
		gaps.letters++;
		if (!this.marked.isReplaced) {
			if (letter === undefined && font?.unknownEncoding) gaps.encoding = font.unknownEncoding;
			else if (letter === undefined || letter.includes(UNKNOWN)) gaps.unknownLetters++;
		}
		if (letter === undefined) return UNKNOWN;
		return letter < FIRST_LIGATURE
			? letter
			: letter.replace(LIGATURES, (ligature) => ligature.normalize('NFKC'));
	}

	private way(): Way {
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
		};
	}

	/** Draws letters from one place on the way to another. */
	private put(word: string, way: Way, begin: number, end: number): void {
		this.meter.work(WORK.word);
		const { direction, unit, start, angle, across, size, height } = way;
		const [one, other] = [start + begin * unit, start + end * unit];
		const [from, to] = one <= other ? [one, other] : [other, one];
		const at = (along: number): Place => [
			along * direction[0] + across * direction[1],
			along * direction[1] - across * direction[0],
		];
		const isSeen = touches(this.box, at(from), at(to));
		if (isSeen) this.marked.add(word, { angle, from, to, across, size, height });
		else this.gaps.beside = true;
	}
}

type Place = [x: number, y: number];

/** The way that a text takes over the page. */
interface Way extends Omit<Stretch, 'from' | 'to'> {
	direction: Place;
	/** What one step of the text's own is on the page. */
	unit: number;
	start: number;
}

const numberOf = (value: PdfValue | undefined): number => (typeof value === 'number' ? value : 0);

/** Whether a line of letters touches a box; a place that no number says is nowhere. */
function touches(box: Box | undefined, [x, y]: Place, [otherX, otherY]: Place): boolean {
	if (!Number.isFinite(x + y + otherX + otherY)) return false;
	if (box === undefined) return true;
	const [left, bottom, right, top] = box;
	const isBeside = Math.max(x, otherX) < left || Math.min(x, otherX) > right;
	return !isBeside && Math.max(y, otherY) >= bottom && Math.min(y, otherY) <= top;
}
