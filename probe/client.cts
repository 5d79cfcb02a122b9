// One request after another, signed by the product's own code. It notices what looks like a lock.
import { authenticationHeaders } from '../credentials/signature';
import type { ServiceSettings } from '../credentials/settings';
import { textOfBody, TooLong } from './body.cts';
import { Stop, Unsettled } from './findings.cts';

export interface Ask {
	method?: 'GET' | 'POST' | 'DELETE';
	path: string;
	query?: Record<string, string>;
	json?: unknown;
	form?: FormData;
	headers?: Record<string, string>;
	/** Signs otherwise than it should be, in order to see what happens: a 401 is an answer then. */
	signed?: { time?: string; nonce?: string; domain?: string };
	/** A refusal for want of a right is an answer, and no sign of a lock. */
	mayBeForbidden?: boolean;
}

export interface Answer {
	status: number;
	headers: Headers;
	text: string;
	/** Undefined where the body is no JSON. */
	json: unknown;
}

export interface ClientOptions {
	/** Requests at most; some are kept for removing what was made. */
	budget: number;
	timeoutSeconds: number;
	/** Seconds between two requests. */
	pace: number;
	wait(seconds: number): Promise<void>;
	/** Hears of each request before it leaves. */
	onRequest?(count: number): void;
}

/** No answer, or one that says nothing about what was asked. */
export class Trouble extends Unsettled {
	constructor(
		message: string,
		readonly pause = 2,
	) {
		super(message);
	}
}

const ATTEMPTS = 3;
const LONGEST_PAUSE = 60;
const PAUSE_AT_LIMIT = 10;
const MOST_RATE_LIMITS = 6;
const KEPT_FOR_REMOVING = 12;

export class Client {
	count = 0;
	/** Requests that are needed to remove what was made so far. */
	reserve = 0;
	/** Only what removes is asked now. */
	removing = false;
	interrupted = false;
	private hasAnswered = false;
	private wronglyRefused = 0;
	private hasRefusedRemoval = false;
	private rateLimited = 0;
	private stopped?: Stop;

	constructor(
		private readonly settings: ServiceSettings,
		private readonly options: ClientOptions,
	) {}

	/**
	 * A read without an answer is asked again, anything else never is.
	 *
	 * @throws Trouble where there is no answer, or one that has nothing to do with the question
	 * @throws Stop at a lock, at the end of the budget and after Ctrl-C
	 */
	async ask(request: Ask): Promise<Answer> {
		const isRepeatable = (request.method ?? 'GET') === 'GET' && !request.signed;
		for (let attempt = 1; ; attempt += 1) {
			try {
				return await this.once(request);
			} catch (error) {
				if (!(error instanceof Trouble) || !isRepeatable) throw error;
				if (attempt === ATTEMPTS && !this.hasAnswered) {
					this.stop('unreachable', 'the service could not be reached');
				}
				if (attempt === ATTEMPTS) throw error;
				await this.options.wait(Math.min(error.pause, LONGEST_PAUSE));
			}
		}
	}

	private async once(request: Ask): Promise<Answer> {
		this.mayGoOn();
		if (this.count > 0) await this.options.wait(this.options.pace);
		this.count += 1;
		this.options.onRequest?.(this.count);
		const answer = await this.fetch(request);
		const { status } = answer;
		this.hasAnswered = true;
		if (status === 401 && !request.signed && !request.mayBeForbidden) {
			this.wronglyRefused += 1;
			if (this.wronglyRefused > 1)
				this.stop('lock', 'a second 401 for a request that was signed well');
			throw new Trouble('a request that was signed well was refused (401)');
		}
		if (status === 403 && !request.mayBeForbidden) this.forbidden();
		if (status === 429) {
			this.rateLimited += 1;
			if (this.rateLimited > MOST_RATE_LIMITS) this.stop('rate', 'too many answers of 429');
			throw new Trouble('too many requests (429)', pauseIn(answer.headers));
		}
		if (status >= 500) throw new Trouble(`the service failed (${status})`);
		// A page of a proxy or of maintenance says nothing about what was asked.
		if (status < 300 && /text\/html/i.test(answer.headers.get('content-type') ?? '')) {
			throw new Trouble('there was a web page instead of an answer');
		}
		if (status >= 300 && status < 400) throw new Trouble('the service sent the probe elsewhere');
		return answer;
	}

	/** The first 403 ends the questions; what removes goes on until a second one. */
	private forbidden(): never {
		if (this.removing && !this.hasRefusedRemoval) {
			this.hasRefusedRemoval = true;
			throw new Trouble('the removal was refused (403)');
		}
		this.stop('lock', 'a 403');
	}

	/** Waits, for what the service does of itself. */
	pause(seconds: number): Promise<void> {
		return this.options.wait(seconds);
	}

	private mayGoOn() {
		if (this.stopped && !this.removing) throw this.stopped;
		if (this.interrupted && !this.removing) this.stop('interrupted', 'it was interrupted');
		const kept = this.removing ? 0 : this.reserve + KEPT_FOR_REMOVING;
		if (this.count >= this.options.budget - kept)
			this.stop('budget', 'the budget of requests is used up');
	}

	private stop(kind: Stop['kind'], why: string): never {
		this.stopped = new Stop(kind, why);
		throw this.stopped;
	}

	private async fetch(request: Ask): Promise<Answer> {
		const { method = 'GET', path, query = {}, json, form, headers, signed = {} } = request;
		const url = new URL(`${this.settings.baseUrl}${path}`);
		for (const [name, text] of Object.entries(query)) url.searchParams.set(name, text);
		const { apiKey, apiSecret, domain } = this.settings;
		try {
			const response = await fetch(url, {
				method,
				redirect: 'manual',
				signal: AbortSignal.timeout(this.options.timeoutSeconds * 1000),
				headers: {
					Accept: path.startsWith('/Download/') ? '*/*' : 'application/json',
					...authenticationHeaders(
						{ apiKey, apiSecret, domain: signed.domain ?? domain },
						signed.time,
						signed.nonce,
					),
					...(json !== undefined && { 'Content-Type': 'application/json' }),
					...headers,
				},
				body: json === undefined ? form : JSON.stringify(json),
			});
			const text = await textOfBody(response);
			return { status: response.status, headers: response.headers, text, json: parsed(text) };
		} catch (error) {
			// Any other error names the host: what it says is not kept.
			throw new Trouble(error instanceof TooLong ? error.message : 'there was no whole answer');
		}
	}
}

/** Seconds that the service asks to wait; what is no such number says nothing. */
function pauseIn(headers: Headers): number {
	const seconds = Number(headers.get('retry-after'));
	return seconds > 0 ? seconds : PAUSE_AT_LIMIT;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
