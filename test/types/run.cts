/** Writes nodes/SecuredSigning/api/schema/models.ts: `npm run types:models`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

import { describedModels } from './models.cts';

const file = join(__dirname, '../../nodes/SecuredSigning/api/schema/models.ts');
const text = `/** Made by \`npm run types:models\` from docs/api/openapi.yaml: do not edit. */

export const MODELS = ${JSON.stringify(describedModels())} as const;
`;

void resolveConfig(file)
	.then(async (options) => await format(text, { ...options, parser: 'typescript' }))
	.then((formatted) => writeFileSync(file, formatted));
