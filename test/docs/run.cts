/**
 * `npm run docs`: writes what is made from the nodes: docs/operations/, docs/errors.md and the README's
 * table of operations. `-- --check` writes nothing and fails where one is not up to date.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';

import { complaints, pages } from './pages.cts';

const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
const made = pages();
if (!values.check) {
	for (const [file, text] of made.texts) {
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, text);
	}
	for (const file of made.leftOver) rmSync(file);
	made.leftOver = [];
}
const wrong = complaints(made);
console.log(wrong.length > 0 ? wrong.join('\n') : `${made.texts.size} pages are up to date`);
process.exitCode = wrong.length > 0 ? 1 : 0;
