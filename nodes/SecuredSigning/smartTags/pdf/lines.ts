import { LIMITS, Unreadable } from '../limits';
import type { Matrix } from './matrix';

/**
 * Puts what a page draws together to lines: a text that is drawn beside the one before goes on with it,
 * one that is drawn above or below begins a new line. Whether a gap on the line is a space cannot be told
 * without the widths of all letters; a Smart Tag is the same without.
 */
export class PdfLines {
	private line = '';
	private last: Matrix | undefined;

	constructor(private readonly onLine: (line: string) => void) {}

	add(text: string, place: Matrix, size: number): void {
		if (this.last && !isSameLine(this.last, place, size)) this.end();
		this.line += text;
		if (this.line.length > LIMITS.pdfLineLength) throw longLine();
		this.last = place;
	}

	end(): void {
		if (this.line !== '') this.onLine(this.line);
		this.line = '';
		this.last = undefined;
	}
}

export const longLine = (): Unreadable =>
	new Unreadable('A line of the PDF is longer than this check reads');

/** Whether the way from one to the other runs along the writing, which may be turned on the page. */
function isSameLine(one: Matrix, other: Matrix, size: number): boolean {
	const length = Math.hypot(other[0], other[1]) || 1;
	const [x, y] = [other[4] - one[4], other[5] - one[5]];
	const across = Math.abs((x * other[1] - y * other[0]) / length);
	const height = Math.hypot(other[2], other[3]) * size;
	return across <= Math.abs(height) / 2;
}
