import { LIMITS, ignoreUnreadable, Unreadable } from '../limits';
import { WORK } from '../meter';
import type { PdfStream } from './file';
import { readFont, type PdfFont } from './fonts';
import { noGaps } from './gaps';
import { skipInlinePicture } from './inlinePicture';
import { PdfLines, type Box } from './lines';
import { matrixOf, times } from './matrix';
import type { PdfObjects } from './objects';
import { PageText } from './pageText';
import { copyOf, FIRST_STATE, Pen, type TextState } from './pen';
import { PdfSyntax } from './syntax';
import { textOf } from './text';
import {
	isDictionary,
	nameOf,
	PdfName,
	PdfOperator,
	PdfString,
	type PdfDictionary,
	type PdfValue,
} from './values';

/** The operators that draw letters. */
const SHOWING = new Set(['Tj', 'TJ', "'", '"']);
const MOST_SAVED = 1000;
/**
 * Only the last operands are kept, as in other readers; no operator has more than 33 (ISO 32000-1, annex C).
 */
const MOST_OPERANDS = 50;

/** Draws a page, keeping only its text; source: ISO 32000-1, sections 7.8, 8.4 and 9.4. */
export class PageReader {
	readonly gaps = noGaps();
	private readonly saved: TextState[] = [];
	private readonly lines: PdfLines;
	private readonly pen: Pen;
	/** The forms that are being drawn: a form inside itself is skipped. */
	private readonly forms = new Set<PdfValue>();
	/** Masks and patterns that were already processed on this page. */
	private readonly seen = new Set<PdfValue>();
	/** Set while only searching for text: whether any was found. */
	private sought: { found: boolean } | undefined;

	constructor(
		private readonly objects: PdfObjects,
		/** Kept from page to page. */
		private readonly fonts: Map<PdfDictionary, PdfFont | undefined>,
		private readonly text: PageText,
		/** What can be seen of the page. */
		box?: Box,
	) {
		this.lines = new PdfLines(objects.meter, text);
		this.pen = new Pen(objects.meter, this.lines, this.gaps, text, box);
		this.pen.state = copyOf(FIRST_STATE);
	}

	/** @throws Unreadable for a page that cannot be read; TooMuch by the meter */
	async draw(content: Buffer, resources: PdfDictionary | undefined): Promise<void> {
		const { meter } = this.objects;
		const syntax = new PdfSyntax(content, 0, meter);
		let operands: PdfValue[] = [];
		for (let value = syntax.next(); value !== undefined; value = syntax.next()) {
			if (meter.isDue) await meter.pause();
			if (!(value instanceof PdfOperator)) {
				if (operands.push(value) > MOST_OPERANDS) operands.shift();
				continue;
			}
			meter.work(WORK.operator);
			// Awaited only if needed: most operators are synchronous, and a page has many.
			const waiting = this.operate(value.word, operands, resources, syntax);
			if (waiting) await waiting;
			operands = [];
			syntax.release();
		}
		syntax.release();
		if (syntax.isCut) this.gaps.unread ??= 'A text has no end, or is longer than this check reads';
	}

	/** To be called at the end of a page: passes on its lines. */
	async end(): Promise<void> {
		await this.orGap(this.lines.end());
		this.gaps.replaced ||= this.text.mayBeReplaced;
		this.gaps.beside ||= this.text.mayBeBeside;
		this.gaps.mixed ||= this.text.isMixed;
	}

	private operate(
		word: string,
		operands: PdfValue[],
		resources: PdfDictionary | undefined,
		syntax: PdfSyntax,
	): Promise<void> | void {
		const { pen } = this;
		if (SHOWING.has(word)) {
			if (this.sought) this.sought.found = true;
			return this.sought ? undefined : pen.show(word, operands);
		}
		switch (word) {
			case 'q':
				if (this.saved.length < MOST_SAVED) this.saved.push(copyOf(pen.state));
				return;
			case 'Q':
				pen.state = this.saved.pop() ?? pen.state;
				return;
			case 'cm':
				pen.state.place = times(matrixOf(operands), pen.state.place);
				return;
			case 'BMC':
				return pen.marked.begin(undefined);
			case 'BDC':
				return this.mark(resources, operands[1]);
			case 'EMC':
				return pen.marked.end();
			case 'ID':
				return this.skipPicture(syntax);
			case 'EI':
				this.gaps.pictures++;
				return;
			case 'gs':
				return this.graphicsState(resources, nameOf(operands[0]));
			case 'Tf':
				return this.choose(resources, operands);
			case 'Do':
				return this.external(resources, nameOf(operands[0]));
			case 'scn':
			case 'SCN':
				return this.pattern(resources, operands[operands.length - 1]);
			default:
				pen.operate(word, operands);
		}
	}

	private async mark(resources: PdfDictionary | undefined, named?: PdfValue): Promise<void> {
		const { objects } = this;
		let entries = isDictionary(named) ? named : undefined;
		if (named instanceof PdfName) {
			objects.meter.work(WORK.lookup);
			const properties = await objects.dictionary(resources?.get('Properties'));
			entries = await objects.dictionary(properties?.get(named.name));
		}
		const text = await objects.value(entries?.get('ActualText'));
		if (text instanceof PdfString) objects.meter.work(text.bytes.length * WORK.letter);
		this.pen.marked.begin(text instanceof PdfString ? textOf(text) : undefined);
	}

	private async choose(
		resources: PdfDictionary | undefined,
		[name, size]: PdfValue[],
	): Promise<void> {
		const { objects, pen } = this;
		objects.meter.work(2 * WORK.lookup);
		const fonts = await objects.dictionary(resources?.get('Font'));
		const font = await objects.dictionary(fonts?.get(nameOf(name)));
		pen.state.font = font && (await this.read(font));
		pen.state.size = typeof size === 'number' ? size : 0;
	}

	/** A graphics state can set a font, and a mask, which may contain text (ISO 32000-1, table 58). */
	private async graphicsState(resources: PdfDictionary | undefined, name: string): Promise<void> {
		const { objects, pen } = this;
		objects.meter.work(WORK.lookup);
		const settings = await objects.dictionary(resources?.get('ExtGState'));
		const entries = await objects.dictionary(settings?.get(name));
		const mask = await objects.dictionary(entries?.get('SMask'));
		const group = await objects.stream(mask?.get('G'));
		if (group && !this.seen.has(group.dictionary)) {
			this.seen.add(group.dictionary);
			await this.form(group, resources);
		}
		const [reference, size] = await objects.list(entries?.get('Font'));
		const font = await objects.dictionary(reference);
		if (font === undefined) return;
		pen.state.font = await this.read(font);
		const number = await objects.value(size);
		pen.state.size = typeof number === 'number' ? number : 0;
	}

	private async read(font: PdfDictionary): Promise<PdfFont | undefined> {
		if (!this.fonts.has(font)) {
			const made = await this.orGap(
				readFont(this.objects, font, async (part) => await this.orGap(part)),
			);
			this.fonts.set(font, made);
			for (const reference of made?.drawings?.values() ?? []) {
				const glyph = await this.objects.stream(reference);
				if (made && glyph && (await this.hasText(glyph, made.resources))) made.drawsText = true;
			}
		}
		const found = this.fonts.get(font);
		if (found?.drawsText) this.gaps.inDrawings = true;
		return found;
	}

	/** Draws an external object: a picture, or a form, which a page may use several times. */
	private async external(resources: PdfDictionary | undefined, name: string): Promise<void> {
		const { objects } = this;
		objects.meter.work(5 * WORK.lookup);
		const form = await objects.stream(
			(await objects.dictionary(resources?.get('XObject')))?.get(name),
		);
		if (form === undefined) return;
		if (nameOf(await objects.value(form.dictionary.get('Subtype'))) === 'Form') {
			await this.form(form, resources);
		} else this.gaps.pictures++;
	}

	private async pattern(resources: PdfDictionary | undefined, named?: PdfValue): Promise<void> {
		if (!(named instanceof PdfName)) return;
		const { objects } = this;
		objects.meter.work(WORK.lookup);
		const patterns = await objects.dictionary(resources?.get('Pattern'));
		const pattern = await objects.stream(patterns?.get(named.name));
		if (pattern === undefined || this.seen.has(pattern.dictionary)) return;
		this.seen.add(pattern.dictionary);
		if (await this.hasText(pattern, resources)) this.gaps.inDrawings = true;
	}

	/** Whether a drawing contains text; its letters are not read. */
	async hasText(drawing: PdfStream, resources: PdfDictionary | undefined): Promise<boolean> {
		const before = this.sought;
		const sought = { found: false };
		this.sought = sought;
		await this.orGap(this.form(drawing, resources));
		this.sought = before;
		if (before && sought.found) before.found = true;
		return sought.found;
	}

	/** The text of a drawing that is not part of the page; undefined if it cannot be fully read. */
	async textOf(drawing: PdfStream): Promise<string | undefined> {
		const { objects, fonts } = this;
		const lines: string[] = [];
		const page = new PageText(objects.meter, (line) => lines.push(line));
		const reader = new PageReader(objects, fonts, page);
		await reader.orGap(reader.form(drawing, undefined));
		await reader.end();
		const { unread, encoding, unknownLetters, replaced, mirrored, inDrawings } = reader.gaps;
		const isWhole = unread === undefined && encoding === undefined && unknownLetters === 0;
		return isWhole && !replaced && !mirrored && !inDrawings ? lines.join('\n') : undefined;
	}

	private async form(form: PdfStream, resources: PdfDictionary | undefined): Promise<void> {
		const { objects, pen } = this;
		const { dictionary } = form;
		objects.meter.work(2 * WORK.lookup);
		if (this.forms.has(dictionary)) return;
		if (this.forms.size >= LIMITS.pdfDepth) {
			throw new Unreadable('The PDF is nested deeper than this check reads');
		}
		const content = await this.orGap(objects.content(form));
		if (content === undefined) return;
		const before = pen.state;
		const matrix = matrixOf(await objects.list(dictionary.get('Matrix')));
		pen.state = copyOf(before, times(matrix, before.place));
		this.forms.add(dictionary);
		try {
			const own = (await objects.dictionary(dictionary.get('Resources'))) ?? resources;
			await objects.meter.holding(content.length, async () => await this.draw(content, own));
		} finally {
			this.forms.delete(dictionary);
			pen.state = before;
		}
	}

	private async skipPicture(syntax: PdfSyntax): Promise<void> {
		const isOver = await skipInlinePicture(syntax, this.objects.meter);
		if (!isOver) this.gaps.unread ??= 'A picture among the text has no end';
	}

	/**
	 * The result of `part`; if it cannot be read, undefined, and the error is recorded as a gap of the page.
	 */
	async orGap<T>(part: Promise<T>): Promise<T | undefined> {
		return await part.catch((error: Error) => {
			ignoreUnreadable(error);
			this.gaps.unread ??= error.message;
			return undefined;
		});
	}
}
