/**
 * What a node means to do later, by a timer, has to end with the n8n that it runs in: jest does not
 * take it well when something happens after a test.
 */
const { setTimeout } = globalThis;
const timers = new Set<NodeJS.Timeout>();
let keepers = 0;

const kept = Object.assign((...parameters: Parameters<typeof setTimeout>) => {
	const timer = setTimeout(...parameters);
	timers.add(timer);
	return timer;
}, setTimeout);

/** Keeps the timers that are set from now on. The last one to call what it returns ends them all. */
export function keepTimers(): () => void {
	keepers += 1;
	globalThis.setTimeout = kept;
	return () => {
		keepers -= 1;
		if (keepers > 0) return;
		globalThis.setTimeout = setTimeout;
		timers.forEach(clearTimeout);
		timers.clear();
	};
}
