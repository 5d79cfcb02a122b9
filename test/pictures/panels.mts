/**
 * Takes pictures of every panel of the package in n8n's own editor, for somebody to look at: as it is when it is
 * chosen, and with everything opened and filled in, on sheets of several panels.
 *
 * `npm run pictures:panels -- FOLDER [--n8n VERSION] [--only WORDS]`. What can be told without looking, it
 * tells: labels that are cut off, and what is red.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';
import type { Page } from 'playwright-core';
import { Editor } from '../editor/editor.mts';
import { PROJECT } from '../n8n/examples.mts';
import { versionOf } from '../n8n/install.mts';
import type { Credential, WorkflowNode } from '../n8n/instance.mts';
import { withCredential, workflowOf } from '../n8n/nodes.mts';
import { Owner } from '../n8n/owner.mts';
import { startServer } from '../n8n/server.mts';
import { furnish, onStage } from '../n8n/stage.mts';

/** Enough for the longest panel, so that nothing has to be scrolled to. */
const SIZE = { width: 1280, height: 4800 };
const SHEET = { columns: 4, height: 1300 };

type Parameters = INodeParameters;

const require = createRequire(import.meta.url);

const descriptionOf = (face: string): INodeTypeDescription => {
	const module = require(join(PROJECT, `dist/nodes/SecuredSigning/${face}.node.js`)) as Record<
		string,
		new () => { description: INodeTypeDescription }
	>;
	return new module[face]().description;
};

/** Something for a field, and everything that can be added to it. */
const filled = (property: INodeProperties): INodeParameters[string] => {
	const { type, default: standard, placeholder, typeOptions } = property;
	const options = property.options ?? [];
	if (type === 'collection') return allOf(options as INodeProperties[]);
	if (type === 'fixedCollection') {
		return Object.fromEntries(
			(options as Array<{ name: string; values: INodeProperties[] }>).map(({ name, values }) => {
				const row = allOf(values);
				return [name, typeOptions?.multipleValues ? [row] : row];
			}),
		);
	}
	if (type === 'resourceLocator') return { __rl: true, mode: 'id', value: '4711' };
	if (type === 'string' && !standard) return placeholder?.replace(/^e\.g\. /, '') ?? 'text';
	return standard;
};

const allOf = (properties: INodeProperties[]): Parameters =>
	Object.fromEntries(properties.map((property) => [property.name, filled(property)]));

/** All that is shown of an operation, filled in. */
const filledPanel = (description: INodeTypeDescription, chosen: Parameters): Parameters => {
	const parameters = { ...chosen };
	for (const property of description.properties) {
		if (property.name in parameters || property.type === 'notice') continue;
		const node = { typeVersion: 1 };
		if (NodeHelpers.displayParameter(parameters, property, node, description))
			parameters[property.name] = filled(property);
	}
	return parameters;
};

interface Panel {
	name: string;
	node: WorkflowNode;
}

const valuesOf = (description: INodeTypeDescription, name: string, shown: Parameters): string[] =>
	description.properties
		.filter((property) => property.name === name)
		.filter((property) =>
			NodeHelpers.displayParameter(shown, property, { typeVersion: 1 }, description),
		)
		.flatMap(({ options = [] }) =>
			options.map((option) => String((option as { value: string }).value)),
		);

/** Each panel twice: as it is chosen, and filled in. */
function panelsOf(face: string, choices: Parameters[], credential: Credential): Panel[] {
	const description = descriptionOf(face);
	return choices.flatMap((chosen) =>
		[chosen, filledPanel(description, chosen)].map((parameters, full) => ({
			name: [face, ...Object.values(chosen), full ? 'full' : 'fresh'].join(' '),
			node: {
				name: '',
				type: `n8n-nodes-secured-signing.${description.name}`,
				typeVersion: 1,
				parameters: structuredClone(parameters),
				...withCredential(credential),
			},
		})),
	);
}

const allPanels = (credential: Credential): Panel[] => {
	const node = descriptionOf('SecuredSigning');
	const operations = valuesOf(node, 'resource', {}).flatMap((resource) =>
		valuesOf(node, 'operation', { resource }).map((operation) => ({ resource, operation })),
	);
	return [
		...panelsOf('SecuredSigning', operations, credential),
		...panelsOf('SecuredSigningTrigger', [{}], credential),
		...panelsOf('SecuredSigningCallbackTrigger', [{}], credential),
	];
};

/** What of a panel can be told without looking at it. */
interface Finds {
	/** Texts that are wider than their place. */
	cutOff: string[];
	/** Fields that are marked. */
	red: string[];
}

/** Runs in the browser, whose types are not those of this project. */
const findsIn = (panel: any): Finds => {
	const { getComputedStyle } = globalThis as any;
	const all = [...panel.querySelectorAll('*')];
	const textOf = (element: any): string => String(element.value ?? element.innerText ?? '').trim();
	const cutOff = all
		.filter((element: any) => element.scrollWidth > element.clientWidth + 1)
		.filter((element: any) => element.clientWidth > 0 && textOf(element) !== '')
		.filter((element: any) => /hidden|clip/.test(getComputedStyle(element).overflowX))
		.map((element: any) => `${element.tagName.toLowerCase()} ${textOf(element)}`);
	const red = [...panel.querySelectorAll('[data-test-id="parameter-issues"]')].map((issue: any) =>
		textOf(issue.closest('[data-test-id="parameter-item"]') ?? issue),
	);
	return { cutOff: [...new Set(cutOff)], red };
};

/** Opens another node of the workflow that is shown, as n8n's own links do. */
const goTo = (path: string): void => {
	const { document } = globalThis as any;
	document.querySelector('#app').__vue_app__.config.globalProperties.$router.push(path);
};

/**
 * How far down the panel has something to see: what holds it reaches to the end of the window, where n8n asks for
 * wishes.
 */
const heightOf = (panel: any): number => {
	const ends = [...panel.querySelectorAll('*')]
		.filter((part: any) => part.children.length === 0)
		.filter((part: any) => !/^I wish/.test(part.parentElement.innerText ?? ''))
		.filter((part: any) =>
			part.closest('[data-test-id="parameter-item"], .parameter-item, button, p, span, input'),
		)
		.map((part: any) => part.getBoundingClientRect())
		.filter(({ height }) => height < 600)
		.map(({ bottom }) => bottom);
	return Math.max(...ends) - panel.getBoundingClientRect().top + 16;
};

interface Picture {
	name: string;
	height: number;
	image: string;
}

const SCHEMES = ['light', 'dark'] as const;
type Scheme = (typeof SCHEMES)[number];

/** The panel that is open, in light and in dark colours. */
async function picturesOf(page: Page, name: string): Promise<Record<Scheme, Picture> & Finds> {
	const panel = page.locator('[data-test-id="node-parameters"]').last();
	// Lists are asked for, and n8n tells of nothing when they are there.
	await page.waitForTimeout(1500);
	const box = await panel.boundingBox();
	if (!box) throw new Error(`${name} shows no panel`);
	const height = Math.min(box.height, await panel.evaluate(heightOf));
	const take = async (colorScheme: Scheme): Promise<Picture> => {
		await page.emulateMedia({ colorScheme });
		const clip = { ...box, height };
		const image = await page.screenshot({ clip, animations: 'disabled' });
		return { name, height, image: image.toString('base64') };
	};
	const dark = await take('dark');
	return { light: await take('light'), dark, ...(await panel.evaluate(findsIn)) };
}

/** Pictures on sheets that can be read without being made smaller. */
function sheetsOf(pictures: Picture[]): Picture[][][] {
	const sheets: Picture[][][] = [];
	let columns: Picture[][] = [];
	const heightOfAll = (column: Picture[]) =>
		column.reduce((sum, { height }) => sum + height + 30, 0);
	for (const picture of pictures) {
		const last = columns.at(-1);
		if (last && heightOfAll(last) + picture.height < SHEET.height) {
			last.push(picture);
			continue;
		}
		if (columns.length === 0 || columns.length === SHEET.columns) sheets.push((columns = []));
		columns.push([picture]);
	}
	return sheets;
}

async function keepSheets(page: Page, pictures: Picture[], folder: string): Promise<void> {
	for (const [at, columns] of sheetsOf(pictures).entries()) {
		await page.setViewportSize({ width: SHEET.columns * 430, height: 800 });
		await page.setContent(
			`<body style="margin:0;display:flex;gap:8px;align-items:start;font:bold 13px sans-serif;background:#888">${columns
				.map(
					(column) =>
						`<div>${column.map(({ name, image }) => `<div style="padding:6px 0">${name}</div><img style="display:block" src="data:image/png;base64,${image}">`).join('')}</div>`,
				)
				.join('')}</body>`,
		);
		const path = join(folder, `sheet-${String(at + 1).padStart(2, '0')}.png`);
		await page.screenshot({ path, fullPage: true });
		console.log(path);
	}
}

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		n8n: { type: 'string' },
		only: { type: 'string', default: '' },
	},
});
const [folder] = positionals;
await mkdir(folder, { recursive: true });
await onStage(values.n8n ? versionOf(values.n8n) : undefined, async (stage) => {
	const { n8n, account, credential } = stage;
	await furnish(stage);
	const panels = allPanels(credential).filter(({ name }) => name.includes(values.only));
	const nodes = panels.map(({ node }, at) => ({ ...node, name: `panel${at}` }));
	await n8n.importWorkflows([workflowOf('panels', nodes)]);
	const server = await startServer(n8n);
	try {
		await Owner.setUp(server.origin, account);
		const editor = await Editor.open(server.origin);
		const { page } = editor;
		const { email: emailOrLdapLoginId, password } = account;
		// The pages to sign in on differ between the lines of n8n.
		await page.request.post(`${server.origin}/rest/login`, {
			data: { emailOrLdapLoginId, password },
		});
		await page.setViewportSize(SIZE);
		// Functions that are sent to the browser carry a call of tsx's, which keeps their names.
		await page.addInitScript('globalThis.__name = (named) => named');
		await editor.goTo('/workflow/panels/panel0');
		const pictures: Record<Scheme, Picture[]> = { light: [], dark: [] };
		const finds: string[] = [];
		for (const [at, { name }] of panels.entries()) {
			await page.evaluate(goTo, `/workflow/panels/panel${at}`);
			await editor
				.part('ndv')
				.getByText(`panel${at}`, { exact: true })
				.locator('visible=true')
				.first()
				.waitFor();
			const { light, dark, cutOff, red } = await picturesOf(page, name);
			pictures.light.push(light);
			pictures.dark.push(dark);
			const found = [
				...cutOff.map((text) => `  cut off: ${text}`),
				...red.map((text) => `  red: ${text}`),
			].map((text) => text.replace(/\s+/g, ' ').slice(0, 160));
			finds.push(name, ...found);
			console.log([name, ...found].join('\n'));
		}
		await writeFile(join(folder, 'finds.txt'), finds.join('\n'));
		for (const scheme of SCHEMES) await keepSheets(page, pictures[scheme], join(folder, scheme));
		await editor.close();
	} finally {
		await server.stop();
	}
});
