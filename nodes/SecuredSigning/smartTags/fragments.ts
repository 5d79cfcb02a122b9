import { WORK, type Meter } from './meter';

/** Stands in what was read for text that is computed or copied: any may come out. */
const COMPUTED = '\ufffe\uffff';
/** Turns what follows around, or what stands before: what is read and what is seen differ (UAX 9, section 2.2). */
const OVERRIDE = /[\u202d\u202e]/;
const HIDDEN = /(\[?)[\p{Cf}\p{Default_Ignorable_Code_Point}]+/gu;
const BLANKS = /[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+/g;
const LINE_ENDS = /[ ]*[\r\n\v\f\u0085\u2028\u2029][\s]*/g;
/** Where a tag begins that is told as one, whatever is wrong with it. */
const TOLD = /\[\n?!\s?|\[ !(?=\s?(?:sign|$|\n))\s?|\[(?=sign\.\d{1,4}[.,][^[\]\n]{0,200}\])/gi;
const IN_ITS_PLACE = '\u0001';
const GAP = '[ \\n]?';
const WORD = ['s', 'i', 'g', 'n'].join(GAP);
/**
 * A tag without its bracket. Prose has "Please sign! Signature:" and "Stop! Sign here.", and neither an order behind
 * the word nor the word right behind the mark.
 */
const FRAGMENT = new RegExp(
	[
		`!${GAP}${WORD}(?:${GAP}\\.${GAP}[\\d.${COMPUTED}]|[\\d${COMPUTED}])`,
		`!s\\n?i\\n?g\\n?n${GAP}[.,:;/|\\]${COMPUTED}]`,
		`!(?:s|si|sig|sign)(?:\\n|$)`,
		`(?:^|[^a-z${IN_ITS_PLACE}])sign\\.(?:\\d{1,4}|[${COMPUTED}])\\.[a-z]?,`,
	].join('|'),
	'iu',
);
/** As much as the next line may go on with. */
const TAIL = 60;

/** Whether a text has something in it like a part of a tag: the mark and the word, or the word and an order. */
export const isFragment = (text: string): boolean => FRAGMENT.test(simple(text));

/** Looks for what is left of tags beside those that were recognised, line by line, also from one line to the next. */
export class Fragments {
	private tail = '';
	private shown?: string;
	private isTurned = false;

	constructor(private readonly meter: Meter) {}

	/** The next paragraph or line of the document, with the tags in it. */
	line(line: string): void {
		this.meter.work(2 * line.length * WORK.character);
		this.isTurned ||= OVERRIDE.test(line);
		if (this.tail === '' && !line.includes('!') && !line.includes('[') && !/sign\./i.test(line))
			return;
		this.meter.work(6 * line.length * WORK.character);
		const text = simple(`${this.tail}${line}\n`);
		this.shown ??= around(text, FRAGMENT.exec(text));
		const last = text.slice(-TAIL);
		const mark = last.lastIndexOf('!');
		if (mark >= 0) this.tail = last.slice(mark);
		else this.tail = last.endsWith('[\n') ? '[\n' : '';
	}

	/** @returns what there is, in words */
	end(): string[] {
		const gaps: string[] = [];
		if (this.shown !== undefined) {
			gaps.push(`There is something like a part of a Smart Tag: “${this.shown}”`);
		}
		if (this.isTurned) {
			gaps.push('It has characters that turn the order of the letters around (U+202D or U+202E)');
		}
		return gaps;
	}
}

function simple(text: string): string {
	return text
		.replace(HIDDEN, (_hidden, bracket: string) => (bracket === '' ? '' : '[ '))
		.replace(BLANKS, ' ')
		.replace(LINE_ENDS, '\n')
		.replace(TOLD, IN_ITS_PLACE);
}

const around = (text: string, found: RegExpExecArray | null): string | undefined =>
	found
		? text
				.slice(found.index, found.index + 30)
				.replaceAll(IN_ITS_PLACE, '[!')
				.replace(/\s+/g, ' ')
				.trim()
		: undefined;
