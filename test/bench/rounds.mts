/** Sides measured in turn, so that whatever else the machine does meets all of them alike. */
import type { Figures, Side } from './protocol.cts';

export type Measured = Partial<Record<Side, Figures[]>>;

/** Each side once in each round, and in each round in another order. */
export async function inRounds(
	rounds: number,
	sides: Side[],
	measure: (side: Side) => Promise<Figures>,
): Promise<Measured> {
	const measured: Measured = {};
	for (let round = 0; round < rounds; round++) {
		const first = round % sides.length;
		for (const side of [...sides.slice(first), ...sides.slice(0, first)]) {
			(measured[side] ??= []).push(await measure(side));
		}
	}
	return measured;
}

export function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	return sorted.length % 2 === 1
		? sorted[Math.floor(middle)]
		: (sorted[middle - 1] + sorted[middle]) / 2;
}

type What = keyof Figures;

export const medianOf = (measured: Measured, side: Side, what: What): number =>
	median((measured[side] ?? []).map((figures) => figures[what]));

/** The median of the ratios of the rounds, which is steadier than a ratio of medians. */
export const ratioOf = (measured: Measured, what: What, side: Side, to: Side): number =>
	median((measured[side] ?? []).map((figures, i) => figures[what] / measured[to]![i][what]));

/** One figure, or a ratio to the node, for each side. */
export function bySide(
	measured: Measured,
	of: (side: Side) => number,
): Partial<Record<Side, number>> {
	return Object.fromEntries((Object.keys(measured) as Side[]).map((side) => [side, of(side)]));
}
