/** Checks the simulator's own pages: what people read, open and press in them. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

import { Client } from '../../simulator/testing/client.cts';
import { ana as first, ben as second, docxWith } from '../../simulator/testing/files.cts';
import { dataFile, inDays, DOCX } from '../engine/samples.cts';
import { check } from '../harness/check.mts';
import { fits } from './fits.cts';
import { keepPicture } from './pictures.cts';
import { press } from './press.cts';
import type { Stage } from './stage.cts';

const mia = { firstName: 'Mia', lastName: 'Wong', email: 'mia@example.com' };
const sam = { firstName: 'Sam', lastName: 'Baker', email: 'sam@example.com' };
const CONTRACT = 'employment-agreement.docx';
const MANY = 2000;
const WIDTHS = [375, 768, 1024, 1440];

type Person = typeof mia;

/** Sends the contract by email; its reference. */
async function send({ bench }: Stage, name = CONTRACT, first: Person = mia): Promise<string> {
	const { items, error } = await bench.run(
		{
			resource: 'smartTag',
			operation: 'send',
			binaryPropertyName: 'data',
			signers: { signer: [first, sam] },
			dueDate: inDays(14),
		},
		{ items: [await bench.file(dataFile(CONTRACT), name, DOCX)] },
	);
	assert.equal(error, undefined);
	return String(items[0].json.documentReference);
}

/** Sends a document to each of many people, each of whom is reminded and signs; then it is the next one's turn. */
async function sendMany({ bench: { simulator } }: Stage): Promise<void> {
	const client = new Client(simulator);
	const rows = Array.from({ length: MANY }, (_, i) => `Row,${i + 1},row${i + 1}@example.com`);
	const list = ['FirstName,LastName,Email', ...rows].join('\n');
	simulator.account.DocumentLeft += MANY + 1;
	const before = simulator.documents().length + 1;
	const answer = await client.fetch('POST', '/SmartTag/MailMerge', {
		json: {
			DocumentReference: await client.upload('Offer.docx', docxWith(first, second)),
			MailMergeListFileType: 'csv',
			MailMergeListFileData: Buffer.from(list).toString('base64'),
			DueDate: inDays(14),
		},
	});
	assert.equal(answer.status, 200);
	for (const { reference } of simulator.documents().slice(before)) {
		const json = { DocumentReference: reference };
		await client.fetch('POST', '/Document/SendReminder', { json });
		await simulator.sign(reference);
	}
}

/** What is said of the document that was sent last. */
const newest = (page: Page) =>
	page.getByRole('region', { name: 'Documents' }).getByRole('article').first();

export async function checkMailbox(stage: Stage, takesPictures: boolean): Promise<void> {
	const { simulator } = stage.bench;
	const page = await stage.browser.newPage();
	const home = async () => void (await page.goto(simulator.origin));

	await check('mailbox: it says how to connect, and shows what was sent by itself', async () => {
		await home();
		for (const value of Object.values(simulator.credential).slice(1)) {
			await page.getByText(value, { exact: true }).waitFor();
		}
		await send(stage);
		await page.getByText('Please sign employment-agreement.docx', { exact: true }).waitFor();
	});

	await check('mailbox: an invitation is opened, read and signed, then the next', async () => {
		const letters = page.getByRole('region', { name: 'Mailbox' }).getByRole('article');
		await home();
		// Signing leads back to the mailbox, where the next invitation is.
		for (const { firstName, lastName } of [mia, sam]) {
			const letter = letters.filter({ hasText: `To ${firstName} ${lastName}` }).first();
			if (firstName === 'Sam' && takesPictures) await keepPicture(page, 'mailbox');
			await letter.getByRole('link', { name: 'Open' }).click();
			await page.getByText(`Please sign this document, ${firstName} ${lastName}`).waitFor();
			await page.locator('iframe').waitFor();
			const answer = await page.request.get(`${page.url()}/document`);
			assert.equal(answer.headers()['content-type'], 'application/pdf');
			if (firstName === 'Mia' && takesPictures) await keepPicture(page, 'signing');
			await press(page, 'Sign');
			await page.getByText('You have signed this document').waitFor();
			await press(page, 'Back to the mailbox', 'link');
			assert.equal(page.url(), `${simulator.origin}/`);
		}
		await newest(page).getByText('Signed', { exact: true }).waitFor();
		assert.equal(await letters.getByText('Everybody has signed').count(), 2);
	});

	for (const [button, state] of [
		['Sign all', 'Signed'],
		['Decline', 'Declined'],
		['Let it expire', 'Expired'],
	]) {
		await check(`mailbox: ${button}`, async () => {
			await send(stage);
			await home();
			await newest(page).getByText('In progress', { exact: true }).waitFor();
			await press(newest(page), button);
			await newest(page).getByText(state, { exact: true }).waitFor();
			assert.equal(page.url(), `${simulator.origin}/`);
		});
	}

	// Due at the end of the fourteenth day, which ends on the next one in many a time zone.
	await check('mailbox: day by day until it has expired, and back to today', async () => {
		await send(stage);
		await home();
		for (let days = 1; days <= 16; days += 1) {
			await newest(page).getByText('In progress', { exact: true }).waitFor();
			await press(page, 'A day later');
			await page.getByText(`(${days} ${days === 1 ? 'day' : 'days'} ahead)`).waitFor();
			if (await newest(page).getByText('Expired', { exact: true }).isVisible()) break;
		}
		await newest(page).getByText('Expired', { exact: true }).waitFor();
		assert.ok(simulator.clock.daysAhead >= 14);
		await press(page, 'A week later');
		await press(page, 'Back to today');
		await page.getByText('ahead)').waitFor({ state: 'detached' });
		assert.equal(simulator.clock.daysAhead, 0);
	});

	await check('mailbox: texts of strangers stay texts, and nothing runs', async () => {
		const dialogs: string[] = [];
		page.on('dialog', (dialog) => {
			dialogs.push(dialog.message());
			void dialog.dismiss();
		});
		const text = `"'><img src=x onerror=alert(1)><script>alert(2)</script>`;
		const reference = await send(stage, `${'x'.repeat(80)}.docx`, { ...mia, lastName: text });
		const { signers } = stage.document(reference);
		await home();
		await newest(page).getByText(text).waitFor();
		await page.goto(`${simulator.origin}/sign/${signers[0].key}`);
		await page.getByText(text).waitFor();
		await page.getByLabel('Reason for declining').fill(text);
		await press(page, 'Decline');
		await home();
		await newest(page).getByText(`declined: ${text}`).waitFor();
		assert.equal(await page.locator('img, script').count(), 0);
		assert.deepEqual(dialogs, []);
	});

	await check('mailbox: a page of another site presses nothing', async () => {
		const reference = await send(stage);
		const address = `${simulator.origin}/documents/${reference}/sign-all`;
		const other = await stage.open(
			`<form method="post" action="${address}"><button>Free phone</button></form>`,
		);
		await press(other, 'Free phone');
		await other.getByText('This request came from another site').waitFor();
		assert.equal(stage.document(reference).state, 'InProgress');
		await other.close();
	});

	await check('mailbox: both pages fit from a phone to a wide screen', async () => {
		const { signers } = stage.document(await send(stage));
		for (const address of ['', `/sign/${signers[0].key}`]) {
			await page.goto(`${simulator.origin}${address}`);
			for (const width of WIDTHS) {
				await page.setViewportSize({ width, height: 800 });
				assert.ok(await fits(page), `${address} at ${width}`);
			}
		}
	});

	// The last of this file: nothing of the other documents is on the first page any more.
	await check(
		'mailbox: 2,000 documents and 6,000 emails are found, and shown page by page',
		async () => {
			await sendMany(stage);
			assert.ok(simulator.documents().length > MANY);
			assert.ok(simulator.messages.length > 3 * MANY);
			await page.setViewportSize({ width: 1280, height: 800 });
			const started = Date.now();
			await home();
			// On a machine with nothing else to do: 20 ms.
			assert.ok(Date.now() - started < 5000);
			const html = await (await page.request.get(simulator.origin)).text();
			assert.ok(html.length < 100_000, `${html.length} characters`);
			const list = (name: string) => page.getByRole('region', { name });
			const count = async (name: string) => await list(name).getByRole('article').count();
			assert.deepEqual([await count('Mailbox'), await count('Documents')], [25, 25]);
			await newest(page).getByText(`Row ${MANY}:`).waitFor();

			const documentPages = list('Documents').getByRole('navigation').last();
			await documentPages.getByRole('link', { name: 'Older' }).click();
			await newest(page)
				.getByText(`Row ${MANY - 25}:`)
				.waitFor();
			assert.match(await documentPages.innerText(), /26 to 50 of 2,0\d\d/);
			await press(newest(page), 'Let it expire');
			await newest(page).getByText('Expired', { exact: true }).waitFor();
			await newest(page)
				.getByText(`Row ${MANY - 25}:`)
				.waitFor();

			await page.getByRole('searchbox').fill('row77@example.com');
			await press(page, 'Search');
			await newest(page).getByText('Row 77:').waitFor();
			// Two to the signer and one to the next.
			assert.deepEqual([await count('Mailbox'), await count('Documents')], [2, 1]);
			for (const width of WIDTHS) {
				await page.setViewportSize({ width, height: 800 });
				assert.ok(await fits(page), `search at ${width}`);
			}
			await page.getByRole('link', { name: 'Show all' }).click();
			await newest(page).getByText(`Row ${MANY}:`).waitFor();
		},
	);
	await page.close();
}
