import { characterName, hiddenCharacter, hiddenInWords } from '../shared/characters';
import { LIMITS, TooMuch } from './limits';
import { Meter, WORK } from './meter';

/** A Smart Tag for a signature; source: docs/api/SMART-TAGS.md, section 2. */
export interface SignatureTag {
	order: number;
	/** The kind in the tag: F, or nothing, is a full signature. */
	kind: string;
	firstName: string;
	lastName: string;
	email: string;
	/** Further parts after the email address, or after the kind, that this check does not know. */
	more: string;
	/** The whole tag, as in the document. */
	text: string;
	isOverLines: boolean;
}

/** A tag that is broken, or of an unknown kind. */
export interface OtherTag {
	text: string;
	/** What is wrong; undefined for a tag of another kind, which this check does not know. */
	broken?: string;
}

const OPENING = '[!';
/** An opening with a blank or an invisible character between its two characters. */
const PARTED = /\[[\s\p{Cf}\p{Default_Ignorable_Code_Point}]{1,20}!\s*(?:sign|$)/giu;
const LONGEST_SHOWN = 120;
const LONGEST_OVER_LINES = 400;
// Of the words after "[!", only "Sign" is known. Longer words are other tags, which may exist. Other
// characters after the word make it a broken tag: "Sign/foo".
const SIGNATURE = /^\s*sign(?![\w-])/i;
/** "[!]" is not a tag: people use it to mark a paragraph as important. */
const EMPTY = /^\[!+\]$/;
const BLANKS = /[ \t\r\n\u00a0]/g;
const HIDDEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** Hebrew, Arabic and other right-to-left scripts, with their presentation forms. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
/** The head of a tag: up to the first comma. */
const HEAD = /^[^,]*/;
const FORGOTTEN_MARK = /\[sign\.\d{1,4}[.,][^[\]\r\n]{0,200}\]/gi;

/**
 * Finds the tags of a document line by line, and keeps nothing else.
 * @throws TooMuch when a document holds more tags than LIMITS
 */
export class TagFinder {
	readonly signatures: SignatureTag[] = [];
	readonly others: OtherTag[] = [];
	/** Whether at least one letter could be read. */
	hasText = false;
	/** Whether there is text from right to left. */
	hasRightToLeft = false;
	/** A tag that was not closed on its line. */
	private open = '';

	constructor(private readonly meter = new Meter()) {}

	/** The next paragraph or line of the document. */
	line(line: string): void {
		this.meter.work(WORK.line + 3 * line.length * WORK.character);
		this.hasText ||= /[^\s\ufffd]/.test(line);
		this.hasRightToLeft ||= RIGHT_TO_LEFT.test(line);
		for (const [text] of line.matchAll(PARTED)) this.addParted(text);
		const from = this.open === '' ? 0 : this.goOn(line);
		for (let at = line.indexOf(OPENING, from); at >= 0; ) {
			const end = closing(line, at + OPENING.length);
			const text = line.slice(at, end.at);
			if (end.kind === 'closed') this.add(text, false);
			else if (end.kind === 'open') this.open = text;
			else this.addUnclosed(text);
			at = line.indexOf(OPENING, Math.max(end.at, at + OPENING.length));
		}
		// The line may end between the two characters of an opening.
		if (this.open === '' && /\[\s*$/.test(line.slice(-20))) this.open = '[';
		for (const [text] of line.matchAll(FORGOTTEN_MARK)) {
			this.addOther({ text, broken: 'a tag begins with [!, not only with [' });
		}
	}

	/** To be called after the last line. */
	end(): void {
		if (this.open.length > 1) this.addUnclosed(this.open);
		this.open = '';
	}

	/** Reads the beginning of a line as the rest of an open tag; returns where the line continues. */
	private goOn(line: string): number {
		if (line.trim() === '') return line.length;
		if (this.open === '[' && !/^\s*!\s*(?:s|$)/i.test(line)) {
			this.open = '';
			return 0;
		}
		const end = closing(line, 0);
		const text = joined(this.open, line.slice(0, end.at));
		this.open = '';
		if (end.kind === 'open' && text.length < LONGEST_OVER_LINES) {
			this.open = text;
			return line.length;
		}
		if (end.kind !== 'closed') {
			this.addUnclosed(text);
			return 0;
		}
		this.add(text, true);
		return end.at;
	}

	private add(text: string, isOverLines: boolean): void {
		// A line end in the head is not a space of the tag: a narrow table cell can wrap it anywhere.
		const tag = isOverLines ? text.replace(HEAD, (head) => head.replace(/\s/g, '')) : text;
		if (!isSignature(tag)) {
			if (!EMPTY.test(text)) this.addOther({ text });
			return;
		}
		const content = tag.slice(OPENING.length, -1);
		const [head, ...details] = content.split(',').map((part) => part.trim());
		const [, order = '', kind = '', ...moreOfHead] = head.split('.');
		const broken = whatIsHidden(head, details) ?? whatIsBroken(head, order, details);
		if (broken !== undefined) return this.addOther({ text, broken });
		const [firstName, lastName, email, ...moreDetails] = details;
		this.refuseTooMany();
		this.signatures.push({
			order: Number(order),
			kind,
			firstName,
			lastName,
			// A line end in the address is not a space of the address.
			email: isOverLines ? email.replace(/\s/g, '') : email,
			more: [...moreOfHead, ...moreDetails].filter(Boolean).join(', '),
			text: cutForMessage(text),
			isOverLines,
		});
	}

	private addParted(text: string): void {
		const hidden = hiddenCharacter(text.replace(BLANKS, ''));
		const broken =
			hidden === undefined
				? 'there is a space between [ and !'
				: `it contains a character that cannot be seen: ${characterName(hidden)}`;
		this.addOther({ text, broken });
	}

	/** An unclosed signature tag is broken; a tag of another kind may contain brackets. */
	private addUnclosed(text: string): void {
		this.addOther({ text, ...(isSignature(text) && { broken: 'it is not closed with ]' }) });
	}

	private addOther({ text, broken }: OtherTag): void {
		this.refuseTooMany();
		this.others.push({ text: cutForMessage(text), ...(broken !== undefined && { broken }) });
	}

	private refuseTooMany(): void {
		if (this.signatures.length + this.others.length >= LIMITS.tags) {
			throw new TooMuch(`The document contains more than ${LIMITS.tags} Smart Tags`);
		}
	}
}

const isSignature = (tag: string): boolean =>
	SIGNATURE.test(tag.slice(OPENING.length).replace(HIDDEN, ''));

/** Joins two lines of a tag: without a blank in its head, which contains none, otherwise with one. */
function joined(open: string, rest: string): string {
	const isInHead = !open.includes(',');
	return isInHead ? open.trimEnd() + rest.trimStart() : `${open} ${rest}`.trim();
}

/** Where a tag ends: after its bracket, before another opening bracket, or at the end of the line. */
function closing(line: string, from: number): { at: number; kind: 'closed' | 'cut' | 'open' } {
	const near = line.slice(from, from + LIMITS.tagLength);
	const length = near.search(/[[\]]/);
	if (length < 0) {
		const isWhole = from + near.length === line.length;
		return { at: from + near.length, kind: isWhole ? 'open' : 'cut' };
	}
	return near[length] === ']'
		? { at: from + length + 1, kind: 'closed' }
		: { at: from + length, kind: 'cut' };
}

function whatIsHidden(head: string, [firstName, lastName, ...more]: string[]): string | undefined {
	const hidden =
		hiddenCharacter([head, ...more].join().replace(BLANKS, '')) ??
		hiddenInWords(`${firstName ?? ''},${lastName ?? ''}`.replace(BLANKS, ''));
	if (hidden === undefined) return undefined;
	return `it contains a character that cannot be seen: ${characterName(hidden)}`;
}

function whatIsBroken(head: string, order: string, details: string[]): string | undefined {
	if (/\s/.test(head)) return 'there is a space in front of the first comma; [!Sign.1.F, has none';
	if (!/^sign(?:\.|$)/i.test(head))
		return `the word behind [! is not Sign: “${cutForMessage(head.split('.')[0])}”`;
	if (!head.includes('.'))
		return 'the number of the signer is missing: [!Sign.1… is the first signer';
	if (!/^\d{1,4}$/.test(order))
		return `the number of the signer is not valid: “${cutForMessage(order)}”`;
	if (Number(order) === 0) return 'the number of the signer is 0; the first signer is 1';
	if (details.length < 3) {
		return `it has ${details.length} of the 3 commas that separate first name, last name and email`;
	}
	return undefined;
}

/** A text, cut for a message. */
export const cutForMessage = (text: string): string =>
	text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text.trim();
