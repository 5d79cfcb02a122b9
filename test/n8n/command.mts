/**
 * Running one command to its end, with its output kept.
 */
import { spawn, type SpawnOptions } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

export interface CommandOptions extends Pick<SpawnOptions, 'uid' | 'gid'> {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	/** Show the output while the command runs, on stderr, for the commands that take minutes. */
	show?: boolean;
	/** How the output of a failed command is told. */
	tell?: (output: string) => string;
}

const lastLines = (output: string): string => output.trimEnd().split('\n').slice(-40).join('\n');

/** This environment with `node` first on the PATH, so that npm and what it starts run on it too. */
export const withNode = (node: string, extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
	...process.env,
	PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
	...extra,
});

/** What the command wrote to stdout. A failure is an Error that ends with what it said last. */
export const command = async (
	file: string,
	args: string[],
	{ cwd, env, uid, gid, show, tell = lastLines }: CommandOptions = {},
): Promise<string> =>
	await new Promise((resolve, reject) => {
		// On Windows npm is a .cmd file, which only a shell can start.
		const shell = process.platform === 'win32' && file === 'npm';
		const child = spawn(file, args, {
			cwd,
			env,
			uid,
			gid,
			shell,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let stdout = '';
		let all = '';
		child.stdout.setEncoding('utf8').on('data', (text: string) => {
			stdout += text;
			all += text;
			if (show) process.stderr.write(text);
		});
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			all += text;
			if (show) process.stderr.write(text);
		});
		child.on('error', reject);
		child.on('close', (code, signal) => {
			if (code === 0) return resolve(stdout);
			const end = signal ? `was ended by ${signal}` : `ended with code ${code}`;
			reject(new Error(`${file} ${args.join(' ')} ${end}:\n${tell(all)}`));
		});
	});
