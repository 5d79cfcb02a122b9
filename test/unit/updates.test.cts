/**
 * What an update must not break: each name, default and value that a published version stored is there still,
 * and what its triggers and waits had in n8n's database is read as it was. `test/updates/fixtures` has both as
 * those versions left them; where one has to change, a new version of the node takes over the old one's.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { storedNames } from '../updates/stored.cts';

const FIXTURES = join(__dirname, '../updates/fixtures');
const filesOf = (ending: string) => readdirSync(FIXTURES).filter((file) => file.endsWith(ending));
const readJson = <T,>(file: string) => JSON.parse(readFileSync(join(FIXTURES, file), 'utf8')) as T;

/** As JSON has it: what is undefined is not there. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe.each(filesOf('-names.json'))('%s', (file) => {
	test('every name that was stored is there, with its type, its default and its values', () => {
		const now = storedNames();
		const changed = readJson<Array<[string, Array<{ values?: unknown[] }>]>>(file).filter(
			([name, before]) => {
				const after = (plain(now.get(name)) ?? []) as typeof before;
				return !before.every(({ values, ...rest }, index) => {
					const { values: more, ...same } = after[index] ?? {};
					const hasAll = (values ?? []).every((value) => more?.includes(value));
					return hasAll && JSON.stringify(same) === JSON.stringify(rest);
				});
			},
		);
		expect(changed.map(([name]) => name)).toEqual([]);
	});
});
