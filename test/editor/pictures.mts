/**
 * Pictures of the editor for the README, each in n8n's light and dark colours.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { PROJECT } from '../n8n/examples.mts';

const FOLDER = join(PROJECT, 'docs', 'pictures');

/** What passes by: n8n's messages in the corner. */
const PASSING = '.el-notification { visibility: hidden !important; }';

export interface Frame {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** Takes a picture of a part of the page, of a frame in it, or of all of it. */
export type Camera = (name: string, page: Page, what?: Locator | Frame) => Promise<void>;

export const noCamera: Camera = async () => {};

export const camera: Camera = async (name, page, what) => {
	await mkdir(FOLDER, { recursive: true });
	// So that nothing is marked because the mouse lies on it.
	await page.mouse.move(0, 0);
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		const options = {
			path: join(FOLDER, `editor-${name}-${colorScheme}.png`),
			animations: 'disabled',
			style: PASSING,
		} as const;
		if (what === undefined) await page.screenshot(options);
		else if ('screenshot' in what) await what.screenshot(options);
		else await page.screenshot({ ...options, clip: what });
	}
	await page.emulateMedia({ colorScheme: 'light' });
};
