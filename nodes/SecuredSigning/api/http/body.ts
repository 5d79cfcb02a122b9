import { Slices } from '../../shared/slices';

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

const [QUOTE, BACKSLASH, COLON, LIST, OBJECT, COMMA] = Buffer.from('"\\:[{,');

/** How much a JSON text may hold. */
interface Most {
	values: number;
	names: number;
}

/**
 * Hands JSON on, and fails when it holds too many values, or names that differ: parsed, three bytes of text take
 * a hundred, and the engine looks each name up that it has not seen before.
 *
 * @param tooMany makes the error, of what there is more than that
 */
export async function* withinBounds(
	pieces: AsyncIterable<Buffer>,
	most: Most,
	tooMany: (of: keyof Most) => Error,
): AsyncGenerator<Buffer> {
	const names = new Set<number>();
	let values = 0;
	let isText = false;
	let isEscaped = false;
	/** Of the last text: what stands in front of a colon is a name. */
	let hash = 0;
	for await (const piece of pieces) {
		for (let at = 0; at < piece.length; at++) {
			const byte = piece[at];
			if (isText) {
				if (byte === QUOTE && !isEscaped) isText = false;
				else hash = Math.imul(hash ^ byte, 0x01000193);
				isEscaped = byte === BACKSLASH && !isEscaped;
			} else if (byte === QUOTE) {
				isText = true;
				hash = 0x811c9dc5;
			} else if (byte === COLON) {
				names.add(hash);
			} else if (byte === COMMA || byte === OBJECT || byte === LIST) {
				values += 1;
			}
		}
		if (values > most.values) throw tooMany('values');
		if (names.size > most.names) throw tooMany('names');
		yield piece;
	}
}

/**
 * What a body says: JSON where it is JSON, else its text. Between its steps, others get their turn.
 *
 * @param hide takes out of the text what must not go on
 */
export async function spokenIn(
	content: Buffer,
	hide = async (text: string) => await Promise.resolve(text),
): Promise<unknown> {
	const slices = new Slices();
	const afterStep = async () => {
		if (slices.work(content.length)) await slices.pause();
	};
	// JSON.parse takes no byte order mark.
	const text = content.toString('utf8').replace(/^\uFEFF/, '');
	await afterStep();
	const safe = await hide(text);
	await afterStep();
	const said = parsed(safe);
	await afterStep();
	return said;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
