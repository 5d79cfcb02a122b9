import { WORK, type Meter } from './meter';

const PIECE = 64 * 1024;

/**
 * The next place of a mark in a file; lets other work run in between.
 *
 * @param mark in Latin-1
 * @returns -1 if there is none
 * @throws TooMuch by the meter
 */
export async function nextOf(
	mark: string,
	bytes: Buffer,
	from: number,
	meter: Meter,
): Promise<number> {
	for (let at = from; at < bytes.length; at += PIECE) {
		// The mark may begin in this piece and end in the next.
		const piece = bytes.subarray(at, at + PIECE + mark.length - 1);
		const found = piece.indexOf(mark, 0, 'latin1');
		meter.work(WORK.value + (found < 0 ? piece.length : found) * WORK.searched);
		if (meter.isDue) await meter.pause();
		if (found >= 0) return at + found;
	}
	return -1;
}
