import { LIMITS, Unreadable } from '../limits';
import { KEPT, WORK, type Meter } from '../meter';
import { BRACKET, type PageText } from './pageText';

/** A rectangle on a page, in points: [left, bottom, right, top]. */
export type Box = [left: number, bottom: number, right: number, top: number];

/** The position and size of a part of a line. */
export interface Stretch {
	/** The direction of the writing, in degrees. */
	angle: number;
	/** Along the writing. */
	from: number;
	to: number;
	/** The position across the writing; it increases downwards. */
	across: number;
	/** The size of its letters along the writing, and across it. */
	size: number;
	height: number;
}

/** Letters that were drawn one after the other without a gap. */
interface Word extends Stretch {
	text: string;
	/** Its position in the drawing order. */
	index: number;
	/** Whether a space was drawn before it. */
	isSpaced: boolean;
	/** Whether some of its letters replace others that are drawn. */
	isReplaced: boolean;
	/** Whether another word of its line was removed as a duplicate. */
	isCut?: boolean;
}

/** Distances relative to the letter size that decide how words are joined; as in poppler. */
export const GAP = 0.1;
const OVERLAP = 0.1;
const WIDE_GAP = 0.4;
const TOUCHING = 0.02;
const SAME_PLACE = 0.1;
/** The largest gap between words of a line that were not drawn one after the other. */
const NEAR = 0.6;
const MOST_WORDS_IN_ROW = 10_000;
/** In points: words are grouped by bands to find those of one line quickly. */
const BAND = 8;

/**
 * Assembles the letters of a page into lines. Letters next to each other are on one line, whenever they were
 * drawn: letters may come in any order, and twice to look bold. Lines are ordered by their first drawn
 * letters.
 */
export class PdfLines {
	private words: Word[] = [];
	private last: Word | undefined;
	/** Where the last added letters of the last word begin. */
	private lastFrom = 0;
	private isSpaced = false;
	private kept = 0;

	constructor(
		private readonly meter: Meter,
		private readonly page: PageText,
	) {}

	/** Records a space. */
	space(): void {
		this.meter.work(WORK.word);
		this.isSpaced = true;
	}

	/** Adds a text without spaces. */
	add(text: string, place: Stretch, isReplaced = false): void {
		const { meter, last } = this;
		meter.work(WORK.word);
		if (last?.text.endsWith(text) && isInRow(last, place)) {
			const [along, across] = [place.from - this.lastFrom, place.across - last.across];
			// The same letter drawn twice at one place only looks bold.
			const isThere = Math.abs(along) < SAME_PLACE * place.size;
			if (isThere && Math.abs(across) < 2 * SAME_PLACE * place.size) return;
		}
		this.lastFrom = place.from;
		this.keep(text.length * KEPT.letter);
		if (last !== undefined && !this.isSpaced && goesOn(last, place)) {
			last.text += text;
			last.to = place.to;
			last.isReplaced ||= isReplaced;
			if (last.text.length > LIMITS.pdfLineLength) throw longLine();
			return;
		}
		this.keep(KEPT.word);
		const { angle, from, to, across, size, height } = place;
		const { isSpaced } = this;
		const index = this.words.length;
		// Written out for the same reason as `copyOf` in pen.ts: it is faster.
		this.last = { angle, from, to, across, size, height, text, index, isSpaced, isReplaced };
		this.isSpaced = false;
		this.words.push(this.last);
	}

	/**
	 * To be called at the end of a page: passes on its lines. @throws Unreadable for a line that is too long;
	 * TooMuch by the meter
	 */
	async end(): Promise<void> {
		const lines = new Array<Word[] | undefined>(this.words.length);
		for (const row of await rowsOf(this.words, this.meter)) {
			const found = await linesOf(row, this.meter);
			for (const line of found) lines[firstOf(line)] = line;
			if (found.length > 1 && isMixed(found, this.meter)) this.page.isMixed = true;
		}
		for (const line of lines) {
			if (line === undefined) continue;
			if (this.meter.isDue) await this.meter.pause();
			this.page.line(
				inWords(line),
				line.some((word) => word.isReplaced),
			);
		}
		this.words = [];
		this.meter.drop(this.kept);
		this.kept = 0;
	}

	private keep(bytes: number): void {
		this.meter.keep(bytes);
		this.kept += bytes;
	}
}

export const longLine = (): Unreadable =>
	new Unreadable('A line of the PDF is longer than this check reads');

const isInRow = (one: Stretch, other: Stretch): boolean =>
	one.angle === other.angle &&
	Math.abs(one.across - other.across) <= Math.max(one.height, other.height) / 2;

function goesOn(last: Stretch, next: Stretch): boolean {
	const gap = next.from - last.to;
	return isInRow(last, next) && gap <= GAP * next.size && gap >= -OVERLAP * next.size;
}

/** The words, grouped by the same height and direction. */
async function rowsOf(words: Word[], meter: Meter): Promise<Word[][]> {
	const rows: Word[][] = [];
	for (const group of (await grouped(words, ({ angle }) => angle, meter)).values()) {
		const bands = await grouped(group, ({ across }) => Math.floor(across / BAND), meter);
		let row: Word[] = [];
		// There may be as many bands as words, but sorting plain numbers is fast.
		for (const height of Float64Array.from(bands.keys()).sort()) {
			const band = bands.get(height) ?? [];
			if (band.length > MOST_WORDS_IN_ROW) throw longLine();
			if (meter.isDue) await meter.pause();
			meter.work(sorting(band));
			band.sort((one, other) => one.across - other.across);
			for (const word of band) {
				if (row.length > 0 && isInRow(row[0], word)) row.push(word);
				else {
					// For its lists, and those of its lines.
					meter.work(WORK.text);
					rows.push((row = [word]));
				}
				if (row.length > MOST_WORDS_IN_ROW) throw longLine();
			}
		}
	}
	return rows;
}

async function grouped(
	words: Word[],
	keyOf: (word: Word) => number,
	meter: Meter,
): Promise<Map<number, Word[]>> {
	const groups = new Map<number, Word[]>();
	for (const word of words) {
		if (meter.isDue) await meter.pause();
		meter.work(WORK.value);
		const key = keyOf(word);
		const group = groups.get(key);
		if (group === undefined) {
			// Its list, and its place in the table.
			meter.work(WORK.text);
			groups.set(key, [word]);
		} else group.push(word);
	}
	return groups;
}

/** The lines of a row: columns are separate lines, and so is text that is drawn over other text. */
async function linesOf(row: Word[], meter: Meter): Promise<Word[][]> {
	if (row.length === 1) return [row];
	meter.work(sorting(row));
	row.sort((one, other) => one.from - other.from || one.index - other.index);
	const lines: Word[][] = [];
	for (const word of row) {
		if (meter.isDue) await meter.pause();
		let best: Word[] | undefined;
		for (const line of lines) {
			meter.work(WORK.value);
			const last = line[line.length - 1];
			if (!isBehind(last, word)) continue;
			const isNearer = best === undefined || last.to > best[best.length - 1].to;
			if (isNearer) best = line;
			// Of two overlapping lines, a word belongs to the one that it was drawn with.
			if (last.index + 1 !== word.index || word.from - last.to > NEAR * word.size) continue;
			best = line;
			break;
		}
		if (best === undefined) lines.push([word]);
		else best.push(word);
	}
	return lines.length === 1 ? lines : await drawnOnce(lines, meter);
}

/** The lines without duplicate words at the same place: text that is drawn twice only looks bold. */
async function drawnOnce(lines: Word[][], meter: Meter): Promise<Word[][]> {
	const known = new Map<string, Word[]>();
	const once: Word[][] = [];
	for (const line of lines) {
		let left: Word[] = [];
		for (const word of line) {
			const alike = known.get(word.text) ?? [];
			meter.work(WORK.value + alike.length * WORK.compared);
			if (meter.isDue) await meter.pause();
			if (!alike.some((other) => isSame(other, word))) left.push(word);
		}
		// Nothing is removed from a line that may contain a tag.
		if (left.length > 0 && line.some(({ text }) => BRACKET.test(text))) left = line;
		const isCut = left.length < line.length;
		for (const word of left) {
			word.isCut = isCut;
			const alike = known.get(word.text);
			if (alike === undefined) known.set(word.text, [word]);
			else alike.push(word);
		}
		if (left.length > 0) once.push(left);
	}
	return once;
}

/** Whether lines overlap, and some of their words were not drawn one after the other. */
function isMixed(lines: Word[][], meter: Meter): boolean {
	const words = lines.flatMap((line) => {
		const isApart = line.some(
			({ index, isCut }, n) => isCut || (n > 0 && index !== line[n - 1].index + 1),
		);
		return line.filter(isWriting).map((word) => ({ word, line, isApart }));
	});
	meter.work(sorting(words) + words.length * WORK.text);
	words.sort((one, other) => one.word.from - other.word.from);
	let [last] = words;
	for (const next of words) {
		const isOver = last.word.to - next.word.from > 3 * OVERLAP * next.word.size;
		if (isOver && last.line !== next.line && (last.isApart || next.isApart)) return true;
		if (next.word.to > last.word.to) last = next;
	}
	return false;
}

/** Whether a word has letters or digits: underscores for filling in do not count. */
const isWriting = ({ text }: Word): boolean => /[\p{L}\p{N}]/u.test(text);

const isSame = (one: Word, other: Word): boolean =>
	one.text === other.text &&
	Math.abs(one.from - other.from) < SAME_PLACE * other.size &&
	Math.abs(one.across - other.across) < 2 * SAME_PLACE * other.size;

function isBehind(last: Word, word: Word): boolean {
	const gap = word.from - last.to;
	const isNext = word.index === last.index + 1;
	return gap >= -3 * OVERLAP * word.size && (isNext || gap <= NEAR * word.size);
}

const sorting = ({ length }: unknown[]): number => length * Math.log2(length + 1) * WORK.compared;

const firstOf = (line: Word[]): number =>
	line.reduce((lowest, { index }) => Math.min(lowest, index), Infinity);

function inWords(line: Word[]): string {
	let text = '';
	// Letters that were positioned one by one may have small gaps.
	const gap = line.every((word) => word.text.length === 1) ? WIDE_GAP : GAP;
	for (const [n, word] of line.entries()) {
		const last = line[n - 1];
		// A space without width does not separate words.
		const isDrawn = word.isSpaced && last?.index === word.index - 1;
		if (last && word.from - last.to > (isDrawn ? TOUCHING : gap) * word.size) text += ' ';
		text += word.text;
		if (text.length > LIMITS.pdfLineLength) throw longLine();
	}
	return text;
}
