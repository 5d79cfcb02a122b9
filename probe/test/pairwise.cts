// A pairwise array: few runs in which every pair of values of two readings is played.
import { readingValues, type Readings } from '../simulator.cts';
import { readingNames } from './judge.cts';

type Row = Record<string, string>;

const key = (a: string, av: string, b: string, bv: string) => `${a}=${av} ${b}=${bv}`;

function pairsOf(row: Row): string[] {
	const names = readingNames.filter((name) => row[name] !== undefined);
	return names.flatMap((a, i) => names.slice(i + 1).map((b) => key(a, row[a], b, row[b])));
}

const allPairs = () =>
	readingNames.flatMap((a, i) =>
		readingNames
			.slice(i + 1)
			.flatMap((b) =>
				readingValues[a].flatMap((av) => readingValues[b].map((bv) => key(a, av, b, bv))),
			),
	);

/** Greedy: each row starts at a pair that was not played yet and takes what adds most. */
export function pairwise(): { rows: Array<Partial<Readings>>; pairs: number } {
	const open = new Set(allPairs());
	const pairs = open.size;
	const rows: Row[] = [];
	while (open.size > 0) {
		const row: Row = {};
		const [pair] = open;
		for (const [name, value] of pair.split(' ').map((part) => part.split('='))) row[name] = value;
		for (const name of readingNames) {
			if (row[name] !== undefined) continue;
			const gain = (value: string) =>
				pairsOf({ ...row, [name]: value }).filter((each) => open.has(each)).length;
			row[name] = [...readingValues[name]].sort((a, b) => gain(b) - gain(a))[0];
		}
		pairsOf(row).forEach((each) => open.delete(each));
		rows.push(row);
	}
	return { rows: rows as Array<Partial<Readings>>, pairs };
}
