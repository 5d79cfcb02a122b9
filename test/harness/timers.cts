/**
 * What a node means to do later, by a timer, has to end with the n8n that it runs in: jest does not
 * take it well when something happens after a test.
 */
import { callingFiles } from './callers.cts';

const { setTimeout, clearTimeout } = globalThis;
const timers = new Map<NodeJS.Timeout, { run: () => void; delay: number; files: string[] }>();
let keepers = 0;

const kept = Object.assign((...parameters: Parameters<typeof setTimeout>) => {
	const [run, delay = 0, ...values] = parameters;
	const timer = setTimeout(() => {
		timers.delete(timer);
		(run as (...values: unknown[]) => void)(...values);
	}, delay);
	timers.set(timer, { run: run as () => void, delay, files: callingFiles() });
	return timer;
}, setTimeout);

/** What is called off is forgotten too: it would hold on to whatever it was set for. */
const calledOff = (timer?: Parameters<typeof clearTimeout>[0]) => {
	timers.delete(timer as NodeJS.Timeout);
	clearTimeout(timer);
};

/**
 * Runs at once what the code of this file has put off.
 *
 * @param whom the file for which it did so; any unless given
 *
 * @returns for how long it was put off, in milliseconds
 */
export function runTimers(file: string, whom = file): number[] {
	const due = [...timers].filter(
		([, { files }]) =>
			setterIn(files)?.includes(file) && files.some((caller) => caller.includes(whom)),
	);
	for (const [timer, { run }] of due) {
		clearTimeout(timer);
		timers.delete(timer);
		run();
	}
	return due.map(([, { delay }]) => delay);
}

/** The file of the product's code that put it off itself, and not for whom it did so. */
const setterIn = (files: string[]) => files.find((file) => file.includes('/nodes/'));

/** Keeps the timers that are set from now on. The last one to call what it returns ends them all. */
export function keepTimers(): () => void {
	keepers += 1;
	globalThis.setTimeout = kept;
	globalThis.clearTimeout = calledOff;
	return () => {
		keepers -= 1;
		if (keepers > 0) return;
		globalThis.setTimeout = setTimeout;
		globalThis.clearTimeout = clearTimeout;
		for (const timer of timers.keys()) clearTimeout(timer);
		timers.clear();
	};
}
