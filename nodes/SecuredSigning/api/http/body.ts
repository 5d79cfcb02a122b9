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
 * Reads a body up to a limit: a few compressed kilobytes can unpack to gigabytes. An error while reading is
 * returned as `problem`.
 *
 * @param pieces the body as it is once unpacked
 * @param most how many bytes are read
 */
export async function firstBytes(
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
 * Yields JSON text, and throws if it contains too many values or different names: parsed, three bytes of text
 * can take a hundred bytes of memory, and each new name costs time.
 *
 * @param tooMany makes the error; `of` says what there is too much of
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
	/** The hash of the last string: a string before a colon is a name. */
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
 * The parsed JSON of a body, or its text if it is not JSON. Yields to other work between its steps.
 *
 * @param hide removes secrets from the text
 */
export async function parsedBody(
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
