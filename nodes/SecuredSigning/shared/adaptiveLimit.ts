import type { Limit } from './mapConcurrently';

const FIRST = 5;
const LEAST = 1;
const MOST = 50;
/** Answers count as slower if they take this many times as long as the best. */
const TOLERANCE = 1.5;
/** The mean of fewer answers is not reliable. */
const LEAST_ANSWERS = 5;
/** One round of slower answers reduces the limit to no less than this share. */
const LEAST_SHARE = 0.5;

/** A request that is not answered yet. */
interface InFlight {
	kind: Kind;
	round: number;
}

/** Requests whose times can be compared. */
interface Kind {
	/** The answers of this round: their number, and their total milliseconds. */
	answers: number;
	total: number;
	/** The lowest mean so far, in milliseconds. */
	best: number;
}

/**
 * The number of items of a run that are processed at the same time, adapted to how fast the service answers:
 * an adaptive concurrency limit. It doubles with each round of answers until one is slower than the best, or
 * the service is overloaded; from then on it rises by one a round (slow start and congestion avoidance, RFC
 * 5681). It is halved at once when the service is overloaded, and falls in proportion when answers are slower
 * (the gradient of Netflix's concurrency-limits), but then not below the initial value.
 *
 * It has no clock: the caller says how long an answer took.
 */
export class AdaptiveLimit implements Limit {
	current = FIRST;

	risen?: () => void;

	private readonly kinds = new Map<string, Kind>();
	private isSlowStart = true;
	private inFlight = 0;
	/**
	 * A round has as many answers as the limit, all to requests that were sent since the limit last changed.
	 */
	private round = 0;
	private answers = 0;
	private mostInFlight = 0;
	/** The first round since the limit was last halved. */
	private sinceHalved = 0;

	/** @param kind what the response time depends on, such as the route; at most some dozens in a run */
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
		// A burst of refusals counts once.
		if (round < this.sinceHalved) return;
		this.isSlowStart = false;
		this.begins(Math.max(LEAST, Math.floor(this.current / 2)));
		this.sinceHalved = this.round;
	}

	/** An answer that says nothing about the load, such as a refusal. */
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
