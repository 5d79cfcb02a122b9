/** What n8n's editor asks of the node while somebody edits it. */
import { LoadOptionsContext } from 'n8n-core';
import {
	NodeHelpers,
	Workflow,
	type INode,
	type INodeParameters,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import { Credentials } from '../harness/engine.cts';
import type { Bench } from './node.cts';

/** The context in which a list, a picker or a field mapping is called. */
export function editorContext(
	bench: Bench,
	currentNodeParameters: INodeParameters = {},
): LoadOptionsContext {
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
		currentNodeParameters,
	} as unknown as IWorkflowExecuteAdditionalData;
	return new LoadOptionsContext(workflow, node, additionalData, 'parameters');
}
