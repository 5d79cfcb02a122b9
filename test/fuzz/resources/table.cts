/**
 * `npm run fuzz:table -- FILE…`: what reading each file costs, in a process of its own. `--together 5` reads each so
 * many times at once.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';

import { Reader } from './reader.cts';

const { values, positionals } = parseArgs({
	options: { together: { type: 'string', default: '1' } },
	allowPositionals: true,
});

async function main(): Promise<void> {
	const reader = new Reader();
	console.log('   ms   MB block  result');
	for (const path of positionals) {
		const fileName = basename(path);
		const content = readFileSync(path);
		const file = { what: path, fileName, content: () => content };
		const reading = await reader.readAlone(file, content, Number(values.together));
		if ('died' in reading) {
			console.log(`${reading.died}: ${path}`);
			continue;
		}
		const { seconds, megabytes, block, readable, notRead, thrown } = reading;
		const numbers = [1000 * seconds, megabytes, block];
		const columns = numbers.map((number) => number.toFixed(0).padStart(5)).join('');
		console.log(`${columns}  ${fileName}: ${thrown ?? readable} ${notRead}`);
	}
	reader.close();
}

void main();
