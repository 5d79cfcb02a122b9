/** Counts the tests in jest's report by their folder below `test`: `layer passed failed` a line. */
import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';

const { testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const layers = new Map();

for (const { name, status, assertionResults } of testResults) {
	const layer = relative('test', name).split(sep)[0];
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
