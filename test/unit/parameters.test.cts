import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import { SecuredSigningCallbackTrigger } from '../../nodes/SecuredSigning/SecuredSigningCallbackTrigger.node.ts';
import { SecuredSigningTrigger } from '../../nodes/SecuredSigning/SecuredSigningTrigger.node.ts';

const descriptions: INodeTypeDescription[] = [
	SecuredSigning,
	SecuredSigningTrigger,
	SecuredSigningCallbackTrigger,
].map((node) => new node().description);

interface Parameter extends INodeProperties {
	/** The node and the fields that it stands in. */
	path: string;
}

/** All parameters, those inside of collections included. */
function* parameters(list: unknown[], path: string): Generator<Parameter> {
	for (const entry of list as Array<INodeProperties & { values?: unknown[] }>) {
		const here = `${path} > ${entry.displayName}`;
		if (entry.type) yield { ...entry, path: here };
		const inner = entry.values ?? (entry.type?.endsWith('ollection') ? entry.options : []) ?? [];
		yield* parameters(inner, here);
	}
}

const all = descriptions.flatMap(({ displayName, properties }) => [
	...parameters(properties, displayName),
]);

/** What is only a heading: its own name says all. */
const HEADINGS = new Set(['resource', 'operation', 'options', 'requestOptions', 'details']);
const explained = all.filter(({ name, type }) => type !== 'notice' && !HEADINGS.has(name));
const wordsOf = ({ description, hint }: INodeProperties) => description ?? hint ?? '';

/** What these parameters have in common, for a message that names them. */
const pathsOf = (list: Parameter[]) => [...new Set(list.map(({ path }) => path))];

test('every parameter is explained, in a sentence and not in one word', () => {
	expect(explained.length).toBeGreaterThan(100);
	expect(pathsOf(explained.filter((one) => wordsOf(one).split(' ').length < 3))).toEqual([]);
});

test('no explanation is so long that nobody reads it', () => {
	expect(pathsOf(explained.filter((one) => wordsOf(one).length > 300))).toEqual([]);
});

test('explanations need no knowledge of programming', () => {
	const JARGON =
		/\b(payload|endpoint|boolean|string|array|object|enum|null|undefined|regex|pars(e|ed|ing)|serializ\w+|emits?|polls?|idempoten\w+|instance|param(eter)?s?|backend|DTO|GUID|UUID)\b/i;
	expect(pathsOf(explained.filter((one) => JARGON.test(wordsOf(one))))).toEqual([]);
});

test('an explanation says more than the name of its parameter', () => {
	const plain = (text: string) => text.toLowerCase().replace(/^(the|a|an) |[^a-z ]/g, '');
	expect(
		pathsOf(explained.filter((one) => plain(wordsOf(one)) === plain(one.displayName))),
	).toEqual([]);
});

test('a switch says what it turns on', () => {
	const switches = explained.filter(({ type }) => type === 'boolean');
	expect(pathsOf(switches.filter((one) => !wordsOf(one).startsWith('Whether ')))).toEqual([]);
});

test('every choice out of a list can be told from the others', () => {
	for (const { path, type, options = [] } of explained) {
		if (!/^(options|multiOptions)$/.test(type)) continue;
		const names = options.map(({ name }) => name);
		expect({ path, names }).toEqual({ path, names: [...new Set(names)] });
	}
});

test('what few people need is in Options, behind all else', () => {
	const BEHIND = ['options', 'requestOptions'];
	const [{ properties }] = descriptions;
	const operations = new Map<string, string[]>();
	for (const { name, displayOptions } of properties) {
		const { resource, operation } = displayOptions?.show ?? {};
		if (!operation) continue;
		const key = `${String(resource)}:${String(operation)}`;
		operations.set(key, [...(operations.get(key) ?? []), name]);
	}
	expect(operations.size).toBeGreaterThan(50);
	for (const [operation, names] of operations) {
		const first = names.findIndex((name) => BEHIND.includes(name));
		const behind = first < 0 ? [] : names.slice(first);
		expect({ operation, behind }).toEqual({
			operation,
			behind: behind.filter((name) => BEHIND.includes(name)),
		});
	}
});
