import { sleep } from 'n8n-workflow';

/** How much work is done before other work may run: some 5 ms, at some 10 ns for a unit. */
const SLICE = 500_000;

/**
 * Splits long work into slices, so that n8n can do other work in between. Work is counted instead of timed:
 * that is faster, and the same on every machine.
 */
export class Slices {
	private worked = 0;

	/**
	 * Counts work that was done.
	 * @returns whether a pause is due
	 */
	work(units: number): boolean {
		this.worked += units;
		return this.worked >= SLICE;
	}

	/** Lets other work run. */
	async pause(): Promise<void> {
		this.worked = 0;
		await sleep(0);
	}
}
