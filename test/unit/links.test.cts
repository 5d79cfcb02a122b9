import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { brokenLinks, filesBelow, localLinks, pictures } from '../docs/links.cts';

const project = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(project, file), 'utf8');
const pages = filesBelow(project).filter((file) => file.endsWith('.md'));
const links = pages.flatMap((page) => localLinks(page, read(page)));

describe('in the repository', () => {
	test('every link leads to a file, and to a heading of it', () => {
		expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/waiting.md']));
		expect(brokenLinks(project, links)).toEqual([]);
	});

	test('the README names every example', () => {
		const named = localLinks('README.md', read('README.md')).map(({ target }) => target);
		const examples = filesBelow(project, 'examples').filter((file) => file.endsWith('.json'));
		expect(examples.length).toBeGreaterThan(0);
		expect(named).toEqual(expect.arrayContaining(examples));
	});

	test('every picture of docs/ is shown on a page', () => {
		const shown = links.map(({ target }) => target.replace(/^.*\//, ''));
		const names = pictures(filesBelow(project, 'docs')).map((file) => file.replace(/^.*\//, ''));
		expect(names.length).toBeGreaterThan(0);
		expect(names.filter((name) => !shown.includes(name))).toEqual([]);
	});

	test('what the build takes has no picture but the icons', () => {
		const taken = ['credentials', 'icons', 'nodes'].flatMap((part) => filesBelow(project, part));
		expect(pictures(taken).sort()).toEqual([
			'icons/securedSigning.dark.svg',
			'icons/securedSigning.svg',
		]);
	});
});

describe('the reading of links', () => {
	const folder = mkdtempSync(join(tmpdir(), 'links-'));
	afterAll(() => rmSync(folder, { recursive: true }));
	const broken = (text: string) => {
		writeFileSync(join(folder, 'page.md'), text);
		return brokenLinks(folder, localLinks('page.md', text));
	};

	test.each([
		['[here](nowhere.md)', 'page.md: nowhere.md leads to no file'],
		['![picture](gone.png "Title")', 'page.md: gone.png leads to no file'],
		['[![picture](page.md)](gone.md)', 'page.md: gone.md leads to no file'],
		['[a][b]\n\n[b]: gone.md', 'page.md: gone.md leads to no file'],
		['<img alt="" src="gone.png">', 'page.md: gone.png leads to no file'],
		['# One\n[two](#two)', 'page.md: #two leads to no heading'],
		['# One\n[one](#one-1)', 'page.md: #one-1 leads to no heading'],
		['[out](../secret.md)', 'page.md: ../secret.md leads out of the repository'],
	])('%j is broken', (text, complaint) => {
		expect(broken(text)).toEqual([complaint]);
	});

	test.each([
		'[web](https://example.com/x.md) and [mail](mailto:a@example.com)',
		'`[code](gone.md)` and ``[more `code`](gone.md)``',
		'```\n[code](gone.md)\n```\n\n~~~md\n[code](gone.md)\n~~~',
		'<!-- [comment](gone.md) -->',
		'## What `n8n` *does*, and why?\n[it](#what-n8n-does-and-why)',
		'# One\n# One\n[second](#one-1) [page](page.md#one)',
		'# [Linked](page.md) > Get\n[it](#linked--get)',
	])('%j is good', (text) => {
		expect(broken(text)).toEqual([]);
	});

	test('folders are good targets, and those of others are not read', () => {
		mkdirSync(join(folder, 'node_modules'));
		writeFileSync(join(folder, 'node_modules/other.md'), '[gone](gone.md)');
		mkdirSync(join(folder, 'sub'));
		expect(filesBelow(folder)).toEqual(['page.md']);
		expect(broken('[folder](sub/)')).toEqual([]);
	});
});
