/** Checks what people do on the pages, to the end. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

import { check } from '../harness/check.mts';
import { ana, ben, byReference, dataFile } from '../engine/samples.cts';
import { press } from './press.cts';
import { frameOf, picture, says, type Stage } from './stage.cts';

const CONTRACT = join(__dirname, '../data/no-tags.pdf');

const signIn = async (page: Page) => await press(frameOf(page), 'Sign');

/** Chooses the contract with the page's own button. */
async function uploadOn(page: Page): Promise<void> {
	const chooser = page.waitForEvent('filechooser');
	await page.getByRole('button', { name: 'Upload Document' }).click();
	await (await chooser).setFiles(CONTRACT);
}

export async function checkSigning(stage: Stage): Promise<void> {
	const { host } = stage;
	const { simulator } = stage.bench;

	await check('a signing key: the page of the example is signed to the end', async () => {
		const { reference, key } = await stage.sendEmbedded();
		const first = simulator.requests.length;
		const page = await stage.browser.newPage();
		await page.goto(`${host.origin}/webhook/signing-page?key=${key}`);
		assert.equal(await page.title(), 'Sign Document');
		await frameOf(page).getByText('Please sign this document, Ana Lopez').waitFor();
		await picture(page, 'signing-key');
		await signIn(page);
		await says(page, 'Thank you. You can close this page now.');
		assert.equal(await page.locator('#content iframe').count(), 0);
		assert.deepEqual(
			stage.document(reference).signers.map(({ status }) => status),
			['Signed', 'Invitation'],
		);
		// The one request of the page was signed by the node, and came from the page's own address.
		const asked = simulator.requests.slice(first);
		assert.deepEqual(
			asked.map(({ operationId, status, headers }) => [operationId, status, headers.referer]),
			[['getUIResource', 200, `${host.origin}/`]],
		);
		assert.deepEqual(host.asked.slice(-2), [
			'/webhook/signing-page',
			'/webhook/signing-authentication',
		]);
	});

	await check('a frame from elsewhere stays empty, whatever put its address there', async () => {
		const { key } = await stage.sendEmbedded();
		const html = await stage.make({ signingKey: key });
		const other = `${simulator.elsewhere.url}/sign`;
		const page = await stage.open(html.replace(key, other));
		await page.locator('#content iframe').waitFor({ state: 'attached' });
		const blocked = page.waitForEvent('console', (message) => /frame-src/.test(message.text()));
		await page.reload();
		await blocked;
		assert.deepEqual(simulator.elsewhere.requests, []);
		await page.close();
	});

	await check('a signing key that is an address is handed on as it is', async () => {
		const { reference, key } = await stage.sendEmbedded();
		const page = await stage.open(
			await stage.make({ signingKey: `${simulator.origin}/sign/${key}` }),
		);
		await signIn(page);
		await says(page, 'Thank you.');
		assert.equal(stage.document(reference).signers[0].status, 'Signed');
	});

	await check('I Sign: an uploaded document is signed by one person', async () => {
		const reference = await stage.upload();
		const document = byReference(reference);
		const page = await stage.open(await stage.make({ pageContent: 'iSign', document, ...ana }));
		await frameOf(page).getByText('I Sign, as Ana Lopez (ana@example.com)').waitFor();
		await picture(page, 'i-sign');
		await frameOf(page).getByRole('button', { name: 'Continue' }).click();
		await signIn(page);
		await frameOf(page).getByText('You have signed this document').waitFor();
		// The mailbox does not open in a frame.
		assert.equal(await frameOf(page).getByText('mailbox').count(), 0);
		assert.equal(stage.document(reference).status, 'Complete');
	});

	await check('We Sign: an uploaded document is prepared for two signers', async () => {
		const reference = await stage.upload();
		const document = byReference(reference);
		const page = await stage.open(await stage.make({ pageContent: 'weSign', document }));
		const frame = frameOf(page);
		for (const [index, { firstName, lastName, email }] of [ana, ben].entries()) {
			await frame.getByLabel(`First name ${index + 1}`).fill(firstName);
			await frame.getByLabel(`Last name ${index + 1}`).fill(lastName);
			await frame.getByLabel(`Email ${index + 1}`).fill(email);
		}
		await picture(page, 'we-sign');
		await frame.getByRole('button', { name: 'Send' }).click();
		await frame.getByText('Sent to 2 people').waitFor();
		assert.deepEqual(
			stage.document(reference).signers.map(({ email }) => email),
			[ana.email, ben.email],
		);
	});

	await check('an upload: the document is in the account', async () => {
		const options = { doneText: 'We have got it.' };
		const page = await stage.open(
			await stage.make({ pageContent: 'upload', title: 'Your Lease', options }),
		);
		await page.getByRole('button', { name: 'Upload Document' }).waitFor();
		await picture(page, 'upload');
		await uploadOn(page);
		await says(page, 'We have got it.');
		assert.equal(stage.newest().name, 'no-tags.pdf');
		assert.equal(stage.newest().file.bytes, dataFile('no-tags.pdf').length);
		assert.equal(await page.locator('#upload').isVisible(), false);
	});

	for (const uploadAnswer of ['reference', 'document'] as const) {
		await check(`an upload, answered with the ${uploadAnswer}, then I Sign`, async () => {
			simulator.readings.uploadAnswer = uploadAnswer;
			const page = await stage.open(await stage.make({ pageContent: 'uploadAndISign', ...ben }));
			await uploadOn(page);
			await frameOf(page).getByRole('button', { name: 'Continue' }).click();
			await signIn(page);
			await frameOf(page).getByText('You have signed this document').waitFor();
			assert.equal(stage.newest().status, 'Complete');
			assert.equal(stage.newest().signers[0].email, ben.email);
		});
	}

	await check('an upload, then We Sign', async () => {
		const page = await stage.open(await stage.make({ pageContent: 'uploadAndWeSign' }));
		await uploadOn(page);
		await frameOf(page).getByLabel('First name 1').waitFor();
		const source = await page.locator('#content iframe').getAttribute('src');
		assert.ok(source?.includes(stage.newest().reference), String(source));
	});
}
