/** Has files read in a process of its own, which is ended when it hangs and begun anew. */
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { HostileFile } from '../files/extremes.cts';
import type { Outcome, Task } from './child.cts';

/** By the clock, with room for a machine that is busy with other things: this is for what never ends. */
const HANGS_AFTER_MS = 90_000;
/** A process keeps what it once had: so many files, then another one. */
const FILES_PER_PROCESS = 200;

/** An outcome, or what became of the process. */
export type Reading = Outcome | { died: string };

export class Reader {
	private readonly folder = mkdtempSync(join(tmpdir(), 'hostile-files-'));
	private child: ChildProcess | undefined;
	private files = 0;

	/** Reads a file in the process that is there, so many times at once. */
	async read(file: HostileFile, content: Buffer, times = 1): Promise<Reading> {
		if (this.files >= FILES_PER_PROCESS) this.end();
		this.files += 1;
		this.child ??= await started();
		const path = join(this.folder, 'file');
		writeFileSync(path, content);
		const reading = await answered(this.child, { path, fileName: file.fileName, times });
		if ('died' in reading) this.end();
		return reading;
	}

	/** Reads it in a process that has read nothing before. */
	async readAlone(file: HostileFile, content: Buffer, times = 1): Promise<Reading> {
		this.end();
		const reading = await this.read(file, content, times);
		this.end();
		return reading;
	}

	close(): void {
		this.end();
		rmSync(this.folder, { recursive: true });
	}

	private end(): void {
		this.child?.removeAllListeners();
		this.child?.kill('SIGKILL');
		this.child = undefined;
		this.files = 0;
	}
}

async function started(): Promise<ChildProcess> {
	const child = fork(join(__dirname, 'child.cts'), [], {
		execArgv: ['--expose-gc', '--require', 'tsx/cjs'],
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
	});
	await new Promise<void>((resolve, reject) => {
		child.once('message', () => resolve());
		child.once('exit', (code) => reject(new Error(`The reading process ended with ${code}`)));
	});
	child.removeAllListeners('exit');
	return child;
}

async function answered(child: ChildProcess, task: Task): Promise<Reading> {
	return await new Promise<Reading>((resolve) => {
		const timer = setTimeout(() => resolve({ died: 'it hangs' }), HANGS_AFTER_MS);
		const done = (reading: Reading) => {
			clearTimeout(timer);
			child.removeAllListeners();
			resolve(reading);
		};
		child.once('message', (outcome) => done(outcome as Outcome));
		child.once('exit', (code, signal) => done({ died: `the process ended (${signal ?? code})` }));
		child.send(task);
	});
}
