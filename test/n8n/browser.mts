/**
 * The browser. Like the simulator, it is CommonJS.
 */
import { createRequire } from 'node:module';
import type * as Chromium from '../browser/chromium.cts';
import type * as Press from '../browser/press.cts';

const load = createRequire(import.meta.url);

export const { startChromium } = load('../browser/chromium.cts') as typeof Chromium;
export const { press } = load('../browser/press.cts') as typeof Press;
