import assert from 'node:assert/strict';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { request } from '../../n8n/request.mts';
import { sendLease, tagFor } from '../../n8n/sending.mts';
import type { Simulator } from '../../n8n/simulator.mts';
import { activate, importExample } from '../imported.mts';
import { BASIC, type Place } from '../place.mts';
import { until, type Story } from '../story.mts';

const EXAMPLE = 'board';
const DAY_MS = 24 * 60 * 60 * 1000;

const mia = tagFor(1, 'Mia', 'Keller', 'mia.keller@example.com');
const noah = tagFor(2, 'Noah', 'Brandt', 'noah.brandt@example.com');
const liv = tagFor(1, 'Liv', 'Hansen', 'liv.hansen@example.com');
const omar = tagFor(1, 'Omar', 'Haddad', 'omar.haddad@example.com');

/** Documents in every state, as an account has them in the middle of a week. */
export async function fillAccount(simulator: Simulator): Promise<void> {
	const send = async (name: string, days: number, tags: string[], clientReference = '') =>
		await sendLease(simulator, {}, { name, days, tags, clientReference });
	await send('Employment contract Mia Keller.docx', 1, [mia, noah], 'HR-2026-118');
	await simulator.sign(await send('Lease Harbour Street 4.docx', 1.6, [omar, noah]));
	await send('Confidentiality agreement.docx', 9, [liv, noah]);
	await send('Consent to data processing.docx', 12, [omar], 'DP-90');
	await send('Consultancy agreement.docx', 21, [mia, noah]);
	const signed = [
		await send('Offer letter.docx', 5, [liv]),
		await send('Framework contract 2027.docx', 6, [omar, noah], 'FC-7'),
	];
	for (const [at, reference] of signed.entries()) {
		for (let signature = 0; signature <= at; signature++) await simulator.sign(reference);
	}
	await simulator.expire(
		await send('Supplier agreement Northwind.docx', 2, [liv, noah], 'PO-4711'),
	);
	const declined = await send('Amendment no. 2.docx', 8, [liv, noah], 'AM-2');
	await simulator.decline(declined, undefined, 'The start date is wrong');
}

/** The address of the page, once n8n serves it. */
export async function addressOf({ origin }: Place): Promise<string> {
	const url = `${origin}/webhook/signing-board`;
	// n8n registers a webhook some moments after it has published the workflow.
	await until('page', async () => ((await request(url)).status === 404 ? undefined : true));
	return url;
}

/** A browser of somebody who knows the password. */
export async function openAt(
	{ canvas }: Place,
	url: string,
	options: BrowserContextOptions = {},
): Promise<Page> {
	const context = await canvas.newContext({
		httpCredentials: { username: BASIC.user, password: BASIC.password },
		...options,
	});
	const page = await context.newPage();
	// tsx names the functions of `look` by a helper that the page does not have.
	await page.addInitScript('globalThis.__name = (named) => named');
	await page.goto(url);
	return page;
}

/** What the page says of one section. */
const section = async (page: Page, title: string): Promise<string> =>
	await page
		.locator('section')
		.filter({ has: page.getByRole('heading', { level: 2, name: title }) })
		.innerText();

/** What each tile counts. */
const counts = async (page: Page): Promise<string[]> =>
	(await page.getByRole('navigation').getByRole('link').allInnerTexts()).map((text) =>
		text.replaceAll(/\s+/g, ' '),
	);

interface Looks {
	/** What reaches beyond the sides of the window. */
	outside: string[];
	/** Text that stands out too little. */
	faint: string[];
}

/** Runs in the browser, whose types are not those of this project. */
const look = (): Looks => {
	interface Style {
		color: string;
		backgroundColor: string;
	}
	interface Element {
		tagName: string;
		textContent: string;
		parentElement: Element | null;
		childNodes: Iterable<{ nodeType: number; textContent: string }>;
		scrollWidth: number;
		clientWidth: number;
		getBoundingClientRect(): { left: number; right: number };
	}
	const { document, innerWidth, getComputedStyle } = globalThis as unknown as {
		document: { documentElement: Element; querySelectorAll(selector: string): Iterable<Element> };
		innerWidth: number;
		getComputedStyle(element: Element): Style;
	};
	const numbers = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
	const luminance = (color: string) => {
		const [red, green, blue] = numbers(color).map((part) =>
			part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
		);
		return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
	};
	const behind = (element: Element | null): string => {
		if (element === null) return 'rgb(255, 255, 255)';
		const { backgroundColor } = getComputedStyle(element);
		return numbers(backgroundColor)[3] === 0 ? behind(element.parentElement) : backgroundColor;
	};
	const outside: string[] = [];
	const faint: string[] = [];
	for (const element of [document.documentElement, ...document.querySelectorAll('body, body *')]) {
		const { left, right } = element.getBoundingClientRect();
		const name = `${element.tagName}: ${element.textContent.trim().slice(0, 40)}`;
		const isWider = element.scrollWidth > element.clientWidth && element.clientWidth > 0;
		if (left < -0.5 || right > innerWidth + 0.5 || isWider) outside.push(name);
		const says = [...element.childNodes].some(
			({ nodeType, textContent }) => nodeType === 3 && textContent.trim() !== '',
		);
		const lights = [getComputedStyle(element).color, behind(element)].map(luminance);
		const contrast = (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
		if (says && contrast < 4.5) faint.push(`${name} (${contrast.toFixed(2)})`);
	}
	return { outside, faint };
};

/** The page at each width and in both colour schemes. */
async function looksWell(page: Page): Promise<void> {
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		for (const width of [375, 768, 1024, 1440]) {
			await page.setViewportSize({ width, height: 900 });
			assert.deepEqual(
				await page.evaluate(look),
				{ outside: [], faint: [] },
				`${width} ${colorScheme}`,
			);
		}
	}
}

const HOSTILE = [
	'<script>document.title = "hostile"</script>',
	'"><img src=x onerror="document.title = 1">',
	"</bdi></style><b onmouseover='x'>{{ 1 + 1 }} ${1 + 1} & 'quoted' `back`",
	`${'W'.repeat(300)}`,
	'Invoice \u202egpj.exe \u2067\u2066 عقد إيجار',
];

/** A document whose every text is one that nobody wants to see as markup. */
async function sendHostile(simulator: Simulator, text: string): Promise<string> {
	const reference = await sendLease(simulator);
	const held = simulator.documents().find((document) => document.reference === reference);
	assert.ok(held);
	const signers = held.signers.map((signer) => ({
		...signer,
		...{ firstName: text, lastName: text, email: text },
	}));
	simulator.put({ ...held, name: text, clientReference: text, signers });
	return reference;
}

/** A list in which one document is overdue and still in progress, and another has a status that nobody knows. */
const overdueOrFrozen = (answer: unknown): unknown => {
	const change = (document: { Name?: string }) => {
		if (document.Name === 'Consultancy agreement.docx')
			return { ...document, DueDate: new Date(Date.now() - 3 * DAY_MS).toISOString() };
		return document.Name === 'Confidentiality agreement.docx'
			? { ...document, Status: 'Frozen' }
			: document;
	};
	return Array.isArray(answer) ? answer.map(change) : answer;
};

export const board: Story = {
	example: EXAMPLE,
	tells: 'documents in every state, in a browser, by those who know the password',
	async play(place) {
		const simulator = place.simulatorOf(EXAMPLE);
		const workflow = await importExample(place, EXAMPLE, ({ settings }) => {
			// The editor takes no settings over from what is pasted, which is why the note asks for them.
			assert.equal(settings.saveDataSuccessExecution, undefined, 'the note need not ask for this');
			Object.assign(settings, {
				...{ saveDataSuccessExecution: 'none', saveDataErrorExecution: 'none' },
				...{ saveManualExecutions: false, timezone: 'Pacific/Auckland' },
			});
		});
		await activate(place, workflow);
		const url = await addressOf(place);
		assert.equal((await request(url)).status, 401, 'the page is open to everybody');

		const page = await openAt(place, url);
		const said: string[] = [];
		page.on('console', (message) => said.push(message.text()));
		page.on('pageerror', (error) => said.push(error.message));
		page.on('request', (asked) => {
			if (!asked.isNavigationRequest()) said.push(asked.url());
		});
		const again = async () => await page.getByRole('link', { name: 'Refresh' }).click();

		await again();
		assert.deepEqual(await counts(page), [
			'0 Late or due soon',
			'0 Pending',
			'0 Signed this week',
			'0 Declined or expired',
		]);
		await looksWell(page);

		await fillAccount(simulator);
		const answer = await page.reload();
		assert.match((await answer?.headerValue('content-security-policy')) ?? '', /^sandbox /);
		assert.equal(await answer?.headerValue('content-type'), 'text/html; charset=utf-8');
		assert.deepEqual(await counts(page), [
			'2 Late or due soon',
			'3 Pending',
			'2 Signed this week',
			'2 Declined or expired',
		]);
		const late = await section(page, 'Late or due soon');
		assert.match(late, /Employment contract Mia Keller\.docx[^]*Lease Harbour Street 4\.docx/);
		assert.match(late, /Waits for Mia Keller\s+mia\.keller@example\.com\s+Then Noah Brandt\s/);
		assert.match(late, /1 of 2 signed/);
		const due = new Intl.DateTimeFormat('en-GB', { day: 'numeric', timeZone: 'Pacific/Auckland' });
		assert.ok(late.includes(` ${due.format(Date.now() + DAY_MS)} `), 'the day is of another zone');
		assert.match(
			await section(page, 'Signed this week'),
			/Signed by Omar Haddad and Noah Brandt\s/,
		);
		const ended = await section(page, 'Declined or expired');
		assert.match(ended, /Declined by Liv Hansen: The start date is wrong\s/);
		assert.match(
			ended,
			/Supplier agreement Northwind\.docx[^]*Not signed by Liv Hansen and Noah Brandt[^]*Expired/,
		);
		await looksWell(page);

		await page.getByRole('link', { name: /^2 Declined or expired$/ }).click();
		await page.waitForURL(`${url}?show=ended`);
		assert.equal(await page.locator('section').count(), 1);
		await again();
		assert.equal(page.url(), `${url}?show=ended`);
		await page.getByRole('link', { name: 'Show all sections' }).click();
		await page.getByRole('heading', { level: 2, name: 'Pending' }).waitFor();

		// The simulator expires what is overdue; Secured Signing may leave it in progress for a time.
		simulator.faults.spoil(overdueOrFrozen);
		await again();
		assert.match(
			await section(page, 'Late or due soon'),
			/Consultancy agreement[^]*Overdue by \d days/,
		);
		assert.match(await section(page, 'Unclear'), /Confidentiality agreement[^]*shows: Frozen/);
		await looksWell(page);
		simulator.faults.clear();

		for (const text of HOSTILE) {
			await sendHostile(simulator, text);
			await simulator.decline(await sendHostile(simulator, text), 1, text);
		}
		await again();
		assert.match(await page.title(), /Signing board$/);
		const pending = await section(page, 'Pending');
		for (const text of HOSTILE.slice(0, 3)) assert.ok(pending.includes(text), text);
		assert.equal(await page.locator('script, img, [onmouseover], section b').count(), 0);
		await looksWell(page);
		assert.deepEqual(said, []);

		simulator.faults.choose(() => ({ kind: 'gateway', status: 503 }));
		await again();
		await page.getByRole('heading', { name: 'The documents could not be read' }).waitFor();
		await looksWell(page);
		simulator.faults.clear();
		await page.getByRole('link', { name: 'Try again' }).click();
		await page.getByRole('heading', { name: 'Pending' }).waitFor();
		await page.context().close();
		// They would hold the signing keys of documents for embedded signing.
		await until('removal of every execution', async () =>
			(await place.executions.list(workflow.id)).length === 0 ? true : undefined,
		);
		assert.deepEqual(simulator.problems, []);
	},
};
