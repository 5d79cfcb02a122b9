/**
 * What an update must not break: each name, default and value that a published version stored is there still,
 * and what its triggers and waits had in n8n's database is read as it was. `test/updates/fixtures` has both as
 * those versions left them; where one has to change, a new version of the node takes over the old one's.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { version } from '../../package.json';
import { releasedOn } from '../updates/released.cts';
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

test('until this version is released, its record is what it stores now (npm run record:names)', () => {
	const changelog = readFileSync(join(__dirname, '../../CHANGELOG.md'), 'utf8');
	const record = `${version}-names.json`;
	if (releasedOn(version, changelog) !== undefined || !existsSync(join(FIXTURES, record))) return;
	expect(readJson(record)).toEqual(JSON.parse(JSON.stringify([...storedNames()])));
});
