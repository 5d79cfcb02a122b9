/**
 * `n8n start`: the editor, the webhooks and the REST API of an instance, until it is stopped. In queue
 * mode, `n8n webhook` and `n8n worker` besides.
 */
import { originOf } from './environment.mts';
import type { N8n } from './instance.mts';
import { errorsIn, readLog, type LogEntry } from './log.mts';
import { startProgram, type Program } from './program.mts';

export interface N8nServer extends Omit<Program, 'output'> {
	origin: string;
	/** What n8n has logged so far. */
	log(): LogEntry[];
}

/** What n8n is started as, and what it says once everything is up; it answers a little earlier. */
export interface Role {
	args: string[];
	ready: string;
}

const MAIN: Role = { args: ['start'], ready: 'Editor is now accessible via' };

/**
 * Starts n8n, and waits until it is ready. Once that n8n has ended, another may be started on the same
 * folder and at the same address.
 */
export const startServer = async (n8n: N8n, { args, ready }: Role = MAIN): Promise<N8nServer> => {
	const { home, installation, environment } = n8n;
	const { output, ...program } = await startProgram(
		`n8n ${args[0]}`,
		[installation.node, installation.n8n, ...args],
		{ cwd: home.userFolder, env: environment, ready, tell: errorsIn },
	);
	return { origin: originOf(home), log: () => readLog(output()), ...program };
};
