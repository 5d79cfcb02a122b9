/** Presses buttons and links on pages that show a PDF. */
import type { FrameLocator, Locator, Page } from 'playwright-core';

/**
 * Presses the button (or link) of that name, once it is there, by an event of its own, and waits until the page or frame
 * shows what comes next. On a busy machine, Chromium's viewer of PDFs takes both the mouse and the keyboard while it is
 * still being loaded: a click or a key goes to the viewer's frame instead, and nothing comes of it.
 */
export async function press(
	within: Page | FrameLocator | Locator,
	name: string,
	role: 'button' | 'link' = 'button',
): Promise<void> {
	const pressed = within.getByRole(role, { name, exact: true });
	const frame = await (await pressed.elementHandle())?.ownerFrame();
	await Promise.all([
		pressed.page().waitForEvent('framenavigated', (navigated) => navigated === frame),
		pressed.dispatchEvent('click'),
	]);
}
