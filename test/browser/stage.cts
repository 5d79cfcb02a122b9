/** What the checks work with: the node in n8n's engine, the simulator, a web server and a browser. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, FrameLocator, Page } from 'playwright-core';

import { startBench, type Bench } from '../engine/node.cts';
import { ana, ben, dataFile, inDays } from '../engine/samples.cts';
import type { SimulatorDocument } from '../../simulator/index.cts';
import { startChromium } from './chromium.cts';
import { startHost, type Host } from './host.cts';

const STEP_LIMIT = 10_000;

export class Stage {
	private constructor(
		readonly bench: Bench,
		readonly host: Host,
		readonly browser: BrowserContext,
	) {}

	static async set(): Promise<Stage> {
		// The browser itself says where a page is from, so the key has to be bound to that host.
		const bench = await startBench({ domain: 'http://127.0.0.1' });
		const host = await startHost(bench.engine);
		const chromium = await startChromium();
		const browser = await chromium.newContext({ viewport: { width: 1000, height: 800 } });
		browser.setDefaultTimeout(STEP_LIMIT);
		return new Stage(bench, host, browser);
	}

	async close(): Promise<void> {
		await this.browser.browser()?.close();
		await this.host.close();
		await this.bench.close();
	}

	/** Makes a page with the node, for this stage's own address of the authentication. */
	async make(parameters: object, credential?: Record<string, string>): Promise<string> {
		const authUrl = `${this.host.origin}/webhook/signing-authentication`;
		const { items, error } = await this.bench.run(
			{ resource: 'signer', operation: 'createSigningPage', authUrl, ...parameters },
			{ handsOutKey: true, credential },
		);
		assert.equal(error, undefined);
		return String(items[0].json.html);
	}

	/** Serves a page and opens it. */
	async open(html: string, headers?: Record<string, string>): Promise<Page> {
		this.host.pages.set('/page', { html, headers });
		const page = await this.browser.newPage();
		await page.goto(`${this.host.origin}/page`);
		return page;
	}

	document(reference: string): SimulatorDocument {
		const held = this.bench.simulator.documents().find((held) => held.reference === reference);
		assert.ok(held, `the simulator has no document ${reference}`);
		return held;
	}

	newest(): SimulatorDocument {
		return this.bench.simulator.documents().at(-1)!;
	}

	async upload(): Promise<string> {
		const file = await this.bench.file(dataFile('no-tags.pdf'), 'lease.pdf');
		const { items } = await this.bench.run(
			{ resource: 'document', operation: 'upload', binaryPropertyName: 'data' },
			{ items: [file] },
		);
		return String(items[0].json.documentReference);
	}

	/** Sends a document with embedded signing; the key is that of the first signer. */
	async sendEmbedded(): Promise<{ reference: string; key: string }> {
		const file = await this.bench.file(dataFile('confidentiality-agreement.pdf'), 'terms.pdf');
		const { items } = await this.bench.run(
			{
				resource: 'smartTag',
				operation: 'send',
				binaryPropertyName: 'data',
				signers: { signer: [ana, ben] },
				dueDate: inDays(7),
				options: { embedded: true },
			},
			{ items: [file] },
		);
		const { reference, signers } = this.document(String(items[0].json.documentReference));
		return { reference, key: signers[0].key };
	}
}

/** What the SDK shows in the page. */
export const frameOf = (page: Page): FrameLocator => page.frameLocator('#content iframe');

/** Waits until the page itself says something. */
export async function says(page: Page, text: string): Promise<void> {
	await page.locator('#message').filter({ hasText: text }).waitFor();
}

/** Keeps a picture, where SCREENSHOTS names a folder for them. */
export async function picture(page: Page, name: string): Promise<void> {
	const { SCREENSHOTS } = process.env;
	if (!SCREENSHOTS) return;
	mkdirSync(SCREENSHOTS, { recursive: true });
	await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}
