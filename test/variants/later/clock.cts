/**
 * The time that all stories of a process share. It passes once every story that is under way asks for it:
 * so it passes in the middle of no request. Whatever n8n was to call by itself by then, it calls.
 */
import { passTime } from '../../harness/clock.cts';
import { runTimers } from '../../harness/timers.cts';

/** Longer than it takes until a second look counts (docs/waiting-in-detail.md, "Deleted and gone"). */
const STEP_MS = 6 * 60_000;

let underWay = 0;
const asking: Array<() => void> = [];
const answered: Array<() => number> = [];
const endings: Array<() => Promise<unknown>> = [];

/** Plays a story in the time of all. */
export async function inTime<T>(story: () => Promise<T>): Promise<T> {
	underWay += 1;
	try {
		return await story();
	} finally {
		underWay -= 1;
		await passIfAllAsk();
	}
}

/** Waits until six minutes have passed, and n8n has made the calls to itself that were due. */
export async function later(): Promise<void> {
	const passed = new Promise<void>((resolve) => void asking.push(resolve));
	await passIfAllAsk();
	await passed;
}

/** Counts the calls that were answered, for whoever is called by n8n itself. */
export const hears = (count: () => number): void => void answered.push(count);

/** What is to be closed when all stories are told: until then, somebody may call. */
export const atTheEnd = (close: () => Promise<unknown>): void => void endings.push(close);
export const end = async (): Promise<void> => {
	for (const close of endings.splice(0)) await close();
};

async function passIfAllAsk(): Promise<void> {
	if (asking.length === 0 || asking.length < underWay) return;
	const goOn = asking.splice(0);
	const total = () => answered.reduce((sum, count) => sum + count(), 0);
	const before = total();
	passTime(STEP_MS);
	const calls = runTimers('callAgain.ts').length;
	while (total() < before + calls) await new Promise((resolve) => setImmediate(resolve));
	for (const resolve of goOn) resolve();
}
