/**
 * Lets time pass for all that runs in this process: the engine, the node and the simulator. Only what is
 * read from `Date` moves; timers go on as they are.
 */
const Real = Date;
let ahead = 0;

class Shifted extends Real {
	constructor(...values: [] | [number | string | Date]) {
		if (values.length === 0) super(Shifted.now());
		else super(...values);
	}

	static now(): number {
		return Real.now() + ahead;
	}
}

/** @param milliseconds how much later it is from now on */
export function passTime(milliseconds: number): void {
	globalThis.Date = Shifted as DateConstructor;
	ahead += milliseconds;
}

/** Goes back to the time of the machine. */
export function realTime(): void {
	globalThis.Date = Real;
	ahead = 0;
}
