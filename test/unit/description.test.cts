import {
	NodeHelpers,
	type INode,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { resources } from '../../nodes/SecuredSigning/actions';
import codex from '../../nodes/SecuredSigning/SecuredSigning.node.json';
import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import { SecuredSigningCallbackTrigger } from '../../nodes/SecuredSigning/SecuredSigningCallbackTrigger.node.ts';
import { SecuredSigningTrigger } from '../../nodes/SecuredSigning/SecuredSigningTrigger.node.ts';

const { description } = new SecuredSigning();
const operations = resources.flatMap((resource) =>
	resource.operations.map((operation) => ({ resource, operation })),
);

/** All parameters, those inside of collections included. */
function* parameters(list: unknown[]): Generator<INodeProperties> {
	for (const entry of list as Array<INodeProperties & { values?: unknown[] }>) {
		if (entry.type) yield entry;
		const inner = entry.values ?? (entry.type?.endsWith('ollection') ? entry.options : []) ?? [];
		yield* parameters(inner);
	}
}
const all = [...parameters(description.properties)];

test('both triggers bring the signed file along', () => {
	for (const { description: trigger } of [
		new SecuredSigningTrigger(),
		new SecuredSigningCallbackTrigger(),
	]) {
		expect(trigger.properties.find(({ name }) => name === 'include')?.default).toEqual([
			'signedFile',
		]);
	}
});

test('what the editor shows first, which n8n does not store', () => {
	expect(
		Object.fromEntries(resources.map(({ value, defaultOperation }) => [value, defaultOperation])),
	).toEqual({
		account: 'get',
		attachment: 'upload',
		document: 'get',
		emailTemplate: 'getAll',
		form: 'send',
		invoice: 'getAll',
		mailMerge: 'send',
		package: 'get',
		recipient: 'getAll',
		signer: 'getSigningLink',
		smartTag: 'send',
		template: 'send',
	});
	for (const { defaultOperation, operations: list } of resources) {
		expect(list.map(({ value }) => value)).toContain(defaultOperation);
	}
});

test('resources and operations stand in the order of the alphabet', () => {
	const sorted = (names: string[]) => [...names].sort((one, other) => one.localeCompare(other));
	expect(resources.map(({ name }) => name)).toEqual(sorted(resources.map(({ name }) => name)));
	for (const { operations: list } of resources) {
		expect(list.map(({ name }) => name)).toEqual(sorted(list.map(({ name }) => name)));
	}
});

test('no two operations have the same action, and each reads well alone', () => {
	const actions = operations.map(({ operation }) => operation.action);
	expect(new Set(actions).size).toBe(actions.length);
	for (const action of actions) expect(action).toMatch(/^[A-Z][a-z]+ ([a-zA-Z]+ ?)+$/);
	// n8n 1 makes the name of a tool of it, and models refuse longer ones.
	const names = actions.map((action) => `${action} in Secured Signing`);
	expect(names.filter(({ length }) => length > 64)).toEqual([]);
});

test('every operation has a description, and no description ends in a lonely full stop', () => {
	for (const { operation } of operations) expect(operation.description).toMatch(/^[A-Z]/);
	for (const { description: text } of [...all, ...operations.map(({ operation }) => operation)]) {
		if (text && !/\. /.test(text)) expect(text).not.toMatch(/\.$/);
	}
});

test('words that frighten or blame do not appear', () => {
	expect(JSON.stringify(description)).not.toMatch(
		/\b(error occurred|invalid|failure|problem|mistake)\b/i,
	);
});

test('the options of a collection stand in the order of the alphabet', () => {
	for (const { type, options, name } of all) {
		if (type !== 'collection') continue;
		const names = (options as INodeProperties[]).map(({ displayName }) => displayName);
		expect({ name, names }).toEqual({
			name,
			names: [...names].sort((one, other) => one.localeCompare(other)),
		});
	}
});

test('every field is shown for its own operation only', () => {
	for (const { displayOptions, name } of description.properties) {
		if (['resource', 'requestOptions'].includes(name)) continue;
		const shownBy = (parameter: string) =>
			displayOptions?.show?.[parameter] ?? displayOptions?.show?.[`/${parameter}`];
		expect(shownBy('resource')).toHaveLength(1);
		if (name !== 'operation') expect(shownBy('operation')).toHaveLength(1);
	}
});

test('the subtitle has the words of the panel', () => {
	const code = /^=\{\{(.*)\}\}$/.exec(String(description.subtitle))?.[1] ?? '';
	// n8n's expressions are JavaScript.
	const subtitleOf = new Function('$parameter', `return ${code}`) as (values: object) => string;
	for (const { resource, operation } of operations) {
		const chosen = { resource: resource.value, operation: operation.value };
		// As long as `Send and Await Signature`, the canvas cuts the resource off.
		const name = operation.name.replace('Send and Await Signature', 'Send and Await');
		expect(subtitleOf(chosen)).toBe(`${name}: ${resource.name}`);
	}
});

test('what the canvas says of a wait, by the choices in the node', () => {
	const [, before, code, after] =
		/^=(.*)\{\{(.*)\}\}(.*)$/s.exec(String(description.waitingNodeTooltip)) ?? [];
	const tooltip = new Function('$parameter', `return ${code}`) as (values: object) => string;
	expect(before).toMatch(/when everybody has signed, or somebody declines: $/);
	expect(after).toMatch(/docs\/waiting\.md/);
	expect(
		[
			{ limitWaitTime: 'dueDate', dueDate: '', dueInDays: 14 },
			{ limitWaitTime: 'dueDate', dueDate: '2030-01-31T17:00:00', dueInDays: 14 },
			{ limitWaitTime: 'dueDate', dueDate: '={{ $json.due }}', dueInDays: 14 },
			{ limitWaitTime: 'dueDate' },
			{ limitWaitTime: 'afterTimeInterval', resumeAmount: 3, resumeUnit: 'days' },
			{ limitWaitTime: 'atSpecifiedTime', maxDateAndTime: '2030-01-31T17:00:00' },
			{ limitWaitTime: 'atSpecifiedTime', maxDateAndTime: '={{ $json.until }}' },
		].map((values) => tooltip(values)),
	).toEqual([
		'until shortly after the due date, 14 days after sending, at the latest',
		'until shortly after the due date, 2030-01-31 17:00:00, at the latest',
		'until shortly after the due date at the latest',
		'until shortly after the due date at the latest',
		'at most 3 days',
		'until 2030-01-31 17:00:00 at the latest',
		'until the chosen time at the latest',
	]);
});

test('labels in collections fit, and every text field shows what goes into it', () => {
	const inner = description.properties.flatMap((field) => [...parameters([field])].slice(1));
	expect(inner.filter(({ displayName }) => displayName.length > 24)).toEqual([]);
	const without = all.filter(({ type, placeholder }) => type === 'string' && !placeholder);
	expect(without.map(({ displayName }) => displayName)).toEqual([]);
});

test('both triggers begin with the same events, under the same names', () => {
	const [polling, callback] = [
		new SecuredSigningTrigger(),
		new SecuredSigningCallbackTrigger(),
	].map(({ description: { properties } }) => properties.find(({ name }) => name === 'events'));
	expect(polling?.default).toEqual(['completed']);
	expect(callback?.default).toEqual(polling?.default);
	const [polled, called] = [polling, callback].map(
		(field) => (field?.options ?? []) as INodePropertyOptions[],
	);
	const inBoth = (options: INodePropertyOptions[], others: INodePropertyOptions[]) =>
		options.filter(({ value }) => others.some((other) => other.value === value));
	expect(inBoth(polled, called)).toEqual(inBoth(called, polled));
	const ofBoth = [
		'completed',
		'declined',
		'deleted',
		'expired',
		'gone',
		'rejected',
		'sent',
		'signed',
	];
	const values = inBoth(polled, called).map(({ value }) => value);
	expect(values).toEqual(expect.arrayContaining(ofBoth));
	expect(polled.map(({ value }) => value)).not.toContain('other');
});

test('the search of nodes finds it by what people look for', () => {
	for (const words of ['docusign', 'electronic signature', 'e-sign', 'sign contract', 'NDA', 'HR'])
		expect(codex.alias).toContain(words);
	for (const words of ['approval', 'onboarding', 'mail merge', 'agreement'])
		expect(codex.alias).toContain(words);
});

test('a panel that nobody has filled in shows red for what has to be chosen alone', () => {
	const red = operations.map(({ resource, operation }) => {
		const chosen = { resource: resource.value, operation: operation.value };
		const node: INode = {
			...{ id: '1', name: 'n', type: 'securedSigning', typeVersion: 1, position: [0, 0] },
			parameters: NodeHelpers.getNodeParameters(
				description.properties,
				chosen,
				true,
				false,
				null,
				description,
			)!,
		};
		const issues = NodeHelpers.getNodeParametersIssues(description.properties, node, description);
		return [`${resource.value}:${operation.value}`, Object.keys(issues?.parameters ?? {})];
	});
	const sends = red.filter(([name]) => /:(send|sendAndAwait)$/.test(String(name)));
	expect(Object.fromEntries(sends)).toEqual({
		'form:send': ['form'],
		'form:sendAndAwait': ['form'],
		'mailMerge:send': ['document'],
		'smartTag:send': [],
		'smartTag:sendAndAwait': [],
		'template:send': ['template'],
		'template:sendAndAwait': ['template'],
	});
});
