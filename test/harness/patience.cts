/**
 * How time passes for the product's patience with the service, in the tests that run n8n's engine
 * (jest.config.cjs). While anything pauses (nodes/SecuredSigning/shared/pause.ts), the clock goes fifty times
 * as fast. It is counted in turns of the event loop, in which all else in this process, the simulator
 * included, gets on as well: a busy machine makes everything slower alike, and nothing comes in another order.
 * HTTP and its time-outs, what is looked at while it goes on (a download, n8n's storage), and what is put off
 * for minutes, take their time.
 */
import { callingFiles } from './callers.cts';
import { passTime } from './clock.cts';

const TURN_MS = 2;
const EACH_MS = 100;
const PUT_OFF_MS = 1_000;

const { setTimeout } = globalThis;
const pauses = new Set<{ run: () => void; left: number }>();
let turns: NodeJS.Timeout | undefined;

function turn(): void {
	passTime(EACH_MS - TURN_MS);
	for (const each of pauses) {
		each.left -= EACH_MS;
		if (each.left > 0) continue;
		pauses.delete(each);
		each.run();
	}
	if (pauses.size > 0) return;
	clearInterval(turns);
	turns = undefined;
}

/** For what a stand-in of the service does while the product pauses: in the same measure. */
export function afterPause(run: () => void, milliseconds: number): void {
	pauses.add({ run, left: milliseconds });
	turns ??= setInterval(turn, TURN_MS);
}

const isPause = (file: string) => file.endsWith('/pause.ts');
const isProduct = (file: string) => file.includes('/nodes/SecuredSigning/');

const hurried = (...parameters: Parameters<typeof setTimeout>): NodeJS.Timeout => {
	const [run, delay = 0] = parameters;
	if (delay < EACH_MS) return setTimeout(...parameters);
	const files = callingFiles();
	if (files.some(isPause)) {
		afterPause(run as () => void, delay);
		// Nobody ends a pause by its timer.
		return setTimeout(() => undefined);
	}
	const timer = setTimeout(...parameters);
	// A wait looks again and again until its n8n ends: that is no reason for this process not to.
	if (delay >= PUT_OFF_MS && files.some(isProduct)) timer.unref();
	return timer;
};

globalThis.setTimeout = Object.assign(hurried, setTimeout);

/** For tests in which something else happens by the clock meanwhile. */
export function waitInRealTime(): void {
	globalThis.setTimeout = setTimeout;
}
