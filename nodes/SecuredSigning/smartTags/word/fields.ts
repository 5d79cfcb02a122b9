import { COMPUTED, COPIED, type Doubts } from '../doubts';
import { LIMITS, Unreadable } from '../limits';
import type { Paragraphs } from '../paragraphs';
import { isFragment } from '../fragments';
import { buttonText, fieldResult, type FieldResult } from './fieldResult';

/** A field that is under way. */
interface Field {
	instruction: string;
	/** Once its result has begun. */
	result?: FieldResult;
}

const LONGEST_INSTRUCTION = 10_000;

/** The fields around the place that is read: each has an instruction, and then its result (ECMA-376 part 1, section 17.16.18). */
export class Fields {
	private readonly fields: Field[] = [];
	/** How many are under way whose result has not begun. */
	private codes = 0;

	constructor(
		private readonly paragraphs: Paragraphs,
		private readonly doubts: Doubts,
	) {}

	/** Whether this is an instruction, which the page does not show. */
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

	/** A part of the instruction. */
	instruct(text: string): void {
		const field = this.fields.at(-1);
		if (!field || field.result !== undefined) return;
		if (field.instruction.length < LONGEST_INSTRUCTION) field.instruction += text;
		else this.doubts.add('computed');
	}

	/** @returns what ends a field that is one element */
	simple(instruction: string): () => void {
		const field: Field = { instruction, result: this.resultOf(instruction) };
		this.beginResult(field);
		return () => this.endResult(field);
	}

	/** No more comes. */
	end(): void {
		if (this.fields.length > 0) this.doubts.add('field');
	}

	private begin(): void {
		if (this.fields.length >= LIMITS.fieldDepth) {
			throw new Unreadable('The file has fields inside of fields, deeper than this check reads');
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
		// Word shows a button by its instruction, whatever its result is.
		if (field.result === 'instruction' && !this.isCode) {
			this.paragraphs.add(buttonText(field.instruction));
		}
		this.endResult(field);
	}

	private resultOf(instruction: string): FieldResult {
		const result = fieldResult(instruction);
		if (result === 'elsewhere') this.doubts.add('elsewhere');
		const isPart = instruction.includes('[') || isFragment(instruction);
		if (result === 'computed' && isPart) this.doubts.add('computed');
		return result;
	}

	private beginResult({ result }: Field): void {
		if (result === 'computed') this.paragraphs.beginComputed(COMPUTED);
		else if (result === 'copied') this.paragraphs.beginComputed(COPIED);
		else if (result === 'counted') this.paragraphs.counted();
	}

	private endResult({ result }: Field): void {
		if (result === 'computed' || result === 'copied') this.paragraphs.endComputed();
	}
}
