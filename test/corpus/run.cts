/**
 * `npm run test:corpus -- FOLDER`: reads each file of a folder, and compares it with what other readers show.
 * A file that is said to be read whole has the same words, as often, and the same Smart Tags in the same order. The
 * last line is `N files: N agree, N partly or not with a reason, N disagree`. `--told` lists the reasons.
 */
import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';

import type { Compare } from './compare.cts';
import { comparePdf } from './pdf.cts';
import { compareWord } from './word.cts';

const COMPARE: Record<string, Compare> = {
	'.pdf': comparePdf,
	'.docx': compareWord,
	'.docm': compareWord,
	'.dotx': compareWord,
	'.dotm': compareWord,
	'.odt': compareWord,
};

const { values, positionals } = parseArgs({
	options: { told: { type: 'boolean', default: false } },
	allowPositionals: true,
});

async function main(): Promise<void> {
	const counts = { agree: 0, parted: 0, told: 0, disagree: 0 };
	const whole = { of: 0, all: 0 };
	let unread = 0;
	for (const folder of positionals) {
		for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
			const compare = COMPARE[extname(entry).toLowerCase()] as Compare | undefined;
			const found = await compare?.(join(folder, entry));
			if (compare && !found) unread++;
			if (!found) continue;
			counts[found.result]++;
			if (found.hasText) whole.all++;
			if (found.hasText && found.whole) whole.of++;
			const isShown =
				['disagree', 'parted'].includes(found.result) || (values.told && found.result === 'told');
			if (isShown) console.log(`${found.result} ${entry}: ${found.why}`);
		}
	}
	const { told, disagree } = counts;
	const agree = counts.agree + counts.parted;
	const share = whole.all > 0 ? Math.round((100 * whole.of) / whole.all) : 0;
	console.log(`${unread} files that no other reader reads are left out`);
	console.log(`read whole: ${share} % of the ${whole.all} files that hold text`);
	console.log(`${counts.parted} agree in their letters and tags, and part some words elsewhere`);
	console.log(
		`${agree + told + disagree} files: ${agree} agree, ${told} partly or not with a reason, ${disagree} disagree`,
	);
	process.exitCode = disagree > 0 ? 1 : 0;
}

void main();
