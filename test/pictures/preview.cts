/** `npm run pictures:preview`: takes the pictures of a preview as it comes by email, for docs/approval.md. */
import { join } from 'node:path';

import { startChromium } from '../browser/chromium.cts';
import { openMessage, previewHtmlOf } from '../browser/preview.cts';
import { startBench } from '../engine/node.cts';

const FOLDER = join(__dirname, '../../docs/pictures');
const WIDTHS = { wide: 800, phone: 375 };

async function main(): Promise<void> {
	const bench = await startBench();
	const chromium = await startChromium();
	try {
		const html = await previewHtmlOf(bench);
		const browser = await chromium.newContext();
		for (const [name, width] of Object.entries(WIDTHS)) {
			for (const scheme of ['light', 'dark'] as const) {
				const page = await openMessage(browser, html, { width, scheme });
				const path = join(FOLDER, `preview-${name}-${scheme}.png`);
				await page.screenshot({ path, fullPage: true });
				await page.close();
				console.log(path);
			}
		}
	} finally {
		await chromium.close();
		await bench.close();
	}
}

void main();
