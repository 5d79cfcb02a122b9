/**
 * Takes the pictures of the email that the example "contracts-every-monday" sends, in light and dark colours:
 * `npm run pictures:report`.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importExample } from '../examples/imported.mts';
import { atPlace } from '../examples/place.mts';
import { fillAccount } from '../examples/stories/board.mts';
import { htmlOf, mailWith } from '../examples/story.mts';
import { PROJECT } from '../n8n/examples.mts';

const EXAMPLE = 'contracts-every-monday';
const PEOPLE = {
	'HR-2026-118': 'mia.keller@example.com',
	'HR-2026-121': 'liv.hansen@example.com',
	'DP-90': 'omar.haddad@example.com',
	'FC-7': 'omar.haddad@example.com',
	'PO-4711': 'liv.hansen@example.com',
	'AM-2': 'liv.hansen@example.com',
};

await atPlace([EXAMPLE], async (place) => {
	await fillAccount(place.simulatorOf(EXAMPLE));
	const sent = new Date(Date.now() - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
	const rows = Object.entries(PEOPLE).map((person) => [...person, sent].join(','));
	await writeFile(join(place.files, 'contracts.csv'), ['number,email,sent', ...rows].join('\n'));
	const { id } = await importExample(place, EXAMPLE);
	const execution = await place.executions.begin(id, 'Every Monday');
	await place.executions.until(execution, 'success');
	const html = htmlOf(await mailWith(place, 'What happened to your contracts'));
	for (const colorScheme of ['light', 'dark'] as const) {
		const context = await place.canvas.newContext({
			colorScheme,
			viewport: { width: 1024, height: 300 },
		});
		const page = await context.newPage();
		// What an email program shows in dark colours is up to it: the text says nothing of colours.
		await page.setContent(`<meta name="color-scheme" content="light dark">${html}`);
		const path = join(PROJECT, 'docs', 'pictures', `report-${colorScheme}.png`);
		await page.screenshot({ path, fullPage: true });
		await context.close();
		console.log(path);
	}
});
