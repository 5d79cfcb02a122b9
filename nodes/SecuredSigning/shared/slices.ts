import { sleep } from 'n8n-workflow';

/** What is done before others get their turn: some 5 ms, where a unit of work takes some 10 ns. */
const SLICE = 500_000;

/**
 * Cuts long work on one text into slices, between which n8n does whatever else it has to do. Work is counted,
 * which is quicker than the clock, and the same on every machine.
 */
export class Slices {
	private worked = 0;

	/**
	 * Counts work that was done.
	 * @returns whether others have waited long enough for a pause
	 */
	work(units: number): boolean {
		this.worked += units;
		return this.worked >= SLICE;
	}

	/** Gives way. */
	async pause(): Promise<void> {
		this.worked = 0;
		await sleep(0);
	}
}
