// `npm run probe:observed`: writes what was observed last into the pages that say so.
import { readFileSync, writeFileSync } from 'node:fs';

import { OBSERVED, observedIn, PAGES, pageWith } from './output/observed.cts';

const last = observedIn(OBSERVED).at(-1)?.file;
for (const page of PAGES) writeFileSync(page, pageWith(readFileSync(page, 'utf8'), last));
console.log(last ? `Last seen on the service: ${last.date}` : 'Never seen on the service yet');
