import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { faultKinds } from '../../simulator/faults.cts';

const ROOT = join(__dirname, '../..');
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');

describe('docs/faults.md', () => {
	const rows = textOf('docs/faults.md')
		.split('\n')
		.filter((line) => /^\|\s*\d/.test(line))
		.map((line) =>
			line
				.split('|')
				.slice(1, -1)
				.map((cell) => cell.trim()),
		);

	test('says of each fault what becomes of each kind of request', () => {
		expect(rows.map((cells) => cells.at(-1))).toEqual(faultKinds.map((kind) => `\`${kind}\``));
		expect(rows.map(([number]) => number)).toEqual(faultKinds.map((_, n) => String(n + 1)));
		for (const cells of rows) {
			expect(cells).toHaveLength(8);
			expect(cells).not.toContain('');
		}
	});

	test('says of a send what the tests of sends show', () => {
		const tests = textOf('test/thorough/sendOnce.test.cts');
		for (const cells of rows) {
			const send = cells[4];
			const kind = (cells.at(-1) ?? '').replaceAll('`', '');
			const shown = new RegExp(
				`(recovered|notSent|refused|unproved)\\('[^']+', \\{ kind: '${kind}'`,
			).exec(tests);
			expect([kind, shown?.[1] === 'refused']).toEqual([
				kind,
				/error, nothing was sent$/.test(send),
			]);
			expect([kind, shown?.[1] !== 'refused']).toEqual([kind, /looked up/.test(send)]);
		}
	});
});
