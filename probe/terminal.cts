// Questions to the person at the terminal.
import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';

/** Lines that came before they were asked for, where nobody types: a pipe brings all of them at once. */
const waiting: string[] = [];

const NOBODY =
	'Stopped: nobody answered. SECURED_SIGNING_KEY, SECURED_SIGNING_SECRET and SECURED_SIGNING_DOMAIN answer the first questions, --yes the others.';

/** Open while there is something to ask. Nothing of what is typed between two questions is shown either. */
export class Terminal {
	private isSilent = true;
	private isClosed = false;
	private readonly lines: Interface;

	constructor() {
		const output = new Writable({
			write: (chunk: Buffer, _encoding, done) => {
				if (!this.isSilent) process.stderr.write(chunk);
				done();
			},
		});
		const terminal = Boolean(process.stdin.isTTY);
		this.lines = createInterface({ input: process.stdin, output, terminal });
		this.lines.once('close', () => (this.isClosed = true));
		if (!terminal) this.lines.on('line', (line) => waiting.push(line));
	}

	/**
	 * Asks for one line. Hidden: what is typed is not shown.
	 *
	 * @throws Error after Ctrl-C, and where nobody is there to answer
	 */
	async ask(question: string, { hidden = false } = {}): Promise<string> {
		if (this.isClosed && waiting.length === 0) throw new Error(NOBODY);
		const line = waiting.shift();
		if (line !== undefined) return line.trim();
		this.isSilent = false;
		try {
			return await new Promise<string>((resolve, reject) => {
				const stop = () => reject(new Error('Stopped.'));
				const end = () => reject(new Error(NOBODY));
				this.lines.once('SIGINT', stop).once('close', end);
				this.lines.question(question, (answer) => {
					this.lines.off('SIGINT', stop).off('close', end);
					resolve(answer.trim());
				});
				this.isSilent = hidden;
			});
		} finally {
			if (hidden) process.stderr.write('\n');
			this.isSilent = true;
		}
	}

	close() {
		this.lines.close();
	}
}

/** One question, and the terminal is given back. */
export async function askFor(question: string): Promise<string> {
	const terminal = new Terminal();
	try {
		return await terminal.ask(question);
	} finally {
		terminal.close();
	}
}

/** Shows how far the run is, on one line. */
export function showProgress(requests: string, about: string): void {
	if (!process.stderr.isTTY) return;
	process.stderr.write(`\r\u001b[K${requests} requests · ${about}`.slice(0, 110));
}

export function endProgress(): void {
	if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}
