// A pairwise array: few configurations in which every pair of values of two readings is played.
import { readingValues, type Readings } from '../readings.cts';

type Row = Record<string, string>;
type Values = Record<string, readonly string[]>;

const key = (a: string, av: string, b: string, bv: string) => `${a}=${av} ${b}=${bv}`;

function pairsOf(row: Row): string[] {
	const names = Object.keys(row).sort();
	return names.flatMap((a, i) => names.slice(i + 1).map((b) => key(a, row[a], b, row[b])));
}

function allPairs(values: Values): string[] {
	const names = Object.keys(values).sort();
	return names.flatMap((a, i) =>
		names
			.slice(i + 1)
			.flatMap((b) => values[a].flatMap((av) => values[b].map((bv) => key(a, av, b, bv)))),
	);
}

/** The pairs of values that are in any of the configurations. */
export const pairsIn = (rows: Array<Partial<Readings>>): number =>
	new Set(rows.flatMap((row) => pairsOf(row as Row))).size;

/**
 * Greedy, and always the same: each row starts at a pair that was not played yet and takes what adds most.
 *
 * @param values by reading; default: all of the simulator
 */
export function pairwise(values: Values = readingValues): Readings[] {
	const open = new Set(allPairs(values));
	const rows: Row[] = [];
	while (open.size > 0) {
		const row: Row = {};
		const [pair] = open;
		for (const [name, value] of pair.split(' ').map((part) => part.split('='))) row[name] = value;
		for (const name of Object.keys(values)) {
			if (row[name] !== undefined) continue;
			const gain = (value: string) =>
				pairsOf({ ...row, [name]: value }).filter((each) => open.has(each)).length;
			row[name] = [...values[name]].sort((a, b) => gain(b) - gain(a))[0];
		}
		pairsOf(row).forEach((each) => open.delete(each));
		rows.push(row);
	}
	return rows as unknown as Readings[];
}
