/** What could not be read of the letters of a page. */
export interface LetterGaps {
	letters: number;
	/** Letters that the PDF draws without saying which they are. */
	unknownLetters: number;
	/** An encoding of letters that is not known. */
	encoding?: string;
	/** Whether some letters are replaced by others, which not all readers do. */
	replaced: boolean;
	/** Whether some letters are mirrored. */
	mirrored: boolean;
}

/** What could not be read of a page. */
export interface PageGaps extends LetterGaps {
	/** Why a part could not be read; only the first reason. */
	unread?: string;
	pictures: number;
	/** Whether there is a text outside of the visible part of the page that may be a part of a tag. */
	beside: boolean;
	/** Whether letters overlap, so that it is not certain which of them belong together. */
	mixed: boolean;
	/** Whether a comment or form field may show a part of a tag, or cannot be read. */
	annotations: boolean;
	/** Whether a pattern or a letter is drawn with a text. */
	inDrawings: boolean;
}

export const noGaps = (): PageGaps => ({
	...{ unknownLetters: 0, pictures: 0, letters: 0 },
	...{ annotations: false, inDrawings: false, beside: false, mixed: false },
	...{ replaced: false, mirrored: false },
});

/** What could not be read, for people. */
export function gapsInWords(pages: PageGaps[]): string[] {
	const tell = (isMeant: (gaps: PageGaps) => boolean, what: string) => {
		const numbers = pages.flatMap((gaps, index) => (isMeant(gaps) ? [index + 1] : []));
		return numbers.length > 0 ? [`${pagesInWords(numbers)}: ${what}`] : [];
	};
	const reasons = [...new Set(pages.flatMap(({ unread }) => unread ?? []))].slice(0, FEW);
	const unknown = pages.reduce((sum, { unknownLetters }) => sum + unknownLetters, 0);
	return [
		...tell(
			({ unknownLetters }) => unknownLetters > 0,
			`the PDF does not tell what ${unknown === 1 ? '1 letter is' : `${unknown} letters are`}`,
		),
		...tell(
			({ encoding }) => encoding !== undefined,
			`letters are in the encoding ${pages.find(({ encoding }) => encoding)?.encoding}, which this check does not know`,
		),
		...tell(({ annotations }) => annotations, 'form fields and comments are not read'),
		...tell(
			({ inDrawings }) => inDrawings,
			'a pattern or a letter is drawn with text, which is not read',
		),
		...tell(
			({ replaced }) => replaced,
			'the letters on the page are not the ones stored behind them, and programs handle this in different ways',
		),
		...tell(
			({ mirrored }) => mirrored,
			'there is mirror writing, which programs read in different directions',
		),
		...tell(
			({ mixed }) => mixed,
			'there is writing over other writing, which programs put together in different ways',
		),
		...tell(({ beside }) => beside, 'there is text outside the visible page'),
		...reasons.flatMap((reason) =>
			tell(({ unread }) => unread === reason, `not all was read. ${reason}`),
		),
		...tell(({ letters, pictures }) => letters === 0 && pictures > 0, 'a picture and no text'),
	];
}

const FEW = 5;

/** Page numbers for people: "Page 2", "Pages 1, 2 and 4", "Pages 1, 2, 3, 4, 5 and 12 more". */
function pagesInWords(numbers: number[]): string {
	if (numbers.length === 1) return `Page ${numbers[0]}`;
	const shown = numbers.slice(0, FEW);
	const last = numbers.length > FEW ? `${numbers.length - FEW} more` : shown.pop();
	return `Pages ${shown.join(', ')} and ${last}`;
}
