import { WORK, type Meter } from './meter';

const PIECE = 64 * 1024;

/**
 * Where a mark stands next in a file, giving way to others in between.
 *
 * @param mark in Latin-1
 * @returns -1 when it does not come any more
 * @throws TooMuch by the meter
 */
export async function nextOf(
	mark: string,
	bytes: Buffer,
	from: number,
	meter: Meter,
): Promise<number> {
	for (let at = from; at < bytes.length; at += PIECE) {
		// It may begin in this piece and end in the next.
		const piece = bytes.subarray(at, at + PIECE + mark.length - 1);
		const found = piece.indexOf(mark, 0, 'latin1');
		meter.work(WORK.value + (found < 0 ? piece.length : found) * WORK.searched);
		if (meter.isDue) await meter.pause();
		if (found >= 0) return at + found;
	}
	return -1;
}
