// Calls of NotifyUrl. Assumed throughout: the sources name the address and nothing else, so the
// method, the format, the names of the fields and the events are inventions of this simulator.
import type { Clock } from './clock.cts';
import { isLoopback } from './loopback.cts';
import type { Readings } from './readings.cts';
import { statusOf } from './store/present.cts';
import type { HeldDocument, HeldSigner } from './store/types.cts';

export type CallbackEvent = 'sent' | 'signed' | 'completed' | 'declined' | 'expired';

export interface Callback {
	at: Date;
	url: string;
	method: 'GET' | 'POST';
	body: Record<string, string>;
	/** The status that the listener answered; absent when it could not be reached. */
	status?: number;
	error?: string;
}

const timeOut = 5_000;

export class Callbacks {
	readonly made: Callback[] = [];
	private readonly closing = new AbortController();
	/** One queue for each document, so that its events arrive in their order. */
	private readonly queues = new Map<string, Promise<void>>();

	constructor(
		private readonly readings: Readings,
		private readonly clock: Clock,
	) {}

	notify(document: HeldDocument, event: CallbackEvent, signer?: HeldSigner) {
		if (!document.notifyUrl || this.readings.callback === 'never') return;
		const body: Record<string, string> = {
			Event: event,
			DocumentReference: document.reference,
			Status: statusOf(document, this.readings),
		};
		if (document.packageReference) body.PackageReference = document.packageReference;
		if (signer) body.SignerReference = signer.reference;
		const method = this.readings.callback === 'get' ? 'GET' : 'POST';
		const callback: Callback = { at: this.clock.now(), url: document.notifyUrl, method, body };
		this.made.push(callback);
		const before = this.queues.get(document.reference) ?? Promise.resolve();
		this.queues.set(
			document.reference,
			before.then(() => this.call(callback)),
		);
	}

	private async call(callback: Callback) {
		try {
			const url = new URL(callback.url);
			if (!isLoopback(url)) throw new Error('The simulator calls loopback addresses only');
			const fields = new URLSearchParams(callback.body);
			if (callback.method === 'GET')
				fields.forEach((value, name) => url.searchParams.set(name, value));
			const json = this.readings.callback === 'json';
			const response = await fetch(url, {
				method: callback.method,
				redirect: 'manual',
				signal: AbortSignal.any([AbortSignal.timeout(timeOut), this.closing.signal]),
				headers: {
					// A call on a connection that its receiver is about to end would be lost.
					connection: 'close',
					...(callback.method === 'POST' && {
						'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded',
					}),
				},
				...(callback.method === 'POST' && {
					body: json ? JSON.stringify(callback.body) : fields.toString(),
				}),
			});
			callback.status = response.status;
			await response.body?.cancel();
		} catch (error) {
			callback.error = String(error);
		}
	}

	/** Waits until every call that is due has been made. */
	async settle() {
		let waiting;
		do {
			waiting = this.made.length;
			await Promise.all(this.queues.values());
		} while (waiting !== this.made.length);
	}

	close() {
		this.closing.abort();
	}
}
