import type { IExecuteFunctions } from 'n8n-workflow';

/** Whether the node is a tool of an AI agent or an MCP server; n8n gives it another type name then. */
export const isTool = (context: Pick<IExecuteFunctions, 'getNode'>): boolean =>
	context.getNode().type.endsWith('Tool');
