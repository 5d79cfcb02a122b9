/**
 * Takes the pictures of the example workflows in n8n's own editor: pasted as a user does, with the
 * credentials chosen. `npm run pictures:examples` takes all, with names those.
 */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { PROJECT } from '../n8n/examples.mts';
import { importExample, type Imported } from '../examples/imported.mts';
import { atPlace } from '../examples/place.mts';

const PICTURES = join(PROJECT, 'docs', 'pictures');
/** With room for the labels, which are wider than their nodes and stand below them. */
const MARGIN = 60;
const SIZE = { width: 1440, height: 1200 };

/** What floats over the canvas and is not of the workflow. */
const FLOATING = ['canvas-minimap', 'canvas-handle-plus-wrapper', 'logs-panel']
	.map((name) => `[data-test-id="${name}"]`)
	.concat('[data-test-id="canvas-wrapper"] button')
	.join(', ');

const chosen = (value: string, cachedResultName: string) => ({
	...{ __rl: true, mode: 'list', value, cachedResultName },
});

/** The editor marks a form or a file that nobody has chosen; the user has, when the workflow runs. */
const choose = ({ nodes }: Imported): void => {
	for (const { type, parameters } of nodes) {
		if (parameters.resource === 'form') parameters.form = chosen('form', 'Employment');
		if (type === 'n8n-nodes-base.googleDrive' && parameters.operation === 'download')
			parameters.fileId = chosen('file', 'Contract');
	}
};

/** The part of the page that the nodes and notes take up. */
async function frameOf(
	page: Page,
): Promise<NonNullable<Parameters<Page['screenshot']>[0]>['clip']> {
	const boxes = await page.locator('.vue-flow__node').evaluateAll((nodes) =>
		(nodes as unknown as Array<{ getBoundingClientRect(): DOMBox }>).map((node) => {
			const { left, top, right, bottom } = node.getBoundingClientRect();
			return { left, top, right, bottom };
		}),
	);
	const left = Math.min(...boxes.map((box) => box.left)) - MARGIN;
	const top = Math.min(...boxes.map((box) => box.top)) - MARGIN;
	const right = Math.max(...boxes.map((box) => box.right)) + MARGIN;
	const bottom = Math.max(...boxes.map((box) => box.bottom)) + 1.5 * MARGIN;
	return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The notes whose text is longer than their box, with what is missing of its height. */
const cutNotes = async (page: Page): Promise<string[]> =>
	await page.locator('[data-test-id="sticky"]').evaluateAll((notes) =>
		(notes as unknown as NoteElement[]).flatMap((note) => {
			const missing = [...note.querySelectorAll('*')].map(({ scrollHeight, clientHeight }) =>
				clientHeight > 0 ? scrollHeight - clientHeight : 0,
			);
			const most = Math.max(...missing);
			return most > 2 ? [`${note.innerText.split('\n')[0]}: ${most} higher`] : [];
		}),
	);

interface NoteElement {
	innerText: string;
	querySelectorAll(selector: string): Iterable<{ scrollHeight: number; clientHeight: number }>;
}

interface DOMBox {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

const named = process.argv.slice(2);
const examples = (await readdir(join(PROJECT, 'examples')))
	.filter((name) => name.endsWith('.json'))
	.map((name) => basename(name, '.json'))
	.filter((name) => named.length === 0 || named.includes(name));

await atPlace(examples, async (place) => {
	for (const example of examples) {
		const { id } = await importExample(place, example, choose);
		const page = await place.canvas.show(id, SIZE);
		await page.addStyleTag({ content: `${FLOATING} { visibility: hidden !important }` });
		// The canvas glides to its new place.
		await page.waitForTimeout(2000);
		const path = join(PICTURES, `example-${example}.png`);
		await page.screenshot({ path, clip: await frameOf(page) });
		for (const note of await cutNotes(page)) {
			console.error(`${example}: this note is cut. ${note}`);
			process.exitCode = 1;
		}
		await page.close();
		console.log(path);
	}
});
