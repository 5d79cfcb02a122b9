import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { described } from '../../probe/redact/vocabulary.cts';

interface Workflow {
	nodes: Array<{ name: string; parameters: { jsCode?: string } }>;
}

// What it keeps of an answer is what the API description names.
test('the workflow that asks the service knows the names and words of the API description', () => {
	const file = join(__dirname, '../../examples/probe.json');
	const { nodes } = JSON.parse(readFileSync(file, 'utf8')) as Workflow;
	const code = nodes.find(({ name }) => name === 'What Was Found')?.parameters.jsCode;
	expect(code).toContain(`'${[...described.names].sort().join(' ')}'`);
	expect(code).toContain(`'${[...described.words].sort().join('|')}'`);
});
