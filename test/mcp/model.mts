/**
 * A stand-in for a model: it speaks the OpenAI protocol, calls the tools that it is told to call, and
 * keeps what it was told.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';

export interface ToolCall {
	name: string;
	args: object;
}

interface Message {
	role: string;
	content: string;
}

export interface Model {
	/** The base URL of its API. */
	url: string;
	/** The tools that it calls next, one in each turn; then it says that it is done. */
	plan: ToolCall[];
	/** What the tools answered, in the order in which it got to know. */
	answers: string[];
	close(): void;
}

export const startModel = async (): Promise<Model> => {
	const plan: ToolCall[] = [];
	const answers: string[] = [];
	const server = createServer((request, response) => {
		void json(request).then((body) => {
			const last = (body as { messages: Message[] }).messages.at(-1);
			if (last?.role === 'tool') answers.push(last.content);
			const next = plan.shift();
			const called = next && {
				id: `call-${answers.length}`,
				type: 'function',
				function: { name: next.name, arguments: JSON.stringify(next.args) },
			};
			const message = called
				? { role: 'assistant', content: null, tool_calls: [called] }
				: { role: 'assistant', content: 'Done' };
			response.setHeader('content-type', 'application/json').end(
				JSON.stringify({
					id: 'completion',
					object: 'chat.completion',
					created: 0,
					model: 'stand-in',
					choices: [{ index: 0, message, finish_reason: called ? 'tool_calls' : 'stop' }],
					usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
				}),
			);
		});
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}/v1`, plan, answers, close: () => void server.close() };
};
