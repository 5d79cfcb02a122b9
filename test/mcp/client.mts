/**
 * An MCP client, as an AI application has one: the official SDK over streamable HTTP. It keeps what was
 * said.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import {
	StreamableHTTPClientTransport,
	StreamableHTTPError,
} from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { CallToolResult, Tool } from '@modelcontextprotocol/sdk/types.js';

const LIMIT = 30_000;

/** One call of a tool, as the model has it in its context. */
export interface Call {
	tool: string;
	args: Record<string, unknown>;
	/** All that came back. */
	text: string;
	isError: boolean;
}

export class ToolUser {
	readonly calls: Call[] = [];

	private constructor(
		private readonly client: Client,
		readonly tools: Tool[],
	) {}

	/** Connects to a server of a running n8n, which registers its path some moments after its start. */
	static async connect(address: URL): Promise<ToolUser> {
		const deadline = Date.now() + LIMIT;
		for (;;) {
			const client = new Client({ name: 'an-ai-application', version: '1.0.0' });
			try {
				await client.connect(new StreamableHTTPClientTransport(address));
			} catch (error) {
				const isEarly = error instanceof StreamableHTTPError && error.code === 404;
				if (!isEarly || Date.now() > deadline) throw error;
				await sleep(250);
				continue;
			}
			return new ToolUser(client, (await client.listTools()).tools);
		}
	}

	async call(tool: string, args: Call['args'] = {}): Promise<Call> {
		const answer = (await this.client.callTool({ name: tool, arguments: args })) as CallToolResult;
		const text = answer.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
		const call = { tool, args, text, isError: answer.isError === true };
		this.calls.push(call);
		return call;
	}

	async close(): Promise<void> {
		await this.client.close();
	}
}
