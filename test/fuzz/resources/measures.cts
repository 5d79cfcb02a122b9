/** What reading one file costs, measured in a process that does nothing else. */
import { readFileSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { listen, workedMs } from './turns.cts';

/** What may not be gone over: issue by issue the same on every machine, as it is no wall time. */
export const BOUNDS = { seconds: 2, megabytes: 150 };
/** Told, and held to only where the machine is quiet. */
export const LONGEST_BLOCK_MS = 20;

export interface Cost {
	/** Processor time, also that of the collector of garbage and of zlib. */
	seconds: number;
	/** At the peak, over the process at rest. */
	megabytes: number;
	/** The longest that nothing else had its turn, in milliseconds that the main thread itself worked. */
	block: number;
	/** The same by the clock, which counts other processes too. */
	wallBlock: number;
}

const LOOK_EVERY_MS = 2;
const MB = 1024 * 1024;

/** Measures jobs one after another; memory is compared with what the process has now. */
export class Measure {
	private readonly rest: number;

	constructor() {
		global.gc?.();
		this.rest = process.memoryUsage.rss();
	}

	async cost(job: () => Promise<void>): Promise<Cost> {
		global.gc?.();
		forgetPeak();
		const delay = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS });
		let longest = 0;
		let before = workedMs();
		const look = () => {
			const now = workedMs();
			longest = Math.max(longest, now - before);
			before = now;
		};
		listen(look);
		const begun = process.cpuUsage();
		delay.enable();
		await job();
		look();
		const { user, system } = process.cpuUsage(begun);
		delay.disable();
		return {
			seconds: (user + system) / 1e6,
			megabytes: (peakBytes() - this.rest) / MB,
			block: longest,
			wallBlock: Number.isFinite(delay.max) ? delay.max / 1e6 : 0,
		};
	}
}

/** Linux can begin anew with a process's peak; elsewhere it is the peak of all files so far. */
function forgetPeak(): void {
	try {
		writeFileSync('/proc/self/clear_refs', '5');
	} catch {
		// The one that goes over is read once more in a process of its own.
	}
}

function peakBytes(): number {
	try {
		const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
		return Number(kilobytes) * 1024;
	} catch {
		return process.resourceUsage().maxRSS * 1024;
	}
}
