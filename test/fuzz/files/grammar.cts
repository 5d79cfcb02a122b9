/** Files built from the grammar of their format, with extreme values in it. */
import fc from 'fast-check';

import { archives } from './archives.cts';
import { pdfStructures } from './pdfStructures.cts';
import { pdfTexts } from './pdfTexts.cts';
import { wordFiles } from './word.cts';
import type { HostileFile } from './extremes.cts';

export const grammar: fc.Arbitrary<HostileFile> = fc.oneof(
	...pdfTexts,
	...pdfStructures,
	...wordFiles,
	...archives,
);
