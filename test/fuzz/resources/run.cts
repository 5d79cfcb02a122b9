/**
 * `npm run fuzz:files`: files that are a burden are read in a process that is measured from outside. Two
 * generators, `--only grammar` or `--only real`; `--cases N` of each (10,000), `--seed N`, `--from N` to
 * begin with a later case. What goes over is kept in a folder that is printed. The last line is
 * `N passed, N failed`.
 */
import { randomInt } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { generators, sampled } from './generators.cts';
import { judged, Worst } from './judge.cts';

const { values } = parseArgs({
	options: {
		cases: { type: 'string', default: '10000' },
		seed: { type: 'string' },
		only: { type: 'string', default: '' },
		from: { type: 'string', default: '0' },
	},
});

/** After so many files it is told how far it is: all of them take an hour. */
const TOLD_EVERY = 500;

async function main(): Promise<void> {
	const cases = Number(values.cases);
	const from = Number(values.from);
	const seed = Number(values.seed ?? randomInt(2 ** 31));
	const folder = mkdtempSync(join(tmpdir(), 'finds-'));
	let read = 0;
	let failed = 0;
	for (const name of generators.filter((generator) => generator.startsWith(values.only))) {
		const worst = new Worst();
		const files = sampled(name, seed, from + cases);
		for (let first = from; first < files.length; first += TOLD_EVERY) {
			const some = files.slice(first, first + TOLD_EVERY);
			await judged(some, worst, ({ index, what, wrong, content, fileName }) => {
				failed += 1;
				const at = first + index;
				const path = join(folder, `${name}-${seed}-${at}${extname(fileName)}`);
				writeFileSync(path, content);
				console.log(`✗ ${wrong}\n  ${what}\n  ${path}`);
				console.log(
					`  again: npm run fuzz:files -- --only ${name} --seed ${seed} --from ${at} --cases 1`,
				);
			});
			read += some.length;
			console.log(
				`${name}: ${first + some.length} files with seed ${seed}; the most of each:\n${worst}`,
			);
		}
	}
	console.log(`${read - failed} passed, ${failed} failed`);
	process.exitCode = failed > 0 ? 1 : 0;
}

void main();
