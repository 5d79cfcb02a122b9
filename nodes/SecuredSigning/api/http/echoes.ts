/*
 * Finds secrets of a request in its answer, even if a program in between has encoded, escaped or wrapped
 * them, as proxies and gateways that show requests do. Texts are compared only by letters and digits, without
 * case.
 */

/** A shorter match may be a coincidence. */
const SHORTEST = 12;
/** The share of a secret that has to match, if it was cut. */
const MOST = 0.8;
/**
 * How many characters may stand between two letters: a line break and indentation, or a soft hyphen, even
 * escaped.
 */
const LONGEST_GAP = 32;
/** How many characters are read before other work may run. */
const SLICE = 100_000;

const DROPPED = -1;
const BROKEN = -2;
const ESCAPE = -3;

/** What a character is: the number of a letter or digit, or one of the above. */
const KINDS = new Int8Array(0x10000).fill(BROKEN).fill(DROPPED, 0, 0x80);
for (const [number, letter] of [...'0123456789abcdefghijklmnopqrstuvwxyz'].entries()) {
	KINDS[letter.charCodeAt(0)] = KINDS[letter.toUpperCase().charCodeAt(0)] = number;
}
// After these, in JSON, another value begins.
for (const sign of '"{}[]') KINDS[sign.charCodeAt(0)] = BROKEN;
for (const sign of '%&\\') KINDS[sign.charCodeAt(0)] = ESCAPE;
// All kinds of spaces, and invisible characters: soft hyphens, joiners, direction marks and byte order marks.
for (const sign of '\u00a0\u00ad\u3000\ufeff') KINDS[sign.charCodeAt(0)] = DROPPED;
KINDS.fill(DROPPED, 0x2000, 0x2010).fill(DROPPED, 0x2028, 0x2030).fill(DROPPED, 0x205f, 0x2070);

const BACKSLASHES = String.raw`(?:\\(?:u005c)?){1,16}`;
/** Of a character of ASCII, without the semicolon that ends it; what follows may be a digit. */
const OPEN_REFERENCE = String.raw`x0{0,2}([2-7][\da-f])|0{0,2}(1[01]\d|12[0-7]|\d\d)`;
/** One character as addresses, web pages and programs escape it, also twice. */
const ESCAPED = new RegExp(
	[
		String.raw`(?:%|${BACKSLASHES}u0025)(?:25){0,4}(?:u00)?([\da-f]{2})`,
		String.raw`(?:&|${BACKSLASHES}u0026)(?:amp;){0,4}#(?:x([\da-f]{1,4});|(\d{1,4});|${OPEN_REFERENCE})`,
		String.raw`${BACKSLASHES}(?:u([\da-f]{4})|x([\da-f]{2}))`,
	].join('|'),
	'iy',
);
const NAMED = /&[a-z]{2,8};/iy;
const SHORT = /(\\{1,16})([nrtbf/"']?)/y;

/** Reads a text letter by letter, and decodes escapes. */
class Letters {
	/** Where what was read last ends. */
	end = 0;

	constructor(
		readonly text: string,
		private readonly isJson: boolean,
	) {}

	/**
	 * The number of the letter or digit at a place; DROPPED for a character that may be between two letters,
	 * BROKEN for another one.
	 */
	at(place: number): number {
		const code = this.text.charCodeAt(place);
		this.end = place + 1;
		const kind = KINDS[code];
		if (kind === ESCAPE) return this.escaped(place);
		return kind === BROKEN && code < 0x80 && !this.isJson ? DROPPED : kind;
	}

	private escaped(place: number): number {
		const found = this.match(ESCAPED, place);
		if (found) {
			const [, percent, hex, decimal, openHex, openDecimal, unicode, byte] = found;
			const digits = percent ?? hex ?? openHex ?? unicode ?? byte;
			const code = digits === undefined ? Number(decimal ?? openDecimal) : parseInt(digits, 16);
			return code < 0x80 ? Math.max(KINDS[code], DROPPED) : KINDS[code];
		}
		if (this.match(NAMED, place)) return DROPPED;
		const [, backslashes, sign] = this.match(SHORT, place) ?? [];
		// The quotation mark itself is not escaped then.
		if (sign === '"' && backslashes.length % 2 === 0) this.end -= 1;
		return DROPPED;
	}

	private match(pattern: RegExp, place: number): RegExpExecArray | null {
		pattern.lastIndex = place;
		const found = pattern.exec(this.text);
		if (found) this.end = pattern.lastIndex;
		return found;
	}
}

/** A text's letters and digits. */
const lettersOf = (text: string): string => text.replace(/[^A-Za-z\d]+/g, '');

/**
 * Whether comparing letters and digits is enough to find a text: it has enough of them, and otherwise only
 * characters of Base64 and file names.
 */
export const isFoundByLetters = (text: string): boolean =>
	/^[A-Za-z\d+/=_-]+$/.test(text) && lettersOf(text).length >= SHORTEST;

const REMEMBERED = 300;
const remembered = new Map<string, string[]>();

/** The forms of a text; it is the same one in most answers. */
function formsOf(text: string): string[] {
	const forms = remembered.get(text) ?? madeForms(text);
	remembered.set(text, forms);
	const [oldest] = remembered.keys();
	if (remembered.size > REMEMBERED) remembered.delete(oldest);
	return forms;
}

/** What a text looks like: itself, and its bytes, also those of UTF-16 in both orders. */
function madeForms(text: string): string[] {
	// The one byte that only one of the orders has is left out.
	const utf16 = Buffer.from(text, 'utf16le').subarray(0, -1);
	return [text, ...[Buffer.from(text), utf16].flatMap(spelled)]
		.map(lettersOf)
		.filter(({ length }) => length >= SHORTEST);
}

/** Bytes in hexadecimal digits, and in Base64 from each of the three places in a group. */
function spelled(bytes: Buffer): string[] {
	const hex = bytes.toString('hex');
	const inBase64 = [0, 1, 2].map((before) =>
		Buffer.concat([Buffer.alloc(before), bytes])
			.toString('base64')
			// Characters that also depend on neighbouring bytes are left out.
			.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6)),
	);
	return [hex, hex.replace(/../g, '0x$&'), ...inBase64];
}

// Four letters of 6 bits each.
const BEGINNING = 4;
const NO_BEGINNING = 0xffffff;
const added = (beginning: number, letter: number) => ((beginning << 6) | letter) & 0xffffff;
const letterAt = (form: string, index: number) => KINDS[form.charCodeAt(index)];
const SLOTS = 0x400;
const slotOf = (beginning: number) => (beginning ^ (beginning >>> 11)) % SLOTS;

function beginningOf(form: string): number {
	let beginning = NO_BEGINNING;
	for (let index = 0; index < BEGINNING; index++) {
		beginning = added(beginning, letterAt(form, index));
	}
	return beginning;
}

/**
 * A text without what was sent. Each letter is read once, and again only after the beginning of a secret.
 *
 * @param hidden what is put in place of it
 * @param isJson whether quotation marks and brackets separate values
 * @returns a generator: it yields between steps, so that other work can run, and returns the text
 */
export function* withoutEchoes(
	text: string,
	secrets: string[],
	hidden: string,
	isJson = true,
): Generator<void, string> {
	const forms = secrets.flatMap(formsOf);
	if (forms.length === 0) return text;
	// Counted from 1: the last form of each slot, and the one before it in the same slot.
	const lastIn = new Uint32Array(SLOTS);
	const before = new Uint32Array(forms.length + 1);
	for (let number = 1; number <= forms.length; number++) {
		const slot = slotOf(beginningOf(forms[number - 1]));
		before[number] = lastIn[slot];
		lastIn[slot] = number;
	}
	const letters = new Letters(text, isJson);
	const pieces: string[] = [];
	const places = new Uint32Array(BEGINNING);
	let [taken, gap, beginning, read, pausedAt] = [0, 0, NO_BEGINNING, 0, 0];
	for (let at = 0, next: number; at < text.length; at = next) {
		if (at - pausedAt > SLICE) {
			pausedAt = at;
			yield;
		}
		const letter = letters.at(at);
		next = letters.end;
		gap = letter === DROPPED ? gap + next - at : 0;
		if (letter === BROKEN || gap > LONGEST_GAP) beginning = NO_BEGINNING;
		if (letter < 0) continue;
		beginning = added(beginning, letter);
		places[read++ % BEGINNING] = at;
		let end = 0;
		for (let number = lastIn[slotOf(beginning)]; number > 0; number = before[number]) {
			const form = forms[number - 1];
			if (beginningOf(form) === beginning) end = Math.max(end, endOf(form, letters, next));
		}
		if (end === 0) continue;
		pieces.push(text.slice(taken, places[read % BEGINNING]), hidden);
		taken = next = end;
		beginning = NO_BEGINNING;
	}
	return pieces.join('') + text.slice(taken);
}

/**
 * Where a form ends whose first letters end at `begun`; also if only most of it is there. 0 if other letters
 * follow.
 */
function endOf(form: string, letters: Letters, begun: number): number {
	let index = BEGINNING;
	let end = begun;
	for (let at = begun; index < form.length && at - end <= LONGEST_GAP; at = letters.end) {
		const letter = letters.at(at);
		if (letter === DROPPED) continue;
		if (letter !== letterAt(form, index)) break;
		index += 1;
		end = letters.end;
	}
	if (index < Math.max(SHORTEST, form.length * MOST)) return 0;
	// The padding of Base64.
	while (letters.text[end] === '=') end += 1;
	return end;
}
