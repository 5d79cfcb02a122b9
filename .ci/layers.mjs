/** Counts the tests in jest's report by their folder, below `test` where they are there: `layer passed failed` a line. */
import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';

const { testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const layers = new Map();

for (const { name, status, assertionResults } of testResults) {
	const [top, folder] = relative('.', name).split(sep);
	const layer = top === 'test' ? folder : top;
	const counts = layers.get(layer) ?? { passed: 0, failed: 0 };
	layers.set(layer, counts);
	for (const { status: outcome } of assertionResults) {
		if (outcome === 'passed') counts.passed++;
		if (outcome === 'failed') counts.failed++;
	}
	// A file that does not even load reports no test.
	if (status === 'failed' && assertionResults.length === 0) counts.failed++;
}

for (const [layer, { passed, failed }] of [...layers].sort()) console.log(layer, passed, failed);
