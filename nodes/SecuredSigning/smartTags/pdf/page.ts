import { LIMITS, Unreadable } from '../limits';
import { readFont, type PdfFont } from './fonts';
import { PdfLines } from './lines';
import { IDENTITY, matrixOf, times, type Matrix } from './matrix';
import type { PdfObjects } from './objects';
import { nameOf, PdfOperator, PdfString, type PdfDictionary, type PdfValue } from './values';

/** What could not be read of a page. */
export interface PageGaps {
	/** Letters that the PDF draws without saying which they are. */
	unknownLetters: number;
	/** Parts that are damaged or packed in a rare way. */
	unreadParts: number;
	pictures: number;
	letters: number;
}

interface State {
	place: Matrix;
	font: PdfFont | undefined;
	size: number;
	leading: number;
}

/** Draws a page, keeping only its text; source: ISO 32000-1, sections 7.8, 8.4 and 9.4. */
export class PageReader {
	readonly gaps: PageGaps = { unknownLetters: 0, unreadParts: 0, pictures: 0, letters: 0 };
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

	/** @throws Unreadable when the PDF is more than LIMITS allow */
	async draw(content: string, resources: PdfDictionary | undefined): Promise<void> {
		const syntax = this.objects.syntax(content);
		let operands: PdfValue[] = [];
		for (let value = syntax.next(); value !== undefined; value = syntax.next()) {
			if (!(value instanceof PdfOperator)) {
				operands.push(value);
				continue;
			}
			if (value.word === 'ID') syntax.at = endOfPicture(content, syntax.at);
			// Only these two wait for anything, and a page has many others.
			if (value.word === 'Tf') await this.choose(resources, operands);
			else if (value.word === 'Do') await this.external(resources, nameOf(operands[0]));
			else this.operate(value.word, operands);
			operands = [];
		}
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
			case "'":
			case '"':
				this.move(0, -state.leading);
				return this.show(operands.slice(-1));
			case 'Tj':
				return this.show(operands);
			case 'TJ':
				return this.show(Array.isArray(operands[0]) ? operands[0] : []);
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

	private move(x: number, y: number): void {
		this.text = this.line = times([1, 0, 0, 1, x, y], this.line);
	}

	private show(values: PdfValue[]): void {
		const place = times(this.text, this.state.place);
		for (const value of values) {
			if (!(value instanceof PdfString)) continue;
			this.lines.add(this.letters(value.bytes), place, this.state.size);
		}
	}

	private letters(bytes: string): string {
		const { font } = this.state;
		const width = font?.width ?? 1;
		let text = '';
		this.objects.steps.take(bytes.length);
		for (let at = 0; at + width <= bytes.length; at += width) {
			let code = 0;
			for (let n = 0; n < width; n++) code = code * 256 + bytes.charCodeAt(at + n);
			const letter = font?.letter(code);
			if (letter === undefined) this.gaps.unknownLetters++;
			this.gaps.letters++;
			text += letter ?? '\ufffd';
		}
		return text;
	}

	private async font(
		resources: PdfDictionary | undefined,
		name: string,
	): Promise<PdfFont | undefined> {
		const fonts = this.objects.dictionary(resources?.get('Font'));
		const font = this.objects.dictionary(fonts?.get(name));
		if (font === undefined) return undefined;
		if (!this.fonts.has(font)) {
			this.fonts.set(font, await this.orGap(readFont(this.objects, font)));
		}
		return this.fonts.get(font);
	}

	/** A picture, or a form: a drawing of its own that a page may use several times. */
	private async external(resources: PdfDictionary | undefined, name: string): Promise<void> {
		const reference = this.objects.dictionary(resources?.get('XObject'))?.get(name);
		const form = this.objects.stream(reference);
		if (form === undefined || reference === undefined) return;
		const { dictionary } = form;
		if (nameOf(this.objects.value(dictionary.get('Subtype'))) !== 'Form') {
			this.gaps.pictures++;
			return;
		}
		if (this.forms.has(form.dictionary)) return;
		if (this.forms.size >= LIMITS.pdfDepth) {
			throw new Unreadable('The PDF is nested deeper than this check reads');
		}
		const content = await this.orGap(this.objects.content(form));
		if (content === undefined) return;
		const before = this.state;
		const matrix = matrixOf(this.objects.list(dictionary.get('Matrix')));
		this.state = { ...before, place: times(matrix, before.place) };
		this.forms.add(form.dictionary);
		await this.draw(content, this.objects.dictionary(dictionary.get('Resources')) ?? resources);
		this.forms.delete(form.dictionary);
		this.state = before;
	}

	/** A part that cannot be read is a gap in the page, not the end of it. */
	async orGap<T>(part: Promise<T>): Promise<T | undefined> {
		return await part.catch((error: Error) => {
			if (!(error instanceof Unreadable)) throw error;
			this.gaps.unreadParts++;
			return undefined;
		});
	}
}

const numberOf = (value: PdfValue | undefined): number => (typeof value === 'number' ? value : 0);

/** A small picture may stand among the operators: its bytes are none. */
function endOfPicture(content: string, from: number): number {
	const end = /[\0\t\n\f\r ]EI(?=[\0\t\n\f\r ]|$)/g;
	end.lastIndex = from;
	return end.exec(content)?.index ?? content.length;
}
