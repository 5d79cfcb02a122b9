/**
 * n8n's editor as a person uses it, in a real browser.
 */
import type { Locator, Page } from 'playwright-core';
import { startChromium } from '../n8n/browser.mts';
import type { Account } from '../n8n/owner.mts';
import type { Frame } from './pictures.mts';

/** Wide enough for n8n's three panels beside each other. */
export const SIZE = { width: 1280, height: 760 };
/** Other tests may keep the machine busy. */
const STEP_LIMIT = 120_000;
const TYPED_AGAIN_AFTER = 5_000;

export class Editor {
	private constructor(
		private readonly origin: string,
		readonly page: Page,
	) {}

	static async open(origin: string): Promise<Editor> {
		const browser = await startChromium();
		const context = await browser.newContext({ viewport: SIZE, colorScheme: 'light' });
		context.setDefaultTimeout(STEP_LIMIT);
		return new Editor(origin, await context.newPage());
	}

	async close(): Promise<void> {
		await this.page.context().browser()?.close();
	}

	/** A part of the editor, by the name that n8n's own tests have for it. */
	part(name: string): Locator {
		return this.page.locator(`[data-test-id="${name}"]`);
	}

	/** Waits until this can be read. */
	async shows(words: string | RegExp, where: Page | Locator = this.page): Promise<void> {
		await where.getByText(words).first().waitFor();
	}

	/** Types what to look for, and takes what is found. While n8n still loads its list, it forgets what was typed. */
	async find(field: Locator, words: string, found: Locator): Promise<void> {
		const isFound = async () =>
			await found.waitFor({ timeout: TYPED_AGAIN_AFTER }).then(
				() => true,
				() => false,
			);
		const last = performance.now() + STEP_LIMIT;
		do {
			await field.fill('');
			await field.fill(words);
		} while (!(await isFound()) && performance.now() < last);
		await found.click();
	}

	async signIn({ email, password }: Account): Promise<void> {
		await this.page.goto(`${this.origin}/signin`);
		await this.page.getByLabel('Email').fill(email);
		await this.page.getByLabel('Password').fill(password);
		await this.page.getByRole('button', { name: 'Sign in' }).click();
		await this.page.waitForURL(/\/home/);
	}

	async goTo(path: string): Promise<void> {
		await this.page.goto(`${this.origin}${path}`);
	}

	/** An empty workflow. */
	async newWorkflow(): Promise<void> {
		await this.goTo('/workflow/new');
		await this.shows('Add first step');
	}

	/** An empty workflow with a Manual Trigger, and the list of nodes open for the step behind it. */
	async newWorkflowByHand(): Promise<void> {
		await this.newWorkflow();
		await this.part('canvas-plus-button').click();
		await this.list.getByText('Trigger manually').click();
		await this.part('canvas-handle-plus').first().click();
		await this.shows('What happens next?');
	}

	/** The list of nodes, and of what a node can do. */
	get list(): Locator {
		return this.part('node-creator');
	}

	/** Searches the list of nodes. */
	async search(words: string): Promise<void> {
		await this.list.getByPlaceholder(/Search/).fill(words);
	}

	/** Chooses an entry of the list. */
	async pick(entry: string): Promise<void> {
		await this.list.getByText(entry, { exact: true }).last().click();
	}

	/** A field of the node or credential that is open; of several with the same name the one `at`. */
	field(name: string, at = 0): Locator {
		return this.part(`parameter-input-${name}`).nth(at);
	}

	async fill(name: string, value: string, at?: number): Promise<void> {
		await this.field(name, at).locator('input, textarea').first().fill(value);
	}

	async choose(name: string, option: string | RegExp): Promise<void> {
		await this.field(name).click();
		await this.page.getByRole('option', { name: option }).click();
	}

	/** Adds an option to one of the collections of the node, counted from the top. */
	async addOption(option: string, collection: number): Promise<void> {
		await this.page.getByPlaceholder('Add option').nth(collection).click();
		await this.page.getByRole('option', { name: option, exact: true }).click();
	}

	/** Runs the node that is open. */
	async execute(): Promise<void> {
		// A field that somebody types in is taken over when it is left.
		await this.page.keyboard.press('Tab');
		await this.part('node-execute-button').click();
	}

	get output(): Locator {
		return this.part('output-panel');
	}

	/** The table of the output, as it is read: a text for each cell, by the head of its column. */
	async rows(): Promise<Array<Record<string, string>>> {
		// Files are shown as files until somebody asks for the table.
		await this.output.getByRole('radio', { name: 'Table' }).click();
		await this.output.getByRole('table').waitFor();
		const heads = await this.output.getByRole('columnheader').allInnerTexts();
		const lines = await this.output.locator('tbody').getByRole('row').all();
		return await Promise.all(
			lines.map(async (line) => {
				const cells = await line.getByRole('cell').allInnerTexts();
				return Object.fromEntries(cells.map((text, index) => [heads[index].trim(), text.trim()]));
			}),
		);
	}

	/** Where the window of the dialog is; the dialog itself covers the page with its shade. */
	async window(): Promise<Frame> {
		const boxes = await this.page.getByRole('dialog').locator('> *').all();
		const frames = await Promise.all(boxes.map(async (box) => await box.boundingBox()));
		const window = frames.find((frame) => frame && frame.width < SIZE.width);
		if (!window) throw new Error('No dialog is open');
		return window;
	}

	/** Where the parameters and the output of the node that is open are, without its input. */
	async parametersAndOutput(): Promise<Frame> {
		const [all, input] = await Promise.all(
			['ndv', 'ndv-input-panel'].map(async (name) => await this.part(name).boundingBox()),
		);
		if (!all || !input) throw new Error('No node with an input is open');
		return { ...all, x: all.x + input.width, width: all.width - input.width };
	}

	/** Closes the node that is open. */
	async backToCanvas(): Promise<void> {
		await this.part('ndv-close-button').click();
		await this.part('ndv').waitFor({ state: 'hidden' });
	}
}
