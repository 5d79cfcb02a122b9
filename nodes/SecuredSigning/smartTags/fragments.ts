import { WORK, type Meter } from './meter';

/** The marks for computed or copied text, which may become any text. */
const COMPUTED = '\ufffe\uffff';
/**
 * Characters that reverse the text after them, so that the stored and the shown text differ (UAX 9, section
 * 2.2).
 */
const OVERRIDE = /[\u202d\u202e]/;
const HIDDEN = /(\[?)[\p{Cf}\p{Default_Ignorable_Code_Point}]+/gu;
const BLANKS = /[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+/g;
const LINE_ENDS = /[ ]*[\r\n\v\f\u0085\u2028\u2029][\s]*/g;
/** The beginnings of tags that are found, or reported as broken, by TagFinder. */
const TOLD = /\[\n?!\s?|\[ !(?=\s?(?:sign|$|\n))\s?|\[(?=sign\.\d{1,4}[.,][^[\]\n]{0,200}\])/gi;
const IN_ITS_PLACE = '\u0001';
const GAP = '[ \\n]?';
const WORD = ['s', 'i', 'g', 'n'].join(GAP);
/**
 * A tag without its bracket. Ordinary text such as "Please sign! Signature:" and "Stop! Sign here." does not
 * match: it has no number after the word, or a space after the "!".
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
/** How much of a line is kept, because the next line may continue it. */
const TAIL = 60;

/** Whether a text contains something like a part of a tag: "!" and "sign", or "sign" and a number. */
export const isFragment = (text: string): boolean => FRAGMENT.test(simple(text));

/** Looks for parts of tags besides the recognised tags, line by line, also across two lines. */
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

	/** @returns what was found, in words */
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
