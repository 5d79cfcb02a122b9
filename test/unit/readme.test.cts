import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { resources } from '../../nodes/SecuredSigning/actions';

const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');

test("the README's list of operations is the node's own", () => {
	const rows = resources.flatMap(({ name: resource, operations }) =>
		operations.map(
			({ name, description }, index) =>
				`| ${index === 0 ? resource : ''} | ${name} | ${description} |`,
		),
	);
	const listed = readme
		.slice(readme.indexOf('## Operations'), readme.indexOf('## Credentials'))
		.split('\n')
		.filter((line) => line.startsWith('|') && !line.startsWith('| ---'));
	expect(listed.slice(1)).toEqual(rows);
});
