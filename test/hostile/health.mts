/** Whether an n8n answers while it is at work: asked again and again, whatever else goes on. */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from '../n8n/request.mts';
import type { N8nServer } from '../n8n/server.mts';

const ASK_EVERY_MS = 200;
const GIVE_UP_MS = 120_000;

/** The longest that n8n took to answer since the last look, in milliseconds. */
export class Health {
	private longest = 0;
	private asked = 0;
	private silent = 0;
	private isOver = false;
	private readonly asking: Promise<void>;

	constructor(private readonly server: N8nServer) {
		this.asking = this.ask();
	}

	/** What there was since the last look; then it begins anew. */
	look(): { longest: number; asked: number; silent: number } {
		const { longest, asked, silent } = this;
		[this.longest, this.asked, this.silent] = [0, 0, 0];
		return { longest, asked, silent };
	}

	async end(): Promise<void> {
		this.isOver = true;
		await this.asking;
	}

	private async ask(): Promise<void> {
		while (!this.isOver) {
			const begun = performance.now();
			try {
				const signal = AbortSignal.timeout(GIVE_UP_MS);
				const { ok } = await request(`${this.server.origin}/healthz`, { signal });
				if (!ok) this.silent += 1;
			} catch {
				this.silent += 1;
			}
			const took = performance.now() - begun;
			this.asked += 1;
			this.longest = Math.max(this.longest, took);
			await sleep(Math.max(0, ASK_EVERY_MS - took));
		}
	}
}

/** A process's memory in MB, now and at its peak; undefined where the system does not tell it. */
export async function memoryOf(pid: number): Promise<{ now: number; peak: number } | undefined> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
	const [now, peak] = ['VmRSS', 'VmHWM'].map((name) =>
		Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024),
	);
	return status === '' ? undefined : { now, peak };
}
