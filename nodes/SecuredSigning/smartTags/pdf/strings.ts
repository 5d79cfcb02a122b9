/** The value of a hexadecimal digit; 255 for another character. */
export const HEX_DIGITS = Uint8Array.from({ length: 256 }, (_, code) => {
	const digit = parseInt(String.fromCharCode(code), 16);
	return Number.isNaN(digit) ? 0xff : digit;
});

const BACKSLASH = 0x5c;
const [LINE_FEED, RETURN] = [10, 13];
const ESCAPES = new Map(
	Object.entries({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }).map(([letter, meant]) => [
		letter.charCodeAt(0),
		meant.charCodeAt(0),
	]),
);

/** Decodes a string with backslashes (ISO 32000-1, section 7.3.4.2): one byte in each character. */
export function unescaped(written: string): string {
	const bytes = Buffer.alloc(written.length);
	let size = 0;
	for (let at = 0; at < written.length; ) {
		const byte = written.charCodeAt(at++);
		if (byte !== BACKSLASH) {
			bytes[size++] = byte;
			continue;
		}
		if (at >= written.length) break;
		const next = written.charCodeAt(at);
		let digits = 0;
		let code = 0;
		for (; digits < 3 && isOctal(written.charCodeAt(at + digits)); digits++)
			code = code * 8 + written.charCodeAt(at + digits) - 0x30;
		at += digits || 1;
		if (digits > 0) bytes[size++] = code;
		else if (next === RETURN && written.charCodeAt(at) === LINE_FEED) at++;
		// A line end after a backslash is ignored.
		else if (next !== RETURN && next !== LINE_FEED) bytes[size++] = ESCAPES.get(next) ?? next;
	}
	return bytes.toString('latin1', 0, size);
}

const isOctal = (code: number): boolean => code >= 0x30 && code <= 0x37;
