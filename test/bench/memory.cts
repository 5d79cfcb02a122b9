/** How much memory a piece of work takes at its highest, above the process at rest. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const STATUS = '/proc/self/status';
const CLEAR_PEAK = '/proc/self/clear_refs';

/** Bytes. Linux keeps the peak itself and can be told to forget it; elsewhere it is that since the start. */
function peak(): number {
	if (!existsSync(STATUS)) return process.resourceUsage().maxRSS * 1024;
	const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(STATUS, 'utf8'))?.[1];
	return Number(kilobytes) * 1024;
}

export async function memoryOf(work: () => Promise<void>): Promise<number> {
	globalThis.gc?.();
	if (existsSync(CLEAR_PEAK)) writeFileSync(CLEAR_PEAK, '5');
	const idle = process.memoryUsage.rss();
	await work();
	return peak() - idle;
}
