import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { press } from '../../n8n/browser.mts';
import { PROJECT } from '../../n8n/examples.mts';
import { request } from '../../n8n/request.mts';
import type { Simulator } from '../../n8n/simulator.mts';
import { activate, importExample, nodeOf } from '../imported.mts';
import { BASIC, type Place } from '../place.mts';
import { sendLease } from '../../n8n/sending.mts';
import { until, type Story } from '../story.mts';

const EXAMPLE = 'embedded-signing-page';
const FILE = join(PROJECT, 'test', 'data', 'no-tags.pdf');

/** What Secured Signing shows inside of the page. */
const frameOf = (page: Page) => page.frameLocator('#content iframe');

const says = async (page: Page, text: string): Promise<void> =>
	await page.locator('#message').filter({ hasText: text }).waitFor();

/** Opens the page of the workflow in a browser of somebody who knows its password. */
async function open({ origin, canvas }: Place, path: string, query: string): Promise<Page> {
	const url = `${origin}/webhook/${path}${query}`;
	// n8n registers a webhook some moments after it has published the workflow.
	const status = await until('page', async () => {
		const answer = await request(url);
		return answer.status === 404 ? undefined : answer.status;
	});
	assert.equal(status, 401, 'the page is open to everybody');
	const context = await canvas.newContext({
		httpCredentials: { username: BASIC.user, password: BASIC.password },
	});
	const page = await context.newPage();
	await page.goto(url);
	return page;
}

export const embeddedSigningPage: Story = {
	example: EXAMPLE,
	outsideSandbox: true,
	tells: "the workflow's own page is opened in a browser with a signing key, and signed",
	async play(place) {
		const simulator = place.simulatorOf(EXAMPLE);
		const reference = await sendLease(simulator, { Embedded: true });
		await activate(place, await importExample(place, EXAMPLE));
		const page = await open(
			place,
			'signing-page',
			`?key=${signersOf(simulator, reference)[0].key}`,
		);
		await frameOf(page).getByText('Please sign this document, Ana Lopez').waitFor();
		await press(frameOf(page), 'Sign');
		await says(page, 'Thank you');
		assert.deepEqual(
			signersOf(simulator, reference).map(({ status }) => status),
			['Signed', 'Invitation'],
		);
		await page.context().close();
	},
};

export const embeddedUploadPage: Story = {
	example: EXAMPLE,
	outsideSandbox: true,
	tells: "with 'Upload, Then I Sign' chosen, a file is uploaded in a browser and signed",
	async play(place) {
		const simulator = place.simulatorOf(EXAMPLE);
		const path = 'upload-page';
		const workflow = await importExample(place, EXAMPLE, (imported) => {
			// Another address, since the example itself is active too.
			nodeOf(imported, 'Page').parameters.path = path;
			nodeOf(imported, 'Authentication').parameters.path = 'upload-authentication';
			Object.assign(nodeOf(imported, 'Create Signing Page').parameters, {
				pageContent: 'uploadAndISign',
				...{ firstName: 'Dana', lastName: 'Poe', email: 'dana@example.com' },
				authUrl: "={{ $json.webhookUrl.replace(/upload-page$/, 'upload-authentication') }}",
			});
		});
		await activate(place, workflow);
		const page = await open(place, path, '');
		const chooser = page.waitForEvent('filechooser');
		await page.getByRole('button', { name: 'Upload Document' }).click();
		await (await chooser).setFiles(FILE);
		await frameOf(page).getByRole('button', { name: 'Continue' }).click();
		await press(frameOf(page), 'Sign');
		await frameOf(page).getByText('You have signed this document').waitFor();
		const uploaded = simulator.documents().find(({ name }) => name === 'no-tags.pdf');
		assert.equal(uploaded?.status, 'Complete');
		assert.equal(uploaded?.signers[0].email, 'dana@example.com');
		await page.context().close();
	},
};

const signersOf = (simulator: Simulator, wanted: string) => {
	const document = simulator.documents().find(({ reference }) => reference === wanted);
	assert.ok(document);
	return document.signers;
};
