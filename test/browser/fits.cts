import type { Page } from 'playwright-core';

/** Whether nothing sticks out at the side. */
export const fits = async (page: Page) =>
	await page.evaluate(() => {
		const { document } = globalThis as unknown as {
			document: { documentElement: { scrollWidth: number; clientWidth: number } };
		};
		return document.documentElement.scrollWidth <= document.documentElement.clientWidth;
	});
