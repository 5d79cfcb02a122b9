/** Presses buttons on pages that show a PDF. */
import type { FrameLocator, Locator, Page } from 'playwright-core';

/**
 * Presses the button of that name, by the keyboard: while Chromium still loads its viewer of PDFs on a busy machine,
 * a click of the mouse can go to the viewer's frame instead, and nothing comes of it.
 */
export const press = async (within: Page | FrameLocator | Locator, name: string): Promise<void> =>
	await within.getByRole('button', { name, exact: true }).press('Enter');
