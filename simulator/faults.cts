import type { OperationId } from './api.cts';
import type { RecordedRequest } from './records.cts';

/** The fourteen ways to misbehave. */
export const faultKinds = [
	'delay', // 1: an answer later than anybody waits; `seconds`, `hold`
	'unauthorized', // 2: 401
	'paymentRequired', // 3: 402
	'notFound', // 4: 404
	'tooLarge', // 5: 413
	'planExhausted', // 6: 426
	'tooManyRequests', // 7: 429 with Retry-After; `retryAfter`
	'serverErrorHtml', // 8: 500 with an HTML page
	'gateway', // 9: 502, 503 or 504; `status`
	'redirect', // 10: to another origin; `status`, `location`
	'cutBefore', // 11: the connection is cut after the body has come, and nothing has happened
	'cutAfter', // 12: the connection is cut and everything has happened
	'clockSkew', // 13: the server's clock is off; `seconds`
	'wrongBody', // 14: a 200 whose body is of no use; `body`
] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
	kind: FaultKind;
	/** The operation to strike; any when left out. */
	operation?: OperationId;
	/** How many requests it strikes. Default 1. */
	times?: number;
	/** delay: how long (default 30); clockSkew: how far ahead the clock is (default 600). */
	seconds?: number;
	/**
	 * delay: `answer` (default) does what is asked and keeps the answer back; `request` waits
	 * first, and does nothing if the client has left meanwhile; `work` waits first, and does it
	 * even so.
	 */
	hold?: 'answer' | 'request' | 'work';
	/** gateway: 502 (default), 503 or 504. redirect: 302 (default) or another 3xx. */
	status?: number;
	/** tooManyRequests: the header's text, seconds or a date. Default 1. */
	retryAfter?: string | number;
	/** redirect: where to. Default: the same path at the little server `elsewhere`. */
	location?: string;
	/**
	 * wrongBody: shorter than its Content-Length (default), JSON that stops half-way, an HTML
	 * page, or nothing.
	 */
	body?: 'truncated' | 'truncatedJson' | 'html' | 'empty';
}

/** Changes an answer, or hands it on. */
export type Spoiling = (answer: unknown, request: RecordedRequest) => unknown;

/** The faults to come. The first that fits a request strikes it. */
export class Faults {
	private waiting: (Fault & { times: number })[] = [];

	private choice: (request: RecordedRequest) => Fault | undefined = () => undefined;

	spoiled: Spoiling = (answer) => answer;

	constructor(private readonly operationIds: ReadonlySet<string>) {}

	/** A misspelt fault would never strike and the test would prove nothing, so it is refused. */
	add(fault: Fault) {
		if (!faultKinds.includes(fault.kind)) throw new Error(`Unknown kind of fault: ${fault.kind}`);
		if (fault.operation !== undefined && !this.operationIds.has(fault.operation)) {
			throw new Error(`Unknown operation: ${fault.operation}`);
		}
		this.waiting.push({ ...fault, times: fault.times ?? 1 });
	}

	/** Has a test choose for each request, by all that came with it. What was added goes first. */
	choose(choice: (request: RecordedRequest) => Fault | undefined) {
		this.choice = choice;
	}

	/** Has a test change answers into what no description allows, such as a list with a null in it. */
	spoil(change: Spoiling) {
		this.spoiled = change;
	}

	clear() {
		this.waiting = [];
		this.choice = () => undefined;
		this.spoiled = (answer) => answer;
	}

	take(request: RecordedRequest): Fault | undefined {
		const { operationId } = request;
		const fault = this.waiting.find((f) => !f.operation || f.operation === operationId);
		if (!fault) return this.choice(request);
		fault.times -= 1;
		this.waiting = this.waiting.filter(({ times }) => times > 0);
		return fault;
	}
}
