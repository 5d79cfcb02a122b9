/**
 * What an update must not break: each name, default and value that a published version stored is there still,
 * and what its triggers and waits had in n8n's database is read as it was. `test/updates/fixtures` has both as
 * those versions left them; where one has to change, a new version of the node takes over the old one's.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { changedNames, storedNames } from '../updates/stored.cts';

const FIXTURES = join(__dirname, '../updates/fixtures');
const filesOf = (ending: string) => readdirSync(FIXTURES).filter((file) => file.endsWith(ending));
const readJson = (file: string) =>
	JSON.parse(readFileSync(join(FIXTURES, file), 'utf8')) as Parameters<typeof changedNames>[0];

describe.each(filesOf('-names.json'))('%s', (file) => {
	test('every name that was stored is there, and what was stored under it is read as it was', () => {
		expect(changedNames(readJson(file), storedNames())).toEqual([]);
	});
});
