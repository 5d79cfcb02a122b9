/**
 * A program that runs beside the tests until it is stopped.
 */
import { spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const START_LIMIT = 120_000;
const STOP_LIMIT = 30_000;

export interface ProgramOptions extends Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'> {
	/** What it says once it is ready. */
	ready: string;
	/** What asks it to end in good order. */
	stopSignal?: NodeJS.Signals;
	/** How the output of one that did not start is told. */
	tell?: (output: string) => string;
}

export interface Program {
	pid?: number;
	/** What it has said so far, on stdout and stderr. */
	output(): string;
	/** Settles when it has ended, for whatever reason. */
	ended: Promise<void>;
	/** Ends it in good order, and waits until it is gone. */
	stop(): Promise<void>;
	/** Ends it in the middle of whatever it does, as a power cut would. */
	kill(): Promise<void>;
}

const lastLines = (output: string): string => output.trimEnd().split('\n').slice(-15).join('\n');

/**
 * Starts a program, and waits until it is ready.
 *
 * @throws Error when it ends before that, or takes too long: with what it said
 */
export const startProgram = async (
	name: string,
	[file, ...args]: string[],
	{ ready, stopSignal = 'SIGTERM', tell = lastLines, ...options }: ProgramOptions,
): Promise<Program> => {
	const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => (output += text));
	}
	const ended = once(child, 'close').then(() => void process.off('exit', atExit));
	// The script may end before it comes to stop(). Then nobody reads what the program says any more,
	// and one that wants to say how it ends, never does.
	const atExit = () => void child.kill('SIGKILL');
	process.once('exit', atExit);

	const isRunning = () => child.exitCode === null && child.signalCode === null;
	const stop = async () => {
		if (!isRunning()) return;
		child.kill(stopSignal);
		const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT);
		await ended;
		clearTimeout(limit);
	};
	const kill = async () => {
		child.kill('SIGKILL');
		await ended;
	};

	const deadline = Date.now() + START_LIMIT;
	while (!output.includes(ready)) {
		if (!isRunning() || Date.now() > deadline) {
			await stop();
			throw new Error(`${name} did not start:\n${tell(output)}`);
		}
		await sleep(100);
	}
	return { pid: child.pid, output: () => output, ended, stop, kill };
};
