/** Chance that a number can bring back: the same seed gives the same run (mulberry32). */
export class Chance {
	constructor(private state: number) {}

	/** From 0 to less than 1. */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	happens(probability: number): boolean {
		return this.next() < probability;
	}

	shuffled<T>(values: T[]): T[] {
		const left = [...values];
		return values.map(() => left.splice(Math.floor(this.next() * left.length), 1)[0]);
	}

	one<T>(values: readonly T[]): T {
		return values[Math.floor(this.next() * values.length)];
	}
}
