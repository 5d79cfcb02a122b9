import { LoadOptionsContext } from 'n8n-core';
import {
	NodeHelpers,
	Workflow,
	type INode,
	type INodeListSearchResult,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import * as listSearch from '../../nodes/SecuredSigning/methods/listSearch';
import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import { Credentials } from '../harness/engine.cts';
import { startBench, type Bench } from './node.cts';
import { both, dataFile, inDays } from './samples.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
	const file = await bench.file(dataFile('confidentiality-agreement.pdf'), 'Lease.pdf');
	await bench.run({ resource: 'document', operation: 'upload' }, { items: [file] });
	const { items } = await bench.run(
		{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(5) },
		{ items: [file] },
	);
	await bench.sandbox.sign(items[0].json.documentReference as string);
});
afterAll(async () => await bench.close());

/** Calls a search as the editor does when somebody opens the list and types. */
async function search(
	method: keyof typeof listSearch,
	filter?: string,
): Promise<INodeListSearchResult> {
	const node: INode = {
		id: 'node',
		name: 'Secured Signing',
		type: 'securedSigning',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { securedSigningApi: { id: '1', name: 'Simulator' } },
	};
	const nodeType = new SecuredSigning();
	const nodeTypes: INodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => NodeHelpers.getVersionedNodeType(nodeType),
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const additionalData = {
		credentialsHelper: new Credentials(bench.engine),
	} as unknown as IWorkflowExecuteAdditionalData;
	const context = new LoadOptionsContext(workflow, node, additionalData, 'parameters');
	return await listSearch[method].call(context, filter);
}

test('every list that a field names exists', () => {
	const named = JSON.stringify(new SecuredSigning().description.properties).matchAll(
		/"searchListMethod":"(\w+)"/g,
	);
	expect(new Set([...named].map(([, method]) => method))).toEqual(new Set(Object.keys(listSearch)));
});

test('documents of all folders, with their status', async () => {
	const { results } = await search('searchDocuments');
	expect(results.map(({ name }) => name)).toEqual([
		'Lease.pdf (1 of 2 Signed)',
		'Lease.pdf (NotStart)',
	]);
	expect(results[0].value).toMatch(/^\d{48}$/);
});

test.each<[keyof typeof listSearch, string, string]>([
	['searchForms', 'tax', 'Tax Declaration'],
	['searchInvitationTemplates', 'FRIENDLY', 'Friendly invitation'],
	['searchCompletionTemplates', 'archive', 'Completion for the archive'],
	['searchWorkflows', 'two', 'Two directors'],
	['searchDocuments', 'notstart', 'Lease.pdf (NotStart)'],
])('%s finds by a part of the name', async (method, filter, name) => {
	const { results } = await search(method, filter);
	expect(results.map((result) => result.name)).toEqual([name]);
});

test('a reference that was pasted into the search is found', async () => {
	const { results } = await search('searchForms');
	const found = await search('searchForms', ` ${results[1].value} `);
	expect(found.results).toEqual([results[1]]);
});

test('a list that cannot be fetched says why', async () => {
	bench.sandbox.faults.add({ kind: 'unauthorized' });
	await expect(search('searchForms')).rejects.toThrow(/did not accept the credential/);
});
