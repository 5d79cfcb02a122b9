import type { Limit } from './mapConcurrently';

const FIRST = 5;
const LEAST = 1;
const MOST = 50;
/** Answers that take so many times as long as they did at the best are slower. */
const TOLERANCE = 1.5;
/** A mean of fewer answers says little. */
const LEAST_ANSWERS = 5;
/** The least that one round of slower answers leaves of the limit. */
const LEAST_SHARE = 0.5;

/** A request on its way. */
export interface InFlight {
	kind: Kind;
	round: number;
}

/** Requests whose times can be compared. */
interface Kind {
	/** Those of this round: how many were answered, and their milliseconds together. */
	answers: number;
	total: number;
	/** The lowest mean so far, in milliseconds. */
	best: number;
}

/**
 * How many items of a run are worked on at once, by how the service answers: an adaptive concurrency limit. It
 * doubles with each round of answers until one is slower than the best, or the service is overloaded; from then on it
 * rises by one a round (slow start and congestion avoidance, RFC 5681). It is halved at once when the service is
 * overloaded, and falls in proportion when answers are slower (the gradient of Netflix's concurrency-limits), then to
 * no less than what everybody begins with.
 *
 * It has no clock: whoever asks says how long an answer took.
 */
export class AdaptiveLimit implements Limit {
	current = FIRST;

	risen?: () => void;

	private readonly kinds = new Map<string, Kind>();
	private isSlowStart = true;
	private inFlight = 0;
	/** A round is as many answers as the limit, to requests that were sent since it last changed. */
	private round = 0;
	private answers = 0;
	private mostInFlight = 0;
	/** The first round since the limit was last halved. */
	private sinceHalved = 0;

	/** @param kind what the time of an answer depends on, such as the route; some dozens in a run at most */
	begin(kind: string): InFlight {
		const known = this.kinds.get(kind) ?? { answers: 0, total: 0, best: Infinity };
		this.kinds.set(kind, known);
		this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
		return { kind: known, round: this.round };
	}

	/** An answer, after so many milliseconds. */
	answered({ kind, round }: InFlight, milliseconds: number): void {
		this.inFlight--;
		if (round < this.round) return;
		kind.answers++;
		kind.total += milliseconds;
		if (++this.answers >= this.current) this.judge();
	}

	/** "Too many requests", or no answer. */
	overloaded({ round }: InFlight): void {
		this.inFlight--;
		// One burst of refusals is one sign.
		if (round < this.sinceHalved) return;
		this.isSlowStart = false;
		this.begins(Math.max(LEAST, Math.floor(this.current / 2)));
		this.sinceHalved = this.round;
	}

	/** An answer that tells nothing of the load, such as a refusal. */
	ended(): void {
		this.inFlight--;
	}

	private judge(): void {
		const judged = [...this.kinds.values()].filter(({ answers }) => answers >= LEAST_ANSWERS);
		if (judged.length === 0) return;
		let took = 0;
		let atBest = 0;
		for (const kind of judged) {
			kind.best = Math.min(kind.best, kind.total / kind.answers);
			took += kind.total;
			atBest += kind.best * kind.answers;
		}
		const isUsed = this.mostInFlight * 2 >= this.current;
		if (took > atBest * TOLERANCE) {
			this.isSlowStart = false;
			const share = Math.max(LEAST_SHARE, (atBest * TOLERANCE) / took);
			this.begins(Math.max(Math.min(FIRST, this.current), Math.floor(this.current * share)));
		} else if (isUsed) {
			this.begins(Math.min(MOST, this.isSlowStart ? this.current * 2 : this.current + 1));
		} else {
			this.begins(this.current);
		}
	}

	private begins(limit: number): void {
		const before = this.current;
		this.current = limit;
		this.round++;
		this.answers = 0;
		this.mostInFlight = this.inFlight;
		for (const kind of this.kinds.values()) Object.assign(kind, { answers: 0, total: 0 });
		if (limit > before) this.risen?.();
	}
}
