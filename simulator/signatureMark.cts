// How a signature looks on paper, and the place of one that is still to come.
import {
	concatTransformationMatrix,
	popGraphicsState,
	pushGraphicsState,
	rgb,
	type PDFFont,
	type PDFPage,
} from '@cantoo/pdf-lib';
import { printable } from './pdf.cts';

export interface Mark {
	/** As written by hand; absent before somebody has signed. */
	signature?: string;
	note: string[];
}

/** Where a tag is: the start of its line of writing, and its size. */
export interface Place {
	x: number;
	y: number;
	/** In radians. */
	angle: number;
	width: number;
	height: number;
}

export interface MarkFonts {
	hand: PDFFont;
	plain: PDFFont;
}

const white = rgb(1, 1, 1);
const ink = rgb(0.05, 0.2, 0.55);
const quiet = rgb(0.35, 0.38, 0.43);
const sizes = { signature: 18, note: 6.5, place: 9 };
/** A longer name is written smaller. */
const mostWidth = 200;
/** Room after a name: where Times is missing, a viewer takes another font, which may be wider by a quarter. */
const room = 1.3;

/** Draws over the tag, which a viewer then does not show. */
export function drawMark(page: PDFPage, place: Place, mark: Mark, { hand, plain }: MarkFonts) {
	const { x, y, angle, width, height } = place;
	const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
	page.pushOperators(pushGraphicsState(), concatTransformationMatrix(cos, sin, -sin, cos, x, y));
	const cover = { x: -1, y: -0.25 * height, width: width + 2, height: 1.25 * height };
	if (width > 0) page.drawRectangle({ ...cover, color: white });
	const { signature } = mark;
	const note = mark.note.map((line) => printable(line, plain));
	if (signature === undefined) {
		page.drawText(note.join(' '), { x: 0, y: 0, size: sizes.place, font: plain, color: quiet });
	} else {
		const natural = hand.widthOfTextAtSize(signature, sizes.signature);
		const size = sizes.signature * Math.min(1, mostWidth / natural);
		page.drawText(signature, { x: 0, y: 1, size, font: hand, color: ink });
		const left = Math.min(natural, mostWidth) * room + 4;
		for (const [i, line] of note.entries()) {
			const y = 1 + (note.length - 1 - i) * (sizes.note + 1);
			page.drawText(line, { x: left, y, size: sizes.note, font: plain, color: quiet });
		}
	}
	page.pushOperators(popGraphicsState());
}

/** Which part of a text's width its first letters take; the fonts of most papers are much like this one. */
export function shareOf(text: string, letters: number, { plain }: MarkFonts): number {
	const widthOf = (part: string) => plain.widthOfTextAtSize(printable(part, plain), 1);
	return widthOf(text) === 0 ? 0 : widthOf(text.slice(0, letters)) / widthOf(text);
}
