/** Starts the processes of the benchmark, each apart so that none disturbs the figures of another. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Companion<Question, Answer> {
	/** Asks one thing; the next only once this is answered. */
	ask<Result = Answer>(question: Question): Promise<Result>;
	stop(): Promise<void>;
}

type Reply = { result: unknown } | { error: string };

/** @param node the Node.js that n8n runs on */
export function start<Question extends object, Answer>(
	node: string,
	file: string,
	args: string[] = [],
	env: NodeJS.ProcessEnv = {},
	nodeOptions: string[] = [],
): Companion<Question, Answer> {
	const child = fork(join(import.meta.dirname, file), args, {
		execPath: node,
		execArgv: ['--require', 'tsx/cjs', '--expose-gc', ...nodeOptions],
		env: { ...process.env, ...env },
	});
	const ended = once(child, 'exit');
	return {
		ask: async <Result,>(question: Question) => {
			child.send(question);
			const reply = await Promise.race([
				once(child, 'message').then(([message]) => message as Reply),
				ended.then(([code]): Reply => ({ error: `${file} ended with ${code}` })),
			]);
			if ('error' in reply) throw new Error(reply.error);
			return reply.result as Result;
		},
		stop: async () => {
			child.kill('SIGKILL');
			await ended;
		},
	};
}
