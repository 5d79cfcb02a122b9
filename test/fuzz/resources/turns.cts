/** Hears when the product gives way: what a process works from one time to the next is one block. */
import { readFileSync } from 'node:fs';

// eslint-disable-next-line @typescript-eslint/no-require-imports
const workflow = require('n8n-workflow') as typeof import('n8n-workflow');

/** Where others have a turn; called before and behind each wait. */
export let onTurn = () => {};

/** Calls whenever the product begins to wait, and whenever it goes on. */
export function listen(listener: () => void): void {
	onTurn = listener;
}

const sleep: typeof workflow.sleep = async (milliseconds) => {
	onTurn();
	await workflow.sleep(milliseconds);
	onTurn();
};

// The exports of a module are fixed; those that the product is given are a copy. This is loaded before it.
const loaded = require.cache[require.resolve('n8n-workflow')];
if (loaded) loaded.exports = { ...workflow, sleep };

/**
 * What the main thread has worked, in milliseconds: without the threads that collect garbage or compile beside it,
 * and without the time that other processes had. Where the system does not tell it: all threads.
 */
export function workedMs(): number {
	try {
		const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1').split(
			' ',
		);
		return Number(nanoseconds) / 1e6;
	} catch {
		const { user, system } = process.cpuUsage();
		return (user + system) / 1000;
	}
}
