/** Lets only so many go on at a time; the others wait for their turn, in order. */
export class Turns {
	private taken = 0;
	private readonly waiting: Array<() => void> = [];

	/** @param most how many may go on now; it may change meanwhile */
	constructor(private readonly most: () => number) {}

	async take(): Promise<void> {
		if (this.taken++ < this.most()) return;
		this.taken--;
		await new Promise<void>((resolve) => this.waiting.push(resolve));
	}

	free(): void {
		this.taken--;
		while (this.taken < this.most()) {
			const next = this.waiting.shift();
			if (next === undefined) break;
			this.taken++;
			next();
		}
	}
}
