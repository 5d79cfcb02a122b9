/** The first bytes of a body, unpacked. */
interface Beginning {
	content: Buffer;
	/** Whether there was more. */
	isCut: boolean;
	/** Why it broke off. */
	problem?: unknown;
}

/**
 * Reads no more of a body than is asked for: a few kilobytes on the wire can stand for gigabytes.
 *
 * @param pieces the body as it is once unpacked
 * @param most how many bytes are read
 */
export async function beginningOf(
	pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
	most: number,
): Promise<Beginning> {
	const read: Buffer[] = [];
	let length = 0;
	let problem: unknown;
	try {
		for await (const piece of pieces) {
			read.push(piece);
			length += piece.length;
			if (length > most) break;
		}
	} catch (error) {
		problem = error;
	}
	return { content: Buffer.concat(read).subarray(0, most), isCut: length > most, problem };
}

/** Before each value of a list or an object stands one of these. */
const [LIST, OBJECT, COMMA] = Buffer.from('[{,');

/**
 * Hands JSON on, and fails when it holds too many values: parsed, three bytes of text take a hundred. Such
 * characters inside of texts are counted as well.
 *
 * @param most how many values it may hold
 * @param tooMany makes the error
 */
export async function* withFewValues(
	pieces: AsyncIterable<Buffer>,
	most: number,
	tooMany: () => Error,
): AsyncGenerator<Buffer> {
	let values = 0;
	for await (const piece of pieces) {
		for (let at = 0; at < piece.length; at++) {
			const byte = piece[at];
			if (byte === COMMA || byte === OBJECT || byte === LIST) values += 1;
		}
		if (values > most) throw tooMany();
		yield piece;
	}
}

/**
 * What a body says: JSON where it is JSON, else its text.
 *
 * @param hide takes out of the text what must not go on
 */
export function spokenIn(content: Buffer, hide = (text: string) => text): unknown {
	// JSON.parse takes no byte order mark.
	const text = hide(content.toString('utf8').replace(/^\uFEFF/, ''));
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
