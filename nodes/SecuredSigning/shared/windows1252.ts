/**
 * The characters of Windows-1252 from 0x80 to 0x9F, with a bullet for unused codes; the others are as in
 * Latin-1.
 */
export const WINDOWS_FROM_0X80 = '€•‚ƒ„…†‡ˆ‰Š‹Œ•Ž••‘’“”•–—˜™š›œ•žŸ';

/** A text that was written in Windows-1252. Node's own decoder of that name reads Latin-1 (tried in Node 20). */
export const fromWindows1252 = (bytes: Buffer): string =>
	bytes
		.toString('latin1')
		.replace(/[\u0080-\u009f]/g, (letter) => WINDOWS_FROM_0X80[letter.charCodeAt(0) - 0x80]);
