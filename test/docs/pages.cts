/** What is made from the nodes: pages of docs/ and a table of the README, and whether these are up to date. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { resources } from '../../nodes/SecuredSigning/actions/index.ts';
import { errorsPage } from './errorsPage.cts';
import { indexPage, operationsTable, resourcePage } from './operationPages.cts';
import { triggerPages } from './triggerPages.cts';

const ROOT = join(__dirname, '../..');
const DOCS = join(ROOT, 'docs');
const README = join(ROOT, 'README.md');
/** What the README's table stands between. */
const TABLE = /(<!-- operations: [^\n]* -->\n)[\s\S]*?(\n<!-- end of operations -->)/;
const FOLDER = 'operations';
const HOW = 'npm run docs';

export interface Pages {
	/** Absolute paths, each with the text that belongs there. */
	texts: Map<string, string>;
	/** Pages of resources and triggers that are no more. */
	leftOver: string[];
	/** Fields that come out and that nobody has explained. */
	unexplained: string[];
}

export function pages(): Pages {
	const unexplained: string[] = [];
	const triggers = triggerPages();
	const texts = new Map<string, string>();
	const add = (name: string, text: string) => texts.set(join(DOCS, name), `${text}\n`);
	add('errors.md', errorsPage());
	add(`${FOLDER}/README.md`, indexPage(triggers));
	for (const resource of resources) {
		add(`${FOLDER}/${resource.value}.md`, resourcePage(resource, unexplained));
	}
	for (const { file, text } of triggers) add(`${FOLDER}/${file}`, text);
	texts.set(README, withTable(readFileSync(README, 'utf8')));
	return { texts, leftOver: present().filter((file) => !texts.has(file)), unexplained };
}

/** What is not as it should be, in words that say how to go on. */
export function complaints({ texts, leftOver, unexplained }: Pages): string[] {
	const name = (file: string) => relative(ROOT, file).replaceAll('\\', '/');
	return [
		...unexplained.map((field) => `test/docs/meanings.cts does not explain ${field}`),
		...leftOver.map((file) => `${name(file)} is a page of nothing: ${HOW}`),
		...[...texts]
			.filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text)
			.map(([file]) => `${name(file)} is not up to date: ${HOW}`),
	];
}

/** @throws Error when the README has no place for it */
function withTable(readme: string): string {
	if (!TABLE.test(readme)) throw new Error('README.md has no place for the table of operations');
	return readme.replace(TABLE, (_, begin: string, end: string) => {
		return `${begin}\n${operationsTable()}\n${end}`;
	});
}

const present = (): string[] =>
	existsSync(join(DOCS, FOLDER))
		? readdirSync(join(DOCS, FOLDER)).map((name) => join(DOCS, FOLDER, name))
		: [];
