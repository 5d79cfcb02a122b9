// A client for the simulator's own tests, independent of the product.
import { createHmac, randomUUID } from 'node:crypto';
import { startSimulator, type Simulator, type SimulatorOptions } from '../index.cts';

export interface Options {
	query?: Record<string, string>;
	json?: unknown;
	form?: FormData;
	headers?: Record<string, string>;
	signal?: AbortSignal;
}

export function sign(
	{ credential }: Simulator,
	date = String(Math.floor(Date.now() / 1000)),
	nonce = randomUUID().replaceAll('-', ''),
): Record<string, string> {
	const { apiKey, apiSecret, domain } = credential;
	return {
		'X-CUSTOM-API-KEY': apiKey,
		'X-CUSTOM-DATE': date,
		'X-CUSTOM-NONCE': nonce,
		'X-CUSTOM-SIGNATURE': createHmac('sha256', apiSecret)
			.update([apiKey, date, nonce].join('\n'))
			.digest('base64'),
		Referer: domain,
	};
}

export class Client {
	constructor(readonly simulator: Simulator) {}

	/** A signed request; nothing is followed and nothing is repeated. */
	fetch(method: string, path: string, options: Options = {}) {
		const url = new URL(`${this.simulator.url}${path}`);
		for (const [name, value] of Object.entries(options.query ?? {})) {
			url.searchParams.set(name, value);
		}
		const json = options.json === undefined ? undefined : JSON.stringify(options.json);
		return fetch(url, {
			method,
			redirect: 'manual',
			headers: {
				...sign(this.simulator),
				...(json !== undefined && { 'Content-Type': 'application/json' }),
				...options.headers,
			},
			body: json ?? options.form,
			signal: options.signal,
		});
	}

	/** The JSON of an answer that has to be 200. */
	async json<T = Record<string, unknown>>(method: string, path: string, options?: Options) {
		const response = await this.fetch(method, path, options);
		const text = await response.text();
		if (response.status !== 200) throw new Error(`${method} ${path}: ${response.status} ${text}`);
		return (text === '' ? undefined : JSON.parse(text)) as T;
	}

	/** Status and message of a refusal. */
	async refusal(method: string, path: string, options?: Options) {
		const response = await this.fetch(method, path, options);
		const body = (await response.json()) as { ResponseStatus: { Message: string } };
		return { status: response.status, message: body.ResponseStatus.Message };
	}

	async upload(name: string, content: Uint8Array, path = '/Document/Uploader') {
		const { Reference } = await this.json<{ Reference: string }>('POST', path, {
			form: formWith(name, content),
		});
		return Reference;
	}
}

export function formWith(name: string, content: Uint8Array | string, part = 'file') {
	const form = new FormData();
	form.set(part, new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), name);
	return form;
}

export interface Running {
	simulator: Simulator;
	client: Client;
}

/** Starts a simulator before each test and ends it afterwards; it must have found no problem. */
export function withSimulator(options?: SimulatorOptions): Running {
	const running = {} as Running;
	beforeEach(async () => {
		running.simulator = await startSimulator(options);
		running.client = new Client(running.simulator);
	});
	afterEach(async () => {
		await running.simulator.close();
		expect(running.simulator.problems).toEqual([]);
	});
	return running;
}
