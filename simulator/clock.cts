import { day } from './dates.cts';
import { invalid } from './errors.cts';

/**
 * The calendar of the simulator: the machine's, and the days that somebody let pass in it. Whether a request
 * is signed in time is judged by the machine's clock, which is the caller's as well.
 */
export class Clock {
	private ahead = 0;

	now(): Date {
		return new Date(Date.now() + this.ahead);
	}

	/** How many days it is ahead of the machine. */
	get daysAhead(): number {
		return this.ahead / day;
	}

	/** @throws ServiceError for what is no number of days to come */
	pass(days: number) {
		if (!Number.isFinite(days) || days <= 0 || days > 3650) {
			throw invalid(`Not a number of days to let pass: ${days}`);
		}
		this.ahead += days * day;
	}

	/** Goes back to the machine's date. What has happened stays. */
	reset() {
		this.ahead = 0;
	}
}
