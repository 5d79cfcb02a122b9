/** Writes nodes/SecuredSigning/api/schema/models.ts: `npm run types:models`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

import { describedAnswers } from './models.cts';

const file = join(__dirname, '../../nodes/SecuredSigning/api/schema/models.ts');
const { models, answers } = describedAnswers();
const text = `/** Made by \`npm run types:models\` from docs/api/openapi.yaml: do not edit. */

export const MODELS = ${JSON.stringify(models)} as const;

/** What each route answers: a model, or a list of one; null: nothing but a status. */
export const ANSWERS = ${JSON.stringify(answers)} as const;
`;

void resolveConfig(file)
	.then(async (options) => await format(text, { ...options, parser: 'typescript' }))
	.then((formatted) => writeFileSync(file, formatted));
