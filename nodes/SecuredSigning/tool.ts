import { oncePerRun } from './run';

/** Whether the node is a tool of an AI agent or an MCP server; n8n gives it another type name then. */
export const isTool = oncePerRun((context) => context.getNode().type.endsWith('Tool'));

/**
 * Whether another node calls this one while it runs itself, as an MCP server and older AI Agent nodes
 * do. Then nothing can wait: there is no execution to go on with. Newer AI Agent nodes have n8n run
 * their tools like any node. (n8n 2 has `isToolExecution` for it, n8n 1 nothing.)
 */
export const isCalledByANode = (context: object): boolean => 'getNextRunIndex' in context;
