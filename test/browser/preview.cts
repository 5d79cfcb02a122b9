/** The preview of a send as email programs show it: a real run of the node, shown in a real Chromium. */
import assert from 'node:assert/strict';
import type { INodeParameters } from 'n8n-workflow';
import type { BrowserContext, Page } from 'playwright-core';

import type { Bench } from '../engine/node.cts';
import { dataFile, DOCX, inDays } from '../engine/samples.cts';
import { check } from '../harness/check.mts';
import { fits } from './fits.cts';
import type { Stage } from './stage.cts';

const mia = { firstName: 'Mia', lastName: 'Wong', email: 'mia.wong@example.com' };
const sam = { firstName: 'Sam', lastName: 'Baker', email: 'sam.baker@example.com' };

/** What is previewed. */
interface Previewed {
	/** By the names of the files. */
	files: Record<string, Buffer>;
	signers: INodeParameters[];
	options: INodeParameters;
}

/** An employment contract and its appendix, as many a preview is. */
const USUAL: Previewed = {
	files: {
		'Employment agreement Mia Wong.docx': dataFile('employment-agreement.docx'),
		'Confidentiality agreement.pdf': dataFile('confidentiality-agreement.pdf'),
	},
	signers: [
		{
			...mia,
			details: {
				...{ mobileCountry: '64', mobileNumber: '0211234567' },
				emailSubject: 'Your employment agreement',
				invitationText: 'Welcome, Mia!\n\nPlease read and sign both documents by Friday.',
			},
		},
		sam,
	],
	options: {
		clientReference: 'HR-2041',
		packageName: 'Employment contract Mia Wong',
		sendingLimits: { limits: { allowedDomains: 'example.com', maxSigners: 2 } },
	},
};

/** The HTML that Preview returns. */
export async function previewHtmlOf(
	bench: Bench,
	{ files, signers, options }: Previewed = USUAL,
): Promise<string> {
	const binary: Record<string, never> = {};
	for (const [at, [name, content]] of Object.entries(files).entries()) {
		const mimeType = name.endsWith('.docx') ? DOCX : 'application/pdf';
		Object.assign(binary, {
			[`file${at}`]: (await bench.file(content, name, mimeType)).binary?.data,
		});
	}
	const { items, error } = await bench.run(
		{
			...{ resource: 'smartTag', operation: 'preview', dueDate: inDays(14) },
			...{
				binaryPropertyName: Object.keys(binary).join(','),
				signers: { signer: signers },
				options,
			},
		},
		{ items: [{ json: {}, binary }] },
	);
	assert.equal(error, undefined);
	return String(items[0].json.previewHtml);
}

type Scheme = 'light' | 'dark';

const HEIGHT = 800;

const messageOf = (html: string): string =>
	`<!doctype html><meta charset="utf-8"><body style="margin:8px">${html}</body>`;

/** Opens it as a message. In the dark, programs turn the colours of a message around, as Chromium can. */
export async function openMessage(
	browser: BrowserContext,
	html: string,
	{ width, scheme = 'light' }: { width: number; scheme?: Scheme },
): Promise<Page> {
	const page = await browser.newPage();
	await page.setViewportSize({ width, height: HEIGHT });
	await page.emulateMedia({ colorScheme: scheme });
	const session = await browser.newCDPSession(page);
	await session.send('Emulation.setAutoDarkModeOverride', { enabled: scheme === 'dark' });
	await page.setContent(messageOf(html));
	return page;
}

/** What programs take away of a message, some of them all of it. */
const PROGRAMS: Record<string, (html: string) => string> = {
	'with all of it': (html) => html,
	'without widths and columns': (html) => html.replace(/(?:max-width|display):[^;"]*;?/g, ''),
	'without styles': (html) => html.replace(/ style="[^"]*"/g, ''),
};
const WIDTHS = [320, 375, 800];

const EVIL = `"'><img src=//example.com/x onerror=alert(1)><script>alert(2)</script><style>*{}</style>`;

/** What may come in a preview: no place to break, markup, lines that look like others. */
const HOSTILE: Previewed = {
	files: { [`${'x'.repeat(150)}.pdf`]: dataFile('confidentiality-agreement.pdf') },
	signers: [
		{
			...{ ...mia, firstName: EVIL, lastName: 'W'.repeat(60) },
			details: { emailSubject: EVIL, invitationText: `${'y'.repeat(300)}\n${EVIL}\nSHA-256 0` },
		},
		{ ...sam, email: `${'s'.repeat(60)}@${'long-domain.'.repeat(4)}example.com` },
	],
	options: { clientReference: 'R'.repeat(50) },
};

/** The letters of a text, without what a browser makes of the blanks between them. */
const lettersOf = (text: string | null): string => (text ?? '').replace(/\s+/g, '');

/** What of the browser's own types is asked here: these tests are compiled without them. */
interface Lines {
	childNodes: Iterable<{ textContent: string }>;
	ownerDocument: {
		createRange(): {
			selectNodeContents(line: object): void;
			getClientRects(): Array<{ left: number }>;
		};
	};
}

/** Every colour of a text, as "rgb(1, 2, 3)". */
const coloursIn = async (page: Page): Promise<string[]> =>
	await page.locator('body *').evaluateAll((parts) => {
		const { getComputedStyle } = globalThis as unknown as {
			getComputedStyle(part: unknown): { color: string };
		};
		return [...new Set(parts.map((part) => getComputedStyle(part).color))];
	});

/** How clear it stands out from white: WCAG 2 asks for 4.5. */
function contrastOf(colour: string): number {
	const [red, green, blue] = (colour.match(/\d+/g) ?? []).map((part) => {
		const share = Number(part) / 255;
		return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	});
	return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

/** Checks that it can be read everywhere, and that nothing in it is loaded or runs. */
export async function checkPreview(stage: Stage): Promise<void> {
	const { bench, browser } = stage;
	for (const [kind, previewed] of Object.entries({ usual: USUAL, hostile: HOSTILE })) {
		const html = await previewHtmlOf(bench, previewed);
		// Of the tags themselves: texts may say anything.
		const tags = html.match(/<[^>]*>/g) ?? [];

		await check(`preview (${kind}): it is made of plain tags, with styles in place`, () => {
			for (const tag of tags) {
				assert.match(tag, /^<\/?(?:div|p|h3|b|table|tr|td|br)\b/, tag);
				assert.doesNotMatch(
					tag,
					/url\(|https?:|\/\/|@import|\b(?:src|href|class|id|on\w+)\s*=/i,
					tag,
				);
			}
			assert.ok(tags.length > 50);
		});

		for (const [program, keep] of Object.entries(PROGRAMS)) {
			for (const width of WIDTHS) {
				await check(`preview (${kind}): at ${width} pixels, ${program}`, async () => {
					const loaded: string[] = [];
					const page = await openMessage(browser, '', { width });
					page.on('request', (request) => void loaded.push(request.url()));
					page.on('dialog', (dialog) => {
						loaded.push(dialog.message());
						void dialog.dismiss();
					});
					await page.setContent(messageOf(keep(html)));
					const shown = await page.locator('body').innerText();
					const written = await page.locator('body').textContent();
					// What is written can be seen.
					assert.equal(lettersOf(shown), lettersOf(written));
					assert.equal(await page.locator('img, script, style, link, iframe').count(), 0);
					assert.deepEqual(loaded, []);
					if (program !== 'without styles') assert.ok(await fits(page), 'it does not fit');
					for (const colour of await coloursIn(page)) assert.ok(contrastOf(colour) >= 4.5, colour);
					await page.close();
				});
			}
		}
	}

	await check('preview: lines within a value do not look like other values', async () => {
		const html = await previewHtmlOf(bench, HOSTILE);
		const page = await openMessage(browser, html, { width: 375 });
		const [own, forged] = await page.getByText(/SHA-256/).evaluateAll((parts) =>
			parts.flatMap((part) => {
				const { childNodes, ownerDocument } = part as unknown as Lines;
				return [...childNodes].flatMap((line) => {
					if (!line.textContent.startsWith('SHA-256')) return [];
					const range = ownerDocument.createRange();
					range.selectNodeContents(line);
					return [range.getClientRects()[0].left];
				});
			}),
		);
		assert.ok(forged >= own + 10, `${own}, ${forged}`);
		await page.close();
	});

	await check('preview: on a phone, an address stays in one piece', async () => {
		const page = await openMessage(browser, await previewHtmlOf(bench), { width: 375 });
		for (const { email } of [mia, sam]) {
			const box = await page.getByText(email, { exact: true }).first().boundingBox();
			assert.ok(box && box.height < 30, JSON.stringify(box));
		}
		await page.close();
	});
}
