/** What people are told, for tests in a real n8n: see test/harness/told.cts. */
import { createRequire } from 'node:module';
import type * as Told from '../harness/told.cts';

export const { toldOn } = createRequire(import.meta.url)('../harness/told.cts') as typeof Told;
