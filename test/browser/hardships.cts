/** Checks hostile texts, and pages that cannot do what they are for. */
import assert from 'node:assert/strict';

import { check } from '../harness/check.mts';
import { ana } from '../engine/samples.cts';
import { nastyTexts } from '../unit/nastyTexts.cts';
import { says, type Stage } from './stage.cts';

/** How n8n serves the pages of its webhooks, unless it is told not to. */
const N8N_SANDBOX = { 'content-security-policy': 'sandbox allow-forms allow-scripts' };

const UNAVAILABLE = 'This page does not work at the moment.';

/** Enough to try every kind of text; all of them are tried in test/unit. */
const TEXTS = nastyTexts.filter((text) => /[<"'&\\]/.test(text)).slice(-60);

export async function checkHardships(stage: Stage): Promise<void> {
	const { simulator } = stage.bench;

	await check('texts that try to break out stay texts, and nothing runs', async () => {
		const page = await stage.browser.newPage();
		const dialogs: string[] = [];
		page.on('dialog', (dialog) => {
			dialogs.push(dialog.message());
			void dialog.dismiss();
		});
		// Without the scripts, each page shows its text for that.
		await page.route(/client\/scripts/, (route) => route.abort());
		for (const nasty of TEXTS) {
			// What stands at the ends would be trimmed.
			const text = `x${nasty}x`;
			// Names hold nothing that cannot be seen or was not read, and no placeholder.
			const firstName = text.toWellFormed().replace(/[\p{C}\p{Z}\ufffd]|\{\{/gu, ' ');
			const html = await stage.make({
				...ana,
				pageContent: 'uploadAndISign',
				firstName,
				title: text,
				options: { uploadText: text, unavailableText: text },
			});
			stage.host.pages.set('/page', { html });
			await page.goto(`${stage.host.origin}/page`);
			const textOf = async (selector: string) => await page.locator(selector).textContent();
			// HTML can hold neither NUL nor half of a character; the data of the script can.
			const holdable = text.toWellFormed().replaceAll('\0', '\ufffd');
			assert.equal(await textOf('h1'), holdable);
			assert.equal(await textOf('#upload'), holdable);
			assert.equal(await textOf('#message'), text);
			const settings = JSON.parse((await textOf('#settings')) ?? '') as {
				iSignResource: { FirstName: string };
			};
			assert.equal(settings.iSignResource.FirstName, firstName);
			assert.equal(await page.locator('body *').count(), 6, text);
		}
		assert.deepEqual(dialogs, []);
	});

	await check('a webhook that gives no authentication: the page says so', async () => {
		const authUrl = `${stage.host.origin}/nothing-here`;
		await says(await stage.open(await stage.make({ signingKey: 'k', authUrl })), UNAVAILABLE);
	});

	await check('scripts that do not come: the page says so', async () => {
		const nobody = { baseUrl: 'http://127.0.0.1:9/web/v1.4' };
		await says(await stage.open(await stage.make({ signingKey: 'k' }, nobody)), UNAVAILABLE);
	});

	await check('a page at another address than the access URL is refused', async () => {
		const { key } = await stage.sendEmbedded();
		const page = await stage.open(await stage.make({ signingKey: key }));
		await page.goto(page.url().replace('127.0.0.1', 'localhost'));
		await says(page, UNAVAILABLE);
		const { status, headers } = simulator.requests.at(-1)!;
		assert.equal(status, 401);
		assert.match(String(headers.referer), /^http:\/\/localhost:/);
	});

	await check("in n8n's sandbox the browser hides where the page is from", async () => {
		const { key } = await stage.sendEmbedded();
		const told: string[] = [];
		stage.browser.on('console', (message) => told.push(message.text()));
		const page = await stage.open(await stage.make({ signingKey: key }), N8N_SANDBOX);
		await says(page, UNAVAILABLE);
		const { status, headers } = simulator.requests.at(-1)!;
		assert.deepEqual([status, headers.origin, headers.referer], [401, 'null', undefined]);
		assert.ok(
			told.some((text) => text.includes('docs/embedding.md')),
			told.join('\n'),
		);
	});
}
