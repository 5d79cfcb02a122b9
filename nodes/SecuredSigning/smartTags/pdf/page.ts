import { LIMITS, nothingReadable, Unreadable } from '../limits';
import { WORK } from '../meter';
import { nextOf } from '../search';
import { readFont, type PdfFont } from './fonts';
import { longLine, PdfLines } from './lines';
import { IDENTITY, matrixOf, times, type Matrix } from './matrix';
import type { PdfObjects } from './objects';
import { isSpace, PdfSyntax } from './syntax';
import { nameOf, PdfOperator, PdfString, type PdfDictionary, type PdfValue } from './values';

/** What could not be read of a page. */
export interface PageGaps {
	/** Letters that the PDF draws without saying which they are. */
	unknownLetters: number;
	/** Why the first part was not read that could not be. */
	unread?: string;
	pictures: number;
	letters: number;
	/** An encoding of letters that is not known. */
	encoding?: string;
	/** Whether there is a text that a comment or a form field draws. */
	annotations: boolean;
}

interface State {
	place: Matrix;
	font: PdfFont | undefined;
	size: number;
	leading: number;
}

/** The words that draw letters. */
const SHOWING = new Set(['Tj', 'TJ', "'", '"']);

/** Draws a page, keeping only its text; source: ISO 32000-1, sections 7.8, 8.4 and 9.4. */
export class PageReader {
	readonly gaps: PageGaps = {
		...{ unknownLetters: 0, pictures: 0, letters: 0 },
		annotations: false,
	};
	private state: State = { place: IDENTITY, font: undefined, size: 1, leading: 0 };
	private readonly saved: State[] = [];
	private text = IDENTITY;
	private line = IDENTITY;
	private readonly lines: PdfLines;
	/** The forms that are being drawn: one that draws itself is left alone. */
	private readonly forms = new Set<PdfValue>();

	constructor(
		private readonly objects: PdfObjects,
		/** Kept from page to page. */
		private readonly fonts: Map<PdfDictionary, PdfFont | undefined>,
		onLine: (line: string) => void,
	) {
		this.lines = new PdfLines(onLine);
	}

	/** @throws Unreadable for a page that cannot be read; TooMuch by the meter */
	async draw(content: Buffer, resources: PdfDictionary | undefined): Promise<void> {
		const { meter } = this.objects;
		const syntax = new PdfSyntax(content, 0, meter);
		let operands: PdfValue[] = [];
		for (let value = syntax.next(); value !== undefined; value = syntax.next()) {
			if (meter.isDue) await meter.pause();
			if (!(value instanceof PdfOperator)) {
				operands.push(value);
				continue;
			}
			meter.work(WORK.operator);
			if (value.word === 'ID') await this.skipPicture(syntax);
			// Only these wait for anything, and a page has many others.
			if (value.word === 'gs') await this.graphicsState(resources, nameOf(operands[0]));
			else if (value.word === 'Tf') await this.choose(resources, operands);
			else if (value.word === 'Do') await this.external(resources, nameOf(operands[0]));
			else if (SHOWING.has(value.word)) await this.show(value.word, operands);
			else this.operate(value.word, operands);
			operands = [];
			syntax.release();
		}
		syntax.release();
		if (syntax.isCut) this.gaps.unread ??= 'A text has no end, or is longer than this check reads';
		if (this.forms.size === 0) this.lines.end();
	}

	private operate(word: string, operands: PdfValue[]): void {
		const { state } = this;
		const number = (index: number) => numberOf(operands[index]);
		switch (word) {
			case 'q':
				if (this.saved.length < 1000) this.saved.push({ ...state });
				return;
			case 'Q':
				this.state = this.saved.pop() ?? state;
				return;
			case 'cm':
				state.place = times(matrixOf(operands), state.place);
				return;
			case 'BT':
				this.text = this.line = IDENTITY;
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
			case 'EI':
				this.gaps.pictures++;
		}
	}

	private async choose(
		resources: PdfDictionary | undefined,
		[name, size]: PdfValue[],
	): Promise<void> {
		this.state.font = await this.font(resources, nameOf(name));
		this.state.size = numberOf(size);
	}

	/** A set of settings may choose a font, too (ISO 32000-1, table 58). */
	private async graphicsState(resources: PdfDictionary | undefined, name: string): Promise<void> {
		const { objects } = this;
		objects.meter.work(WORK.lookup);
		const settings = await objects.dictionary(resources?.get('ExtGState'));
		const entries = await objects.dictionary(settings?.get(name));
		const [reference, size] = await objects.list(entries?.get('Font'));
		const font = await objects.dictionary(reference);
		if (font === undefined) return;
		this.state.font = await this.read(font);
		this.state.size = numberOf(await objects.value(size));
	}

	private move(x: number, y: number): void {
		this.text = this.line = times([1, 0, 0, 1, x, y], this.line);
	}

	private async show(word: string, operands: PdfValue[]): Promise<void> {
		const [list] = operands;
		const values = word === 'TJ' ? (Array.isArray(list) ? list : []) : operands.slice(-1);
		if (word === "'" || word === '"') this.move(0, -this.state.leading);
		const place = times(this.text, this.state.place);
		for (const value of values) {
			if (!(value instanceof PdfString)) continue;
			this.objects.meter.work(WORK.line);
			this.lines.add(await this.letters(value.bytes), place, this.state.size);
		}
	}

	private async letters(bytes: string): Promise<string> {
		const { font } = this.state;
		const width = font?.width ?? 1;
		let text = '';
		const { meter } = this.objects;
		for (let at = 0; at + width <= bytes.length; at += width) {
			meter.work(WORK.letter);
			if (meter.isDue) await meter.pause();
			let code = 0;
			for (let n = 0; n < width; n++) code = code * 256 + bytes.charCodeAt(at + n);
			const letter = font?.letter(code);
			if (letter === undefined && font?.unknownEncoding) this.gaps.encoding = font.unknownEncoding;
			else if (letter === undefined || letter.includes('\ufffd')) this.gaps.unknownLetters++;
			this.gaps.letters++;
			text += letter ?? '\ufffd';
			if (text.length > LIMITS.pdfLineLength) throw longLine();
		}
		return text;
	}

	private async font(
		resources: PdfDictionary | undefined,
		name: string,
	): Promise<PdfFont | undefined> {
		this.objects.meter.work(WORK.lookup);
		const fonts = await this.objects.dictionary(resources?.get('Font'));
		const font = await this.objects.dictionary(fonts?.get(name));
		return font && (await this.read(font));
	}

	private async read(font: PdfDictionary): Promise<PdfFont | undefined> {
		if (!this.fonts.has(font)) {
			this.fonts.set(font, await this.orGap(readFont(this.objects, font)));
		}
		return this.fonts.get(font);
	}

	/** A picture, or a form: a drawing of its own that a page may use several times. */
	private async external(resources: PdfDictionary | undefined, name: string): Promise<void> {
		const { objects } = this;
		objects.meter.work(5 * WORK.lookup);
		const reference = (await objects.dictionary(resources?.get('XObject')))?.get(name);
		const form = await objects.stream(reference);
		if (form === undefined || reference === undefined) return;
		const { dictionary } = form;
		if (nameOf(await objects.value(dictionary.get('Subtype'))) !== 'Form') {
			this.gaps.pictures++;
			return;
		}
		if (this.forms.has(dictionary)) return;
		if (this.forms.size >= LIMITS.pdfDepth) {
			throw new Unreadable('The PDF is nested deeper than this check reads');
		}
		const content = await this.orGap(objects.content(form));
		if (content === undefined) return;
		const before = this.state;
		const matrix = matrixOf(await objects.list(dictionary.get('Matrix')));
		this.state = { ...before, place: times(matrix, before.place) };
		this.forms.add(dictionary);
		const own = (await objects.dictionary(dictionary.get('Resources'))) ?? resources;
		await objects.meter.holding(content.length, async () => await this.draw(content, own));
		this.forms.delete(dictionary);
		this.state = before;
	}

	/** A small picture may stand among the operators: its bytes are none (ISO 32000-1, section 8.9.7). */
	private async skipPicture(syntax: PdfSyntax): Promise<void> {
		const { bytes } = syntax;
		const { meter } = this.objects;
		meter.work(WORK.lookup);
		const isEnd = (at: number) =>
			isSpace(bytes[at - 1]) && (at + 2 >= bytes.length || isSpace(bytes[at + 2]));
		let end = await nextOf('EI', bytes, syntax.at, meter);
		while (end >= 0 && !isEnd(end)) {
			meter.work(WORK.operator);
			end = await nextOf('EI', bytes, end + 1, meter);
		}
		if (end < 0) this.gaps.unread ??= 'A picture among the text has no end';
		syntax.at = end < 0 ? bytes.length : end;
	}

	/** A part that cannot be read is a gap in the page, not the end of it. */
	async orGap<T>(part: Promise<T>): Promise<T | undefined> {
		return await part.catch((error: Error) => {
			nothingReadable(error);
			this.gaps.unread ??= error.message;
			return undefined;
		});
	}
}

const numberOf = (value: PdfValue | undefined): number => (typeof value === 'number' ? value : 0);
