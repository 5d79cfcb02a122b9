// Questions to the person at the terminal.
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** Asks for one line. Hidden: nothing of what is typed is shown. */
export async function askFor(question: string, { hidden = false } = {}): Promise<string> {
	const output = new Writable({
		write(chunk: Buffer, _encoding, done) {
			if (!isSilent) process.stderr.write(chunk);
			done();
		},
	});
	let isSilent = false;
	const lines = createInterface({
		input: process.stdin,
		output,
		terminal: Boolean(process.stdin.isTTY),
	});
	try {
		const answer = new Promise<string>((resolve, reject) => {
			lines.once('SIGINT', () => reject(new Error('Stopped. Nothing was sent.')));
			lines.once('close', () => reject(new Error('There was no answer. Nothing was sent.')));
			lines.question(question, resolve);
		});
		isSilent = hidden;
		return (await answer).trim();
	} finally {
		isSilent = false;
		lines.removeAllListeners('close');
		lines.close();
		if (hidden) process.stderr.write('\n');
	}
}

/** Shows how far the run is, on one line. */
export function showProgress(requests: number, budget: number, about: string): void {
	if (!process.stderr.isTTY) return;
	process.stderr.write(
		`\r\u001b[K${requests} of at most ${budget} requests · ${about}`.slice(0, 110),
	);
}

export function endProgress(): void {
	if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}
