import { isSignature } from '../../../../credentials/signature';
import { Slices } from '../../shared/slices';
import { isMadeHere, withoutCallbackKeys } from '../callbackKey';
import { isFoundByLetters, withoutEchoes } from './echoes';

const HIDDEN = '***';
/** A shorter match may be a coincidence. */
const SHORTEST_IN_DATA = 8;
/** The characters of Base64, also as JSON, URLs or HTML escape it. */
const IN_TOKEN = new Uint8Array(128);
for (const [character] of String.fromCharCode(...IN_TOKEN.keys()).matchAll(
	/[A-Za-z\d+/=%\\&#;]/g,
)) {
	IN_TOKEN[character.charCodeAt(0)] = 1;
}
const EQUALS = 0x3d;
const SIGNATURE_LENGTH = 44;
/** Longer tokens are searched in parts. */
const LONG_TOKEN = 50_000;
/** How many characters are read before other work may run. */
const SLICE = 200_000;
const ESCAPED = /%(2b|2f|3d)|\\u00(2b|2f|3d)|&#x(2b|2f|3d);?|&#(43|47|61);?|\\(\/)/gi;
const BASE64 = /^[A-Za-z\d+/]+$/;

/**
 * Hides secrets of a request that the service may repeat, in a text for people: also everything that looks
 * like a signature, or like the key in a callback address.
 *
 * @param secrets texts that must not appear
 */
export function hiddenInText(text: string, secrets: string[]): string {
	const steps = hidden(text, secrets, { isJson: false, isSignature: () => true });
	let step = steps.next();
	while (!step.done) step = steps.next();
	return withoutCallbackKeys(step.value);
}

/**
 * Hides the same in the text of an answer or file, before it is parsed as JSON. There, a text that looks like
 * a signature may be a reference, so only signatures that were made here are hidden. Yields to other work in
 * between.
 */
export async function hiddenInData(text: string, secrets: string[]): Promise<string> {
	const slices = new Slices();
	const known = secrets.filter(({ length }) => length >= SHORTEST_IN_DATA);
	const steps = hidden(text, known, { isJson: true, isSignature });
	let step = steps.next();
	for (; !step.done; step = steps.next()) await slices.pause();
	return withoutCallbackKeys(step.value, isMadeHere);
}

function* hidden(
	text: string,
	secrets: string[],
	where: { isJson: boolean; isSignature(text: string): boolean },
): Generator<void, string> {
	const others = secrets.filter((secret) => !isFoundByLetters(secret));
	const rest = yield* withoutEchoes(withoutTexts(text, others), secrets, HIDDEN, where.isJson);
	return yield* withoutSignatures(rest, where.isSignature);
}

const withoutTexts = (text: string, secrets: string[]): string =>
	secrets.length === 0
		? text
		: text.replace(new RegExp(secrets.map(inAnySpelling).join('|'), 'g'), HIDDEN);

function* withoutSignatures(
	text: string,
	isOne: (text: string) => boolean,
): Generator<void, string> {
	const pieces: string[] = [];
	let [taken, start, pausedAt] = [0, 0, 0];
	// A loop and not a pattern: a pattern would try a match at each letter of a long token.
	for (let at = 0; at <= text.length; at++) {
		if (at - pausedAt > SLICE) {
			pausedAt = at;
			yield;
		}
		const code = text.charCodeAt(at);
		// No signature continues after its `=`.
		const isLong = code === EQUALS && at - start > LONG_TOKEN;
		if (IN_TOKEN[code] === 1 && !isLong) continue;
		const end = isLong ? at + 1 : at;
		if (end - start >= SIGNATURE_LENGTH) {
			const token = text.slice(start, end);
			const shown = withoutSignaturesIn(token, isOne);
			if (shown !== token) {
				pieces.push(text.slice(taken, start), shown);
				taken = end;
			}
		}
		start = at + 1;
	}
	return taken === 0 ? text : pieces.join('') + text.slice(taken);
}

function withoutSignaturesIn(token: string, isOne: (text: string) => boolean): string {
	const plain = token.replace(ESCAPED, (_all, ...codes: Array<string | undefined>) => {
		const [percent, json, hex, decimal] = codes;
		const code = percent ?? json ?? hex;
		if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
		return decimal === undefined ? '/' : String.fromCharCode(Number(decimal));
	});
	const shown = [...signaturesIn(plain)]
		.filter(isOne)
		.reduce((rest, found) => rest.replaceAll(found, HIDDEN), plain);
	return shown === plain ? token : shown;
}

/** What may be the Base64 of the 32 bytes of an HMAC-SHA256: 43 characters and the sign that ends it. */
function signaturesIn(text: string): Set<string> {
	const found = new Set<string>();
	for (let last = -1, end = text.indexOf('='); end >= 0; end = text.indexOf('=', end + 1)) {
		const start = end + 1 - SIGNATURE_LENGTH;
		if (start > last && BASE64.test(text.slice(start, end))) found.add(text.slice(start, end + 1));
		last = end;
	}
	return found;
}

/** A pattern for a text as it is, and as JSON, an address or a web page write its special characters. */
const inAnySpelling = (text: string): string =>
	[...text]
		.map((character) => {
			if (/[A-Za-z\d]/.test(character)) return character;
			const code = character.charCodeAt(0);
			const hex = code.toString(16).padStart(2, '0');
			const anyCase = hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
			const itself = character === '"' ? '""?' : character.replace(/[^\w\s]/, '\\$&');
			return `(?:\\\\?${itself}|%${anyCase}|\\\\u00${anyCase}|&#x${anyCase};?|&#${code};?)`;
		})
		.join('');
