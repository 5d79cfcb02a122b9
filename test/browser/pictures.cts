/** Pictures of the simulator's pages for the README, in light and dark colours. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const FOLDER = join(__dirname, '../../docs/pictures');
/** The browser's viewer of PDFs draws when it likes to, and tells nobody. */
const VIEWER_MS = 8000;

export async function keepPicture(page: Page, name: string): Promise<void> {
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		if ((await page.locator('iframe').count()) > 0) await page.waitForTimeout(VIEWER_MS);
		await page.screenshot({ path: join(FOLDER, `simulator-${name}-${colorScheme}.png`) });
	}
	await page.emulateMedia({ colorScheme: 'light' });
}
