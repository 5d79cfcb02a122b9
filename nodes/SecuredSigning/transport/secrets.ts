import { isSignature } from '../../../credentials/signature';
import { withoutNotifyKeys } from '../notify/key';

const HIDDEN = '***';
/** A shorter text may stand in an answer for reasons of its own. */
const SHORTEST_IN_DATA = 8;
// Where Base64 may stand, also as JSON, an address or a web page escape it.
// Of longer ones, such as a file in Base64, the engine of patterns could not hold the length.
const TOKEN = /[A-Za-z\d+/=%\\&#;]{44,1000000}/g;
const ESCAPED = /%(2b|2f|3d)|\\u00(2b|2f|3d)|&#x(2b|2f|3d);|&#(43|47|61);|\\(\/)/gi;
/** The end of the Base64 of the 32 bytes of an HMAC-SHA256: searched by its beginning, all letters would be tried. */
const END_OF_SIGNATURE = /(?<=([A-Za-z\d+/]{43}))=/g;

/**
 * Hides what the service may repeat of a request: in words for people, where whatever looks like a
 * signature or a key in an address to call is hidden.
 *
 * @param secrets texts that must not appear
 */
export const hiddenInWords = (text: string, secrets: string[]): string =>
	withoutNotifyKeys(withoutSignatures(withoutTexts(text, secrets), () => true));

/**
 * Hides the same in the text of an answer before it is read as JSON. There, what looks like a signature
 * may be a reference; only what was made here is one.
 */
export const hiddenInData = (text: string, secrets: string[]): string =>
	withoutSignatures(
		withoutTexts(
			text,
			secrets.filter(({ length }) => length >= SHORTEST_IN_DATA),
		),
		isSignature,
	);

const withoutTexts = (text: string, secrets: string[]): string =>
	secrets.length === 0
		? text
		: text.replace(new RegExp(secrets.map(inAnySpelling).join('|'), 'g'), HIDDEN);

const withoutSignatures = (text: string, isOne: (text: string) => boolean): string =>
	text.replace(TOKEN, (token) => {
		const plain = token.replace(ESCAPED, (_all, ...codes: Array<string | undefined>) => {
			const [percent, json, hex, decimal] = codes;
			const code = percent ?? json ?? hex;
			if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
			return decimal === undefined ? '/' : String.fromCharCode(Number(decimal));
		});
		const shown = [...plain.matchAll(END_OF_SIGNATURE)]
			.map(([end, before]) => `${before}${end}`)
			.filter(isOne)
			.reduce((rest, found) => rest.replaceAll(found, HIDDEN), plain);
		return shown === plain ? token : shown;
	});

/** A pattern for a text as it is, and as JSON, an address or a web page write its special characters. */
const inAnySpelling = (text: string): string =>
	[...text]
		.map((character) => {
			if (/[A-Za-z\d]/.test(character)) return character;
			const code = character.charCodeAt(0);
			const hex = code.toString(16).padStart(2, '0');
			const anyCase = hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
			const itself = character.replace(/[^\w\s]/, '\\$&');
			return `(?:\\\\?${itself}|%${anyCase}|\\\\u00${anyCase}|&#x${anyCase};|&#${code};)`;
		})
		.join('');
