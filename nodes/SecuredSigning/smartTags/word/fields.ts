import type { Bookmarks } from '../bookmarks';
import { COMPUTED, COPIED, plain, STYLED, type Doubts } from '../doubts';
import { isFragment } from '../fragments';
import { LIMITS, Unreadable } from '../limits';
import type { Mark, Paragraphs } from '../paragraphs';
import {
	sourceIn,
	buttonText,
	fieldResult,
	quotedIn,
	symbolIn,
	type FieldResult,
} from './fieldResult';

/** An open field. */
interface Field {
	instruction: string;
	/** Set when its result begins. */
	result?: FieldResult;
	/** The text that is shown instead of the stored result. */
	copy?: string;
}

const LONGEST_INSTRUCTION = 10_000;
const MARKS: Partial<Record<FieldResult, Mark>> = {
	computed: COMPUTED,
	copied: COPIED,
	label: COPIED,
	styled: STYLED,
};
/** A visible ASCII character, as tags consist of. */
const ASCII = /^[!-~]$/;

/**
 * The open fields at the current place: each has an instruction, and then its result (ECMA-376 part 1,
 * section 17.16.18).
 */
export class Fields {
	private readonly fields: Field[] = [];
	/** How many open fields have no result yet. */
	private codes = 0;
	/** How many open fields show a copy instead of their stored result. */
	private replaced = 0;

	/** @param show receives text that the page shows */
	constructor(
		private readonly paragraphs: Paragraphs,
		private readonly doubts: Doubts,
		private readonly bookmarks: Bookmarks,
		private readonly show: (text: string) => void,
	) {}

	/** Whether a copy was already shown instead of the text that follows. */
	get isReplaced(): boolean {
		return this.replaced > 0;
	}

	/** Whether the current text is an instruction, which the page does not show. */
	get isCode(): boolean {
		return this.codes > 0;
	}

	/** @param step the kind of `w:fldChar` */
	step(step: string): void {
		const field = this.fields.at(-1);
		if (step === 'begin') this.begin();
		else if (step === 'separate' && field && field.result === undefined) this.separate(field);
		else if (step === 'end') this.endField(this.fields.pop());
	}

	/** Whether a text is the symbol that was already shown. If it differs, some programs show both. */
	isSymbol(text: string): boolean {
		const field = this.fields.at(-1);
		if (field?.result !== 'symbol') return false;
		const letter = symbolIn(field.instruction);
		const isSame = plain(text) === letter;
		if (ASCII.test(letter) && !isSame) this.doubts.add('computed');
		return isSame;
	}

	/** A part of the instruction. */
	instruct(text: string): void {
		const field = this.fields.findLast(({ result }) => result === undefined);
		if (!field) return;
		if (field.instruction.length < LONGEST_INSTRUCTION) field.instruction += text;
		else this.doubts.add('computed');
	}

	/** @returns a function that ends the field, which is a single element */
	simple(instruction: string): () => void {
		const field: Field = { instruction, result: this.resultOf(instruction) };
		this.fields.push(field);
		this.beginResult(field);
		return () => {
			const at = this.fields.lastIndexOf(field);
			if (at >= 0) this.endField(this.fields.splice(at, 1)[0]);
		};
	}

	/** To be called at the end of the part. */
	end(): void {
		if (this.fields.length > 0) this.doubts.add('field');
	}

	private begin(): void {
		if (this.fields.length >= LIMITS.fieldDepth) {
			throw new Unreadable('The file has fields inside fields, deeper than this check reads');
		}
		this.fields.push({ instruction: '' });
		this.codes++;
	}

	private separate(field: Field): void {
		this.codes--;
		field.result = this.resultOf(field.instruction);
		this.beginResult(field);
	}

	private endField(field: Field | undefined): void {
		if (!field) return;
		if (field.result === undefined) this.separate(field);
		// Word shows a button by its instruction, not by its result.
		if (field.result === 'instruction') this.show(buttonText(field.instruction));
		this.endResult(field);
	}

	private resultOf(instruction: string): FieldResult {
		const result = fieldResult(instruction);
		if (result === 'elsewhere') this.doubts.add('elsewhere');
		const isPart = (text: string) => text.includes('[') || isFragment(text);
		if (result === 'computed' && (isPart(instruction) || isPart(quotedIn(instruction)))) {
			this.doubts.add('computed');
		}
		if (result === 'styled') this.doubts.copiedStyles.add(sourceIn(instruction).toLowerCase());
		if (result === 'label') this.doubts.hasCopiedLabel = true;
		return result;
	}

	private beginResult(field: Field): void {
		const { result, instruction } = field;
		const mark = MARKS[result ?? 'kept'];
		if (mark === COMPUTED || result === 'copied') {
			field.copy = this.bookmarks.copy(sourceIn(instruction));
		}
		if (field.copy !== undefined) {
			this.show(field.copy);
			this.replaced++;
		} else if (mark !== undefined) this.paragraphs.beginComputed(mark);
		else if (result === 'counted') this.paragraphs.counted();
		else if (result === 'symbol') this.show(symbolIn(instruction));
	}

	private endResult({ result, copy }: Field): void {
		if (copy !== undefined) this.replaced--;
		else if (MARKS[result ?? 'kept'] !== undefined) this.paragraphs.endComputed();
	}
}
