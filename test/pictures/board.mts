/**
 * Takes the pictures of the page that the example "board" serves, in light and dark colours, on a desk and on a
 * telephone: `npm run pictures:board`.
 */
import { join } from 'node:path';
import { PROJECT } from '../n8n/examples.mts';
import { activate, importExample } from '../examples/imported.mts';
import { atPlace } from '../examples/place.mts';
import { addressOf, fillAccount, openAt } from '../examples/stories/board.mts';

const EXAMPLE = 'board';
const SIZES = {
	page: { viewport: { width: 1024, height: 768 }, deviceScaleFactor: 1 },
	telephone: { viewport: { width: 375, height: 720 }, deviceScaleFactor: 1.5 },
};

await atPlace([EXAMPLE], async (place) => {
	await fillAccount(place.simulatorOf(EXAMPLE));
	await activate(place, await importExample(place, EXAMPLE));
	const url = await addressOf(place);
	for (const [name, size] of Object.entries(SIZES)) {
		for (const colorScheme of ['light', 'dark'] as const) {
			const page = await openAt(place, url, { ...size, colorScheme });
			const path = join(PROJECT, 'docs', 'pictures', `board-${name}-${colorScheme}.png`);
			await page.screenshot({ path, fullPage: name === 'page' });
			await page.context().close();
			console.log(path);
		}
	}
});
