/** What people are told, for tests in a real n8n: see test/harness/told.cts. */
import { createRequire } from 'node:module';
import type * as Recovered from '../../nodes/SecuredSigning/send/recovered.ts';
import type * as Told from '../harness/told.cts';

const require = createRequire(import.meta.url);

export const { toldOn } = require('../harness/told.cts') as typeof Told;
export const { UNCONFIRMED } =
	require('../../nodes/SecuredSigning/send/recovered.ts') as typeof Recovered;
