/**
 * `n8n start`: the editor, the webhooks and the REST API of an instance, until it is stopped.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { environmentOf, originOf } from './environment.mts';
import type { N8n } from './instance.mts';
import { errorsIn, readLog, type LogEntry } from './log.mts';

const START_LIMIT = 120_000;
const STOP_LIMIT = 30_000;

export interface N8nServer {
	origin: string;
	/** What n8n has logged so far. */
	log(): LogEntry[];
	/** Settles when n8n has ended, for whatever reason. */
	ended: Promise<void>;
	/** Ends the n8n that was started here, and waits until it is gone. */
	stop(): Promise<void>;
}

/** Whether n8n answers; the REST API comes a little after /healthz. */
const isReady = async (origin: string): Promise<boolean> => {
	const answers = ['/healthz/readiness', '/rest/settings'].map(async (path) => {
		const answer = await fetch(`${origin}${path}`);
		return answer.ok && (answer.headers.get('content-type') ?? '').includes('json');
	});
	return (await Promise.all(answers).catch(() => [false])).every(Boolean);
};

export const startServer = async ({ home, installation }: N8n): Promise<N8nServer> => {
	const child = spawn(installation.node, [installation.n8n, 'start'], {
		cwd: home.userFolder,
		env: environmentOf(home),
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => (output += text));
	}
	const ended = once(child, 'close').then(() => process.off('exit', kill));
	// The script may end before it comes to stop().
	const kill = () => void child.kill('SIGTERM');
	process.once('exit', kill);

	const isRunning = () => child.exitCode === null && child.signalCode === null;
	const stop = async () => {
		if (!isRunning()) return;
		child.kill('SIGTERM');
		const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT);
		await ended;
		clearTimeout(limit);
	};

	const origin = originOf(home);
	const deadline = Date.now() + START_LIMIT;
	while (!(await isReady(origin))) {
		if (!isRunning() || Date.now() > deadline) {
			await stop();
			throw new Error(`n8n did not start:\n${errorsIn(output)}`);
		}
		await sleep(250);
	}
	return { origin, log: () => readLog(output), ended: ended.then(() => undefined), stop };
};
