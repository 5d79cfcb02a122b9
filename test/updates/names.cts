/**
 * `npm run record:names`: writes down what this version stores, as `test/unit/updates.test.cts` holds it
 * against all later ones. Once, before the version is published.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { version } from '../../package.json';
import { toBeRecorded } from './released.cts';
import { storedNames } from './stored.cts';

toBeRecorded(version);

const lines = [...storedNames()].map((entry) => `\t${JSON.stringify(entry)}`);
writeFileSync(join(__dirname, 'fixtures', `${version}-names.json`), `[\n${lines.join(',\n')}\n]\n`);
