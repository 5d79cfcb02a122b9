/** Words of messages that stand outside of the source: who changes a message learns where they are. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { UNCONFIRMED_CHANGE } from '../../nodes/SecuredSigning/send/changeOnce.ts';
import { UNCONFIRMED } from '../../nodes/SecuredSigning/send/recovered.ts';
import { errorsPage } from '../docs/errorsPage.cts';

const project = join(__dirname, '../..');
const filesIn = (folder: string, ending: string): Array<[name: string, text: string]> =>
	readdirSync(join(project, folder))
		.filter((name) => name.endsWith(ending))
		.map((name) => [`${folder}/${name}`, readFileSync(join(project, folder, name), 'utf8')]);

/** How quoted messages begin; other text in italics names fields and operations. */
const QUOTED =
	/_((?:Could not|This was sent|A document was|Nothing was|Only \S+ of|The upload)[^_|]*)_/g;

test('the pages that are written by hand quote messages as they are', () => {
	const page = errorsPage();
	// What is in brackets there is not always said.
	const messages = [...page.matchAll(/^\| (.+?) \|/gm)].map(([, message]) =>
		message.replace(/\\?[[\]]/g, ''),
	);
	const fits = (quote: string) => {
		const parts = quote.split(/\s*…\s*/).map((part) => part.replace(/\s+/g, ' '));
		return messages.some((message) => {
			let at = 0;
			return parts.every((part, index) => {
				const found = message.indexOf(part, at);
				at = found + part.length;
				return index === 0 ? found === 0 : found >= 0;
			});
		});
	};
	const quotes = filesIn('docs', '.md')
		.filter(([name]) => name !== 'docs/errors.md')
		.flatMap(([name, text]) => [...text.matchAll(QUOTED)].map(([, quote]) => [name, quote]));
	expect(quotes.length).toBeGreaterThan(15);
	expect(quotes.filter(([, quote]) => !fits(quote))).toEqual([]);
});

test('examples that decide by the words of a message decide by those that there are', () => {
	const deciding = filesIn('examples', '.json').flatMap(([name, text]) =>
		[...text.matchAll(/\/\^([A-Z][^/]+)\//g)].map(([, words]) => ({ name, words })),
	);
	expect(deciding.length).toBeGreaterThan(4);
	const unsure = deciding.filter(({ words }) => /confirm/.test(words));
	expect(new Set(unsure.map(({ name }) => name))).toEqual(
		new Set(['examples/bulk-send.json', 'examples/campaign.json']),
	);
	for (const { words } of unsure) {
		for (const message of [UNCONFIRMED, UNCONFIRMED_CHANGE]) {
			expect(message).toMatch(new RegExp(`^${words}`));
		}
	}
	const source = readdirSync(join(project, 'nodes'), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => readFileSync(join(project, 'nodes', name), 'utf8'))
		.join('\n')
		.toLowerCase();
	const alternatives = deciding.flatMap(({ words }) => {
		const [, before, choice, after] = /^([^(]*)(?:\(([^)]*)\)(.*))?$/.exec(words) ?? [];
		return (choice ?? '').split('|').map((one) => `${before}${one}${after ?? ''}`);
	});
	expect(alternatives.filter((words) => !source.includes(words.toLowerCase()))).toEqual([]);
});
