/**
 * `npm run record:scenes`: plays what `scenes.cts` plays, and keeps what is stored then, as
 * `test/engine/updatedScenes.test.cts` takes it up in all later versions. Once, before the version is published.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { version } from '../../package.json';
import { toBeRecorded } from './released.cts';
import { scenes } from './scenes.cts';

const PROJECT = join(__dirname, '../..');

toBeRecorded(version);

void (async () => {
	const lines: string[] = [];
	for (const [name, play] of Object.entries(scenes)) {
		// Stack traces name the folder of the project.
		const scene = JSON.stringify(await play()).replaceAll(PROJECT, '');
		lines.push(`\t${JSON.stringify(name)}: ${scene}`);
	}
	const file = join(__dirname, 'fixtures', `${version}-scenes.json`);
	writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`);
	// n8n's engine keeps timers of its own.
	process.exit();
})();
