import { NodeHelpers, type INode, type INodeParameters, type INodeProperties } from 'n8n-workflow';

import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';

const { description } = new SecuredSigning();
const node: INode = {
	id: 'node',
	name: 'Secured Signing',
	type: 'n8n-nodes-secured-signing.securedSigning',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** n8n's own: which values are kept, of those that are shown. */
const kept = (parameters: INodeParameters, returnDefaults: boolean): INodeParameters =>
	NodeHelpers.getNodeParameters(
		description.properties,
		parameters,
		returnDefaults,
		false,
		node,
		description,
	) ?? {};

const isList = (options: INodeProperties['options'] = [], key: string) =>
	options.length > 0 && options.every((option) => key in option);

/**
 * `removeMismatchedOptionValues` of n8n-editor-ui 1.123.81 and 2.41.1, whose text is the same: it holds the names of
 * *all* parameters against the options of a collection, so that each one that it looks at is emptied.
 */
function removeMismatchedOptionValues(parameters: INodeParameters, updated: string): void {
	for (const property of description.properties) {
		const { displayOptions, options, name } = property;
		if (!(name in parameters) || displayOptions === undefined || options === undefined) continue;
		if (!(updated in { ...displayOptions.show, ...displayOptions.hide })) continue;
		let hasValidOptions = true;
		if (isList(options, 'values') || isList(options, 'type')) {
			hasValidOptions = Object.keys(parameters).every((key) =>
				options.some((option) => option.name === key),
			);
		} else if (isList(options, 'value')) {
			hasValidOptions = options.some(
				(option) => 'value' in option && option.value === parameters[name],
			);
		}
		const isShown = NodeHelpers.displayParameter(parameters, property, node, description);
		if (!hasValidOptions && isShown) delete parameters[name];
	}
}

/** What the editors make of a node's parameters when somebody changes one (`updateNodeParameter`). */
function changed(parameters: INodeParameters, name: string, value: string): INodeParameters {
	const next = { ...kept(parameters, false), [name]: value };
	removeMismatchedOptionValues(next, name);
	return kept(next, true);
}

const changes = (parameters: INodeParameters, ...steps: Array<[name: string, value: string]>) =>
	steps.reduce((before, [name, value]) => changed(before, name, value), parameters);

const people = {
	signer: [
		{ firstName: 'Mia', lastName: 'Wong', email: 'mia@example.com' },
		{ firstName: 'Dana', lastName: 'Director', email: 'dana@example.com' },
	],
};
const sent: INodeParameters = {
	resource: 'smartTag',
	operation: 'send',
	signers: people,
	dueDate: '2030-01-31T00:00:00',
	options: {
		returnUrl: 'https://www.example.com/thank-you',
		oncePerClientReference: true,
		clientReference: 'order-4711',
	},
};

test.each(['smartTag', 'form', 'template'])(
	'%s: Send, Send and Await Signature and back keeps signers, due date and options',
	(resource) => {
		const filled = { signers: people, dueDate: sent.dueDate, options: sent.options };
		const waiting = changes({ ...sent, resource }, ['operation', 'sendAndAwait']);
		expect(waiting).toMatchObject(filled);
		expect(changes(waiting, ['operation', 'send'])).toMatchObject(filled);
	},
);

test('Smart Tag, Form and back keeps signers, due date and options', () => {
	const back = changes(sent, ['resource', 'form'], ['resource', 'smartTag']);
	expect(back).toMatchObject({ signers: people, dueDate: sent.dueDate, options: sent.options });
});

test('an operation that has no options drops them, limits included', () => {
	const limits = { sendingLimits: { limits: { maxSigners: 2 } } };
	const filled = { ...sent, options: limits };
	expect(changes(filled, ['operation', 'sendAndAwait'])).toMatchObject({ options: limits });
	const back = changes(
		filled,
		...Object.entries({ resource: 'document', operation: 'get' }),
		...Object.entries({ resource: 'smartTag', operation: 'send' }),
	);
	expect(back.options).toEqual({});
});

test('other documents and other ways to name the signers leave what was filled in', () => {
	const documents = { document: [{ document: { __rl: true, mode: 'id', value: '123' } }] };
	const filled = { ...sent, documentsFrom: 'documents', documents };
	expect(changes(filled, ['documentsFrom', 'both'])).toMatchObject({ documents });
});

test('no collection is emptied by the choice that shows it', () => {
	const emptied = description.properties.filter(
		({ type, displayOptions }) =>
			['collection', 'fixedCollection', 'multiOptions'].includes(type) &&
			Object.keys(displayOptions?.show ?? {}).some((name) => !name.startsWith('/')),
	);
	expect(emptied).toEqual([]);
});

test.each(['preview', 'send', 'sendAndAwait'])(
	'%s offers the fields of a template once one is chosen: n8n marks an empty list in red',
	(operation) => {
		const isOffered = (value: string) =>
			description.properties
				.filter(({ name }) => name === 'fields')
				.some((property) => {
					const template = { __rl: true, mode: 'list', value };
					const parameters: INodeParameters = { resource: 'template', operation, template };
					return NodeHelpers.displayParameter(parameters, property, node, description);
				});
		expect(isOffered('')).toBe(false);
		expect(isOffered('4711')).toBe(true);
		expect(isOffered('={{ $json.template }}')).toBe(true);
	},
);
