/**
 * Documents are signed, declined, deleted and run out while the calls about them are dropped, doubled,
 * delayed past the next state and handed over in any order, now and then while the service is down.
 * A document that is there is answered with 404 now and then, parts of the evidence of signed ones cannot be
 * had, what is signed is removed by the retention rules, and callers with the key invent references. What has to come of each call that arrived is told
 * from the simulator's own memory.
 */
import type { EvidencePart } from '../../nodes/SecuredSigning/fields/include.ts';
import { CONFIRMED_AFTER_MS } from '../../nodes/SecuredSigning/api/gone.ts';
import { CALLED } from '../../nodes/SecuredSigning/triggers/events.ts';
import { listen, type Listening } from '../engine/webhook.cts';
import { passTime, realTime } from '../harness/clock.cts';
import { keepTimers } from '../harness/timers.cts';
import { startSimulator, type Readings, type Simulator } from '../../simulator/index.cts';
import { inDays } from '../../simulator/testing/arrange.cts';
import { Client } from '../../simulator/testing/client.cts';
import { ana, ben, docxWith } from '../../simulator/testing/files.cts';
import { Evidence, hurry } from './evidence.cts';
import { Chance } from './random.cts';
import { Relay, type Held } from './relay.cts';

export interface CallbackCounts {
	/** Calls that the service made. */
	calls: number;
	dropped: number;
	/** Calls about what was not found, that the trigger asked to make again until that is confirmed. */
	unconfirmed: number;
	/** Calls with the key about what was never seen to exist: nothing may start. */
	unknown: number;
	/** Calls that reached the trigger and were taken, doubles included. */
	arrived: number;
	/** Calls that the trigger asked to make again, because the service was down. */
	putOff: number;
	items: number;
	/** Items that repeat an earlier one, and say so by their `eventId`. */
	repeats: number;
	/** Items that no call accounts for, or with another `eventId` than the state has. */
	wrong: number;
	/** Calls that arrived and of which no item came. */
	missing: number;
	/** Items of signed documents whose `missing` is not what could not be had. */
	untold: number;
	/** Documents of which a part of the evidence could not be had. */
	lacking: number;
	/** Events by their name. */
	events: Record<string, number>;
}

const INCLUDE: EvidencePart[] = ['certificateFiles', 'fieldValues', 'signedFile'];
const FORMATS: Array<Readings['callback']> = ['json', 'form', 'get'];
const AT_A_TIME = 8;
const OUTAGES = 3;
/** A look-up is tried this often before a call is put off. */
const TRIES = 4;

export async function runCallbacks(documents: number, seed: number): Promise<CallbackCounts> {
	const simulator = await startSimulator();
	const trigger = await listen(simulator);
	const endTimers = keepTimers();
	const endHurry = hurry();
	const relay = await Relay.to(trigger.url);
	try {
		return await new Run(simulator, trigger, relay, new Chance(seed)).through(documents);
	} finally {
		endHurry();
		endTimers();
		realTime();
		await relay.close();
		await trigger.close();
		await simulator.close();
	}
}

class Run {
	private readonly counts: CallbackCounts = {
		calls: 0,
		dropped: 0,
		arrived: 0,
		putOff: 0,
		unconfirmed: 0,
		unknown: 0,
		items: 0,
		repeats: 0,
		wrong: 0,
		missing: 0,
		...{ untold: 0, lacking: 0 },
		events: {},
	};
	private readonly client: Client;
	/** The documents in the order they were sent: references are random, a replay must not be. */
	private readonly sent: string[] = [];
	private readonly ids = new Set<string>();
	/** How documents were when the trigger saw them last. */
	private readonly seen = new Map<string, string>();
	private readonly evidence: Evidence;
	private outages = OUTAGES;

	constructor(
		private readonly simulator: Simulator,
		private readonly trigger: Listening,
		private readonly relay: Relay,
		private readonly chance: Chance,
	) {
		this.client = new Client(simulator);
		trigger.parameters = { events: CALLED, include: INCLUDE };
		this.evidence = new Evidence(simulator, chance, INCLUDE);
		this.clearFaults();
	}

	/** Leaves what cannot be had of the evidence. */
	private clearFaults() {
		this.simulator.faults.clear();
		this.simulator.faults.choose((request) => this.evidence.faultOf(request));
	}

	async through(documents: number): Promise<CallbackCounts> {
		for (let index = 0; index < documents; index++) await this.send();
		do {
			this.simulator.readings.callback = this.chance.one(FORMATS);
			for (const reference of this.open()) await this.live(reference);
			await this.simulator.settle();
			await this.handOver();
			await this.invent();
			// By the next turn, what is not found is confirmed.
			passTime(CONFIRMED_AFTER_MS);
		} while (this.open().length > 0 || this.relay.held.length > 0);
		this.counts.calls = this.simulator.callbacks.length;
		this.counts.lacking = this.evidence.lacking;
		return this.counts;
	}

	private async send() {
		const reference = await this.client.upload('Lease.docx', docxWith(ana, ben));
		await this.client.json('POST', '/SmartTag/Send', {
			json: {
				DocumentReferences: [reference],
				DueDate: inDays(7),
				NotifyUrl: this.relay.url,
			},
		});
		this.sent.push(reference);
		this.evidence.plan(reference);
	}

	private open(): string[] {
		const open = this.simulator.documents().filter(({ state }) => state === 'InProgress');
		const references = new Set(open.map(({ reference }) => reference));
		return this.sent.filter((reference) => references.has(reference));
	}

	/** One turn in the life of a document. */
	private async live(reference: string) {
		const fate = this.chance.next();
		if (fate < 0.5) await this.simulator.sign(reference);
		else if (fate < 0.54) await this.simulator.decline(reference);
		else if (fate < 0.58) await this.simulator.expire(reference);
		else if (fate < 0.62) await this.client.json('DELETE', `/Document/${reference}`);
		else if (fate < 0.66) await this.slip(reference);
		if (this.chance.happens(0.1)) this.simulator.forgetSigned(reference);
	}

	/** A call about a document that is there, while the service says that it is not: it starts nothing. */
	private async slip(reference: string) {
		this.simulator.faults.add({ kind: 'notFound', operation: 'getDocumentStatus' });
		await this.startsNothing(reference, 503);
		this.clearFaults();
	}

	/** Somebody who has the key invents a reference. */
	private async invent() {
		await this.startsNothing(`invented${this.counts.unknown++}`, 503);
	}

	private async startsNothing(reference: string, status: number) {
		const before = this.trigger.started.length;
		const answer = await fetch(this.trigger.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ DocumentReference: reference }),
		});
		this.counts.wrong += this.trigger.started.length - before;
		if (answer.status !== status) this.counts.wrong++;
	}

	/** Some of the calls on their way arrive, in any order; some never, some twice, the rest later. */
	private async handOver() {
		const byDocument = (one: Held, other: Held) =>
			this.sent.indexOf(one.reference) - this.sent.indexOf(other.reference);
		const held = this.chance.shuffled(this.relay.held.toSorted(byDocument));
		this.relay.held = [];
		const now: Held[] = [];
		for (const call of held) {
			if (this.chance.happens(0.4)) this.relay.held.push(call);
			else if (this.chance.happens(0.15)) this.counts.dropped++;
			else now.push(...(this.chance.happens(0.25) ? [call, call] : [call]));
		}
		const arriving = this.chance.shuffled(now);
		if (this.outages > 0 && arriving.length > 0) await this.putOff(arriving.pop() as Held);
		for (let start = 0; start < arriving.length; start += AT_A_TIME) {
			await this.arrive(arriving.slice(start, start + AT_A_TIME));
		}
	}

	/** Calls that arrive side by side: each has to give one item, about the state as it is now. */
	private async arrive(calls: Held[]) {
		const before = this.trigger.started.length;
		const statuses = await Promise.all(calls.map((call) => this.relay.deliver(call)));
		this.counts.arrived += statuses.filter((status) => status === 200).length;
		const expected = calls.flatMap((call, index) => this.expectedOf(call, statuses[index]));
		for (const { json } of this.trigger.started.slice(before).flat()) {
			const { event, eventId } = json as { event: string; eventId: string };
			const isDone = event === 'completed';
			const reference = String(json.documentReference);
			if (isDone && !this.evidence.isTold(reference, json.missing)) this.counts.untold++;
			this.counts.items++;
			this.counts.events[event] = (this.counts.events[event] ?? 0) + 1;
			if (this.ids.has(eventId)) this.counts.repeats++;
			this.ids.add(eventId);
			const place = expected.indexOf(eventId);
			if (place < 0) this.counts.wrong++;
			else expected.splice(place, 1);
		}
		this.counts.missing += expected.length;
	}

	/** The `eventId` that a call has to give; none for what is not there and not confirmed, or unknown. */
	private expectedOf(call: Held, status: number): string[] {
		const { reference } = call;
		const held = this.simulator.documents().find((document) => document.reference === reference);
		if (held !== undefined) {
			this.seen.set(reference, held.state);
			return [this.eventIdOf(reference)];
		}
		if (status === 503) {
			this.counts.unconfirmed++;
			this.relay.held.push(call);
			return [];
		}
		if (!this.seen.has(reference)) {
			if (status !== 400) this.counts.wrong++;
			this.counts.unknown++;
			return [];
		}
		const isOpen = this.seen.get(reference) === 'InProgress';
		return [`${reference}/${isOpen ? 'deleted' : 'gone'}`];
	}

	/** A call while the service is down has to be put off, and give nothing; its caller tries again. */
	private async putOff(call: Held) {
		this.outages--;
		this.simulator.faults.add({ kind: 'gateway', status: 503, times: TRIES });
		const before = this.trigger.started.length;
		const status = await this.relay.deliver(call);
		this.clearFaults();
		if (status === 503) this.counts.putOff++;
		this.counts.wrong += this.trigger.started.length - before;
		this.relay.held.push(call);
	}

	/** What the state of a document is called, by the simulator's own memory. */
	private eventIdOf(wanted: string): string {
		const document = this.simulator.documents().find(({ reference }) => reference === wanted);
		if (document === undefined) throw new Error(`${wanted} is not there`);
		const times = document.signers.flatMap(({ signedAt }) => signedAt ?? []);
		const event = document.state === 'InProgress' ? '' : document.state.toLowerCase();
		return [
			wanted,
			(event === 'complete' && 'completed') || event || (times.length > 0 ? 'signed' : 'sent'),
			times.length,
			...times
				.map((time) => time.toISOString())
				.sort()
				.slice(-1),
			...(event === 'expired' && document.dueDate ? [document.dueDate.toISOString()] : []),
		].join('/');
	}
}
