/**
 * A chat model that thinks nothing: it answers OpenAI's chat API with what it was told to say, one
 * turn after the other. It shows that the tools of the workflow can be called, not that a model
 * chooses them well.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What it says in one turn: words, or a call of a tool with what was said so far at hand. */
export type Turn = (messages: Message[]) => string | { tool: string; input: object };

export interface Message {
	role: string;
	content: unknown;
}

interface Tool {
	function: { name: string; description: string; parameters: { properties: object } };
}

export interface Model {
	/** The base URL of its API. */
	url: string;
	/** What it will say. */
	turns: Turn[];
	/** The tools that it was offered last. */
	tools: Tool['function'][];
	/** Everything that it was told last. */
	messages: Message[];
	close(): Promise<void>;
}

const answerOf = (said: ReturnType<Turn>): object =>
	typeof said === 'string'
		? { role: 'assistant', content: said }
		: {
				role: 'assistant',
				content: null,
				tool_calls: [
					{
						id: `call_${said.tool}`,
						type: 'function',
						function: { name: said.tool, arguments: JSON.stringify(said.input) },
					},
				],
			};

export const startModel = async (): Promise<Model> => {
	const model: Model = { url: '', turns: [], tools: [], messages: [], close };
	const server = createServer((request, response) => {
		let body = '';
		request.setEncoding('utf8').on('data', (text: string) => (body += text));
		request.on('end', () => {
			const {
				messages,
				tools = [],
				stream,
			} = JSON.parse(body) as {
				messages: Message[];
				tools?: Tool[];
				stream?: boolean;
			};
			model.messages = messages;
			model.tools = tools.map((tool) => tool.function);
			const turn = model.turns.shift();
			if (!turn) return void response.writeHead(500).end('Nothing was foreseen for this turn');
			const said = turn(messages);
			const finish_reason = typeof said === 'string' ? 'stop' : 'tool_calls';
			const common = { id: 'chat', created: 0, model: 'stand-in' };
			if (stream) {
				const { tool_calls, ...rest } = answerOf(said) as { tool_calls?: object[] };
				const delta = {
					...rest,
					tool_calls: tool_calls?.map((call, index) => ({ index, ...call })),
				};
				const object = 'chat.completion.chunk';
				const chunk = { ...common, object, choices: [{ index: 0, delta, finish_reason }] };
				response.setHeader('content-type', 'text/event-stream');
				return void response.end(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`);
			}
			const choices = [{ index: 0, message: answerOf(said), finish_reason }];
			const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
			response
				.setHeader('content-type', 'application/json')
				.end(JSON.stringify({ ...common, object: 'chat.completion', choices, usage }));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	model.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
	return model;

	async function close() {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
};
