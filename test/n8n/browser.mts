/**
 * The browser. Like the simulator, it is CommonJS.
 */
import { createRequire } from 'node:module';
import type * as Chromium from '../browser/chromium.cts';

export const { startChromium } = createRequire(import.meta.url)(
	'../browser/chromium.cts',
) as typeof Chromium;
