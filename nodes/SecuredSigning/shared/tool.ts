import type { INode } from 'n8n-workflow';

import { oncePerRun } from './oncePerRun';
import { refusal } from './refusal';
import { isRecord } from './values';

interface HasNode {
	getNode(): INode;
}

const isToolNode = (context: HasNode): boolean => context.getNode().type.endsWith('Tool');

/** Whether the node is a tool of an AI agent or an MCP server; n8n gives it another type name then. */
export const isTool = oncePerRun(isToolNode);

/**
 * Whether another node calls this one as part of its own run, as an MCP server and older AI Agent nodes do.
 * Then the operation cannot wait: there is no execution to resume. Newer AI Agent nodes have n8n run their
 * tools like any node. (n8n 2 has `isToolExecution` for it, n8n 1 nothing.)
 */
export const isCalledByANode = (context: object): boolean => 'getNextRunIndex' in context;

/** A stored parameter, with expressions as text; undefined if it does not exist. */
export const storedParameter = (context: HasNode, ...names: string[]): unknown =>
	names.reduce<unknown>(
		(value, name) => (isRecord(value) ? value[name] : undefined),
		context.getNode().parameters,
	);

/**
 * Whether the results may contain signing keys. Anybody with a key can sign as that person, also a model, or
 * somebody who tricks it, so a tool gets them only if the user allowed it.
 */
export const getsSigningKeys = (context: HasNode): boolean =>
	!isToolNode(context) ||
	storedParameter(context, 'requestOptions', 'signingKeysForAgents') === true;

/** @throws UserError in a tool that gets no signing keys */
export function refuseSigningKeys(context: HasNode): void {
	if (getsSigningKeys(context)) return;
	throw refusal(
		'AI agents cannot get signing keys or signing pages',
		"Anyone who has one can sign as that person. Only the person who builds the workflow can allow it, with 'Signing Keys for Agents' in 'Request Options'. An AI agent should tell its user so, and not try other ways.",
	);
}
