import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { SecuredSigningApi } from '../../credentials/SecuredSigningApi.credentials.ts';
import { resources } from '../../nodes/SecuredSigning/actions/index.ts';
import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import { SecuredSigningCallbackTrigger } from '../../nodes/SecuredSigning/SecuredSigningCallbackTrigger.node.ts';
import { SecuredSigningTrigger } from '../../nodes/SecuredSigning/SecuredSigningTrigger.node.ts';
import { UNCONFIRMED } from '../../nodes/SecuredSigning/send/recovered.ts';
import { errorsPage } from '../docs/errorsPage.cts';
import { complaints, pages } from '../docs/pages.cts';
import { cell, notice } from '../docs/markdown.cts';
import { sourceMessages } from '../docs/messages.cts';

const made = pages();
const page = (name: string) =>
	[...made.texts].find(([file]) => file.replaceAll('\\', '/').endsWith(`docs/${name}`))?.[1];

test('the pages that are made from the nodes are up to date', () => {
	expect(complaints(made)).toEqual([]);
});

test('a page that is not what it was made from is told, with the command', () => {
	const texts = new Map([...made.texts].map(([file, text]) => [file, `${text}more`]));
	const leftOver = [...made.texts.keys()].slice(0, 1);
	const told = complaints({ texts, leftOver, unexplained: ['account:get name'] });
	expect(told).toHaveLength(made.texts.size + 2);
	expect(told).toEqual(
		expect.arrayContaining([
			'docs/operations/document.md is not up to date: npm run docs',
			'docs/errors.md is a page of nothing: npm run docs',
			'test/docs/meanings.cts does not explain account:get name',
		]),
	);
});

test('every operation and every field, also the inner ones, is on the page of its resource', () => {
	for (const { value, operations } of resources) {
		const text = page(`operations/${value}.md`) ?? '';
		for (const { name, fields } of operations) {
			expect(text).toContain(`\n## ${name}\n`);
			for (const { displayName } of fields) expect(text).toContain(notice(displayName));
		}
	}
	expect(page('operations/smartTag.md')).toContain('**Mobile Country Code**');
});

test('every trigger that package.json registers has a page', () => {
	expect(page('operations/secured-signing-trigger.md')).toContain('| **Events**<br>required |');
	expect(page('operations/secured-signing-callback-trigger.md')).toContain('`eventId`');
});

test('every message of the source is on the page of messages', () => {
	const text = errorsPage();
	const messages = sourceMessages();
	expect(messages.length).toBeGreaterThan(80);
	for (const { message } of messages) expect(text).toContain(`| ${cell(message)} |`);
});

test('so is every message about an answer of the service, or the lack of one', () => {
	const words = ['connections.ts', 'messages.ts', 'statuses.ts'].map((file) =>
		readFileSync(join(__dirname, '../../nodes/SecuredSigning/api', file), 'utf8'),
	);
	const messages = [
		...words.join('\n').matchAll(/(?:message|E[A-Z_]+|\?\?|message =):?\s+(["'])(.+?)\1,/g),
	].map(([, , message]) => message);
	expect(messages.length).toBeGreaterThan(12);
	const text = errorsPage();
	for (const message of messages) expect(text).toContain(`| ${cell(message)} |`);
});

// Whoever reads a message looks for its words on the screen.
const ELSEWHERE = [
	// In n8n: settings of a node and of a workflow, the panel of a trigger, options of the HTTP Request node
	...['On Error', 'Continue (using error output)', 'Timezone'],
	...['Webhook URLs', 'Trigger URL', 'Ignore SSL Issues', 'CA'],
];

test('what a message names in quotes is on a panel under that name', () => {
	const labels = new Set(ELSEWHERE);
	const collect = (value: unknown): void => {
		if (typeof value !== 'object' || value === null) return;
		const { displayName, name, type } = value as Record<string, unknown>;
		if (typeof displayName === 'string') labels.add(displayName.replace(/ Name or ID$/, ''));
		// Of a choice, the name is what is shown.
		else if (typeof name === 'string' && type === undefined) labels.add(name);
		Object.values(value).forEach(collect);
	};
	[new SecuredSigning(), new SecuredSigningTrigger(), new SecuredSigningCallbackTrigger()].forEach(
		({ description }) => collect(description),
	);
	collect(new SecuredSigningApi().properties);
	const named = errorsPage().matchAll(/(?<!\w)'([A-Z][^'…|]*)'(?!\w)/g);
	const unknown = [...named].map(([, name]) => name).filter((name) => !labels.has(name));
	expect([...new Set(unknown)]).toEqual([]);
});

test('messages are read in each way in which they are written', () => {
	const all = sourceMessages();
	const adviceOf = (wanted: string) => all.find(({ message }) => message === wanted)?.advice;
	expect(adviceOf("'Amount' is not a valid waiting time")).toBe(
		'Check the field, or the expression that fills it. Nothing was sent.',
	);
	expect(adviceOf('The list “…” is not what its name says')).toMatch(
		/^It begins like \[a text file \| a … file\]\. Rename/,
	);
	// One of several, and what is said only in some cases.
	expect(all.map(({ advice }) => advice)).toContainEqual(
		expect.stringMatching(
			/^\[Check that .* \| The item has a file .* \| The item has files .*\] Nothing was sent\.$/,
		),
	);
	expect(adviceOf('This was sent, [but not to …], [also to …], [to … in another role]')).toMatch(
		/^\[Secured Signing does not name these people .*\] \[.*\] \[.*\] Check in Secured Signing/,
	);
	// A constant of another file.
	expect(adviceOf(UNCONFIRMED)).toMatch(/Secured Signing/);
	expect(adviceOf('… has no email address')).toMatch(/Nothing was sent/);
	expect(adviceOf('The form has no role for …')).toMatch(/^Roles in each form: /);
	expect(adviceOf('No document has had one of the chosen events yet')).toMatch(
		/remove the filters/,
	);
	expect(adviceOf('The PDF is encrypted')).toBe('');
});
