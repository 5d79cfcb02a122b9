/**
 * n8n's editor in a real browser, as far as it takes to put a workflow onto the canvas by pasting it.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
	Browser,
	BrowserContext,
	BrowserContextOptions,
	Page,
	Response,
	ViewportSize,
} from 'playwright-core';
import { startChromium } from '../n8n/browser.mts';
import { PROJECT } from '../n8n/examples.mts';
import type { Account } from '../n8n/owner.mts';

const SIZE = { width: 1440, height: 900 };
const STEP_LIMIT = 60_000;

/** A part of the editor, by the name that n8n's own tests have for it. */
const part = (name: string): string => `[data-test-id="${name}"]`;

/** Runs in the browser, whose types are not those of this project. */
const copy = async (text: string): Promise<void> => {
	const { navigator } = globalThis as unknown as {
		navigator: { clipboard: { writeText(text: string): Promise<void> } };
	};
	await navigator.clipboard.writeText(text);
};

/** Whether the editor has stored a workflow. */
const isSave = (response: Response): boolean => {
	const { pathname } = new URL(response.url());
	return response.ok() && response.request().method() !== 'GET' && SAVE.test(pathname);
};

const SAVE = /^\/rest\/workflows(\/\w+)?$/;

export class Canvas {
	private constructor(
		readonly origin: string,
		private readonly browser: Browser,
		private readonly context: BrowserContext,
	) {}

	/** Opens a browser in which the owner is logged in. */
	static async open(origin: string, { email, password }: Account): Promise<Canvas> {
		const browser = await startChromium();
		const context = await browser.newContext({
			viewport: SIZE,
			deviceScaleFactor: 1.5,
			colorScheme: 'light',
		});
		context.setDefaultTimeout(STEP_LIMIT);
		await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
		const answer = await context.request.post(`${origin}/rest/login`, {
			data: { emailOrLdapLoginId: email, password },
		});
		if (!answer.ok()) throw new Error(`n8n refused the owner: ${await answer.text()}`);
		return new Canvas(origin, browser, context);
	}

	/** Pastes the text of an example onto an empty canvas; returns the id of the workflow it becomes. */
	async paste(example: string): Promise<string> {
		const text = await readFile(join(PROJECT, 'examples', `${example}.json`), 'utf8');
		const { nodes } = JSON.parse(text) as { nodes: unknown[] };
		const page = await this.context.newPage();
		await page.goto(`${this.origin}/workflow/new`);
		// The editor takes in nothing before it offers the first step.
		await page.getByText('Add first step').waitFor();
		await page.evaluate(copy, text);
		await page.locator(part('canvas-wrapper')).click({ position: { x: 60, y: 60 } });
		const saved = page.waitForResponse(isSave);
		await page.keyboard.press('ControlOrMeta+v');
		await this.nodesOf(page)
			.nth(nodes.length - 1)
			.waitFor({ state: 'attached' });
		await page.keyboard.press('ControlOrMeta+s');
		const { data } = (await (await saved).json()) as { data: { id: string; nodes: unknown[] } };
		if (data.nodes.length !== nodes.length) throw new Error(`n8n saved a part of ${example} only`);
		await page.close();
		return data.id;
	}

	/** Opens a workflow with all of it in sight. */
	async show(workflowId: string, size: ViewportSize): Promise<Page> {
		const page = await this.context.newPage();
		await page.setViewportSize(size);
		await page.goto(`${this.origin}/workflow/${workflowId}`);
		await this.nodesOf(page).first().waitFor({ state: 'attached' });
		await page.locator(part('zoom-to-fit')).click();
		return page;
	}

	/** A window of its own: of somebody who is not logged in to n8n. */
	async newContext(options: BrowserContextOptions): Promise<BrowserContext> {
		const context = await this.browser.newContext(options);
		context.setDefaultTimeout(STEP_LIMIT);
		return context;
	}

	private nodesOf(page: Page) {
		return page.locator(`${part('canvas-node')}, ${part('sticky')}`);
	}

	async close(): Promise<void> {
		await this.browser.close();
	}
}
