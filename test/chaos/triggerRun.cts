/**
 * Documents are sent, signed, declined, deleted and expire, some through several states between two
 * polls, while polls fail, overlap, and are cut off by restarts that go back to what n8n had stored.
 * Triggers are renamed, and activated while the service is down; lists hold malformed documents; a
 * document that is there is answered with 404 now and then; what was signed while n8n was down is removed
 * by the retention rules, and so is what a list showed and nobody could read; parts of the evidence of signed
 * documents cannot be had. Three triggers watch the same account; what each has to tell is known from what
 * was done.
 */
import type { EvidencePart } from '../../nodes/SecuredSigning/fields/include.ts';
import { CONFIRMED_AFTER_MS } from '../../nodes/SecuredSigning/api/gone.ts';
import { passTime, realTime } from '../harness/clock.cts';
import type { Polling } from '../harness/polling.cts';
import { keepTimers } from '../harness/timers.cts';
import type { Fault } from '../../simulator/index.cts';
import { startScene, ALL, type Scene } from '../engine/watch.cts';
import { Evidence, hurry } from './evidence.cts';
import { Chance } from './random.cts';

export interface TriggerCounts {
	/** Documents that everybody signed. */
	completed: number;
	/** Documents that ended otherwise. */
	others: number;
	doubled: number;
	lost: number;
	/** Told, and never happened. */
	invented: number;
	/** Events of signed documents whose `missing` is not what could not be had. */
	untold: number;
	/** Documents of which a part of the evidence could not be had. */
	lacking: number;
	polls: number;
	/** Polls and activations that failed. */
	failed: number;
	restarts: number;
	overlaps: number;
	renames: number;
	/** Activations while the service was down. */
	outages: number;
	/** Documents that were signed and removed while n8n was down. */
	retired: number;
	/** Documents that a list showed as complete, and that were removed before they could be read. */
	hidden: number;
	/** Malformed documents that a list held. */
	malformed: number;
	/** The largest state of one trigger, in bytes. */
	largestState: number;
}

type End = 'completed' | 'declined' | 'deleted' | 'expired' | 'gone';

const WATCHED = [ALL, ['completed'], ['completed', 'declined', 'deleted', 'expired', 'gone']];
/** The second trigger fetches these as well. */
const INCLUDE: EvidencePart[] = ['certificateFiles', 'fieldValues', 'signedFile'];
const INCLUDING = 1;
const MALFORMED = [null, {}, { Name: 'Odd.docx' }, { Signers: [null] }, 'text', []];
const SHARE_OF_OTHERS = 0.1;
const BATCH = 40;
const MOST_TURNS = 50;
// Reads are tried again after a pause where the failure may pass: these kinds make a run longer.
const PASSING: Array<Fault['kind']> = ['cutBefore', 'cutAfter', 'gateway', 'tooManyRequests'];
const LASTING: Array<Fault['kind']> = [
	'unauthorized',
	'paymentRequired',
	'notFound',
	'planExhausted',
	'serverErrorHtml',
	'redirect',
	'wrongBody',
];

export async function runTrigger(documents: number, seed: number): Promise<TriggerCounts> {
	const endTimers = keepTimers();
	const endHurry = hurry();
	const scene = await startScene();
	try {
		return await new Run(scene, new Chance(seed)).through(documents);
	} finally {
		endHurry();
		endTimers();
		realTime();
		await scene.simulator.close();
	}
}

class Run {
	private readonly triggers: Polling[];
	private readonly evidence: Evidence;
	/** Documents that are open, with the number of those who have signed. */
	private readonly open = new Map<string, { signed: number; isSeen: boolean }>();
	private readonly ends = new Map<string, { end: End; signed: number }>();
	private readonly counts = {
		...{ polls: 0, failed: 0, restarts: 0, overlaps: 0, renames: 0, outages: 0, retired: 0 },
		...{ hidden: 0, malformed: 0, largestState: 0 },
	};

	constructor(
		private readonly scene: Scene,
		private readonly chance: Chance,
	) {
		const { readings } = scene.simulator;
		readings.endedDocuments = chance.one(['progress', 'unlisted'] as const);
		readings.dates = chance.one(['iso', 'servicestack', 'culture', 'rfc1123'] as const);
		this.evidence = new Evidence(scene.simulator, chance, INCLUDE);
		this.triggers = WATCHED.map((events, index) =>
			scene.trigger({ events, ...(index === INCLUDING && { include: INCLUDE }) }),
		);
	}

	async through(documents: number): Promise<TriggerCounts> {
		await this.activateInOutage();
		let left = documents + Math.round(documents * SHARE_OF_OTHERS);
		let others = left - documents;
		while (left > 0 || this.open.size > 0) {
			const batch = Math.min(left, Math.ceil(this.chance.next() * BATCH));
			if (batch > 0) {
				for (const reference of await this.scene.send(batch)) {
					this.open.set(reference, { signed: 0, isSeen: false });
					this.evidence.plan(reference);
				}
			}
			left -= batch;
			if (this.chance.happens(0.3)) others -= await this.endOtherwise(Math.min(others, 5));
			if (this.isDue('retired', 0.2)) others -= await this.retire(Math.min(others, 2));
			if (this.isDue('hidden', 0.2)) await this.hide();
			await this.sign(left === 0, others);
			this.misbehave();
			await Promise.all(this.triggers.map(async (trigger) => await this.pollSomehow(trigger)));
			if (this.chance.happens(0.3)) await this.pollInPeace();
		}
		await this.pollInPeace();
		return { ...this.counts, ...this.result() };
	}

	/** So often as the chance wants it, and at the first opportunity, so that a short run tries it as well. */
	private isDue(what: 'hidden' | 'renames' | 'retired', chance: number): boolean {
		return this.chance.happens(chance) || this.counts[what] === 0;
	}

	/** Some sign, some sign to the end; those that are to end otherwise are kept for that. */
	private async sign(all: boolean, kept: number) {
		const candidates = this.chance.shuffled([...this.open]).slice(0, this.open.size - kept);
		for (const [reference, document] of candidates) {
			if (!this.chance.happens(all ? 0.8 : 0.4)) continue;
			const signatures = this.chance.happens(0.5) ? 2 - document.signed : 1;
			for (let done = 0; done < signatures; done++) {
				await this.scene.simulator.sign(reference);
				document.signed++;
			}
			if (document.signed === 2) this.end(reference, 'completed');
		}
	}

	/** A document that was in no list yet, and is in none any more, is beyond anybody's knowledge. */
	private async endOtherwise(most: number): Promise<number> {
		const { simulator, client } = this.scene;
		const seen = [...this.open].filter(([, { isSeen }]) => isSeen).slice(0, most);
		for (const [reference] of seen) {
			const end = this.chance.one(['declined', 'deleted', 'expired'] as const);
			if (end === 'declined') await simulator.decline(reference);
			else if (end === 'expired') await simulator.expire(reference);
			else {
				const json = { RemoveFromPackage: true };
				await client.json('POST', `/Document/Delete/${reference}`, { json });
			}
			this.end(reference, end);
		}
		return seen.length;
	}

	private end(reference: string, end: End) {
		this.ends.set(reference, { end, signed: this.open.get(reference)?.signed ?? 0 });
		this.open.delete(reference);
	}

	private misbehave() {
		this.scene.simulator.faults.choose((request) => this.evidence.faultOf(request));
		this.scene.simulator.faults.spoil((answer, { operationId }) => {
			if (operationId !== 'getActiveDocuments' || !this.chance.happens(0.3)) return answer;
			this.counts.malformed++;
			const documents = (answer as object[]).map((document) =>
				this.chance.happens(0.05)
					? { ...document, Signers: this.chance.one([[null], {}]) }
					: document,
			);
			return [this.chance.one(MALFORMED), ...documents, this.chance.one(MALFORMED)];
		});
		for (let faults = Math.floor(this.chance.next() * 4); faults > 0; faults--) {
			const kind = this.chance.one(this.chance.happens(0.1) ? PASSING : LASTING);
			this.scene.simulator.faults.add({
				kind,
				operation: this.chance.one(['getActiveDocuments', 'getDocumentStatus'] as const),
				times: kind === 'notFound' ? 1 : 1 + Math.floor(this.chance.next() * 3),
				...(kind === 'tooManyRequests' && { retryAfter: 0 }),
				...(kind === 'wrongBody' && {
					body: this.chance.one(['truncatedJson', 'html', 'empty'] as const),
				}),
			});
		}
	}

	/** One poll, two at once, a restart, or a restart in the middle of a poll; or none, so that states pass unseen. */
	private async pollSomehow(trigger: Polling) {
		const way = this.chance.one(['poll', 'poll', 'twice', 'restart', 'cut', 'none'] as const);
		const polls: Array<Promise<void>> = [];
		if (trigger.isActive && way !== 'none' && way !== 'restart') polls.push(trigger.poll());
		if (trigger.isActive && way === 'twice') polls.push(trigger.poll());
		if (way === 'restart' || way === 'cut') polls.push(this.restart(trigger));
		this.counts.polls += polls.length;
		if (polls.length > 1) this.counts.overlaps++;
		const errors = trigger.errors.length;
		await Promise.all(polls);
		this.counts.failed += trigger.errors.length - errors;
		this.counts.largestState = Math.max(this.counts.largestState, trigger.state.length);
	}

	private async restart(trigger: Polling) {
		this.counts.restarts++;
		if (this.isDue('renames', 0.3)) {
			this.counts.renames++;
			trigger.node.name = this.chance.one(['Trigger', 'Contracts', 'Signed']);
		}
		await trigger.activate().catch(() => void this.counts.failed++);
	}

	/** Polls without faults until nothing comes any more. */
	private async pollInPeace() {
		const { faults } = this.scene.simulator;
		faults.clear();
		faults.choose((request) => this.evidence.faultOf(request));
		for (const trigger of this.triggers) if (!trigger.isActive) await trigger.activate();
		await this.pollToRest();
		// What may be gone is confirmed by now.
		passTime(CONFIRMED_AFTER_MS);
		await this.pollToRest();
		for (const document of this.open.values()) document.isSeen = true;
	}

	private async pollToRest() {
		for (const trigger of this.triggers) {
			for (let before = -1, turns = 0; before !== trigger.executions.length; turns++) {
				if (turns > MOST_TURNS) throw new Error('The trigger does not come to rest');
				before = trigger.executions.length;
				await trigger.poll();
				this.counts.polls++;
			}
		}
	}

	/**
	 * The very first activation finds the service down; what is sent right after it has to be told, in
	 * whatever form the service writes its dates.
	 */
	private async activateInOutage() {
		const operation = 'getActiveDocuments';
		for (const trigger of this.triggers) {
			// One that passes at once is an outage as well.
			const kind = this.chance.one(['serverErrorHtml', 'gateway'] as const);
			this.scene.simulator.faults.add({ kind, operation });
			await trigger.activate();
			this.counts.outages++;
		}
	}

	/** n8n is down while documents are signed by everybody and then removed by the retention rules. */
	private async retire(most: number): Promise<number> {
		await this.pollInPeace();
		const seen = [...this.open].slice(0, most);
		for (const [reference, document] of seen) {
			for (; document.signed < 2; document.signed++) await this.scene.simulator.sign(reference);
			this.scene.simulator.forgetSigned(reference);
			this.end(reference, 'gone');
			this.counts.retired++;
		}
		for (const trigger of this.triggers) await this.restart(trigger);
		return seen.length;
	}

	/** A document is signed by everybody and listed, and then removed before anybody could read its status. */
	private async hide() {
		await this.pollInPeace();
		const [seen] = this.open;
		if (seen === undefined) return;
		const [reference, document] = seen;
		for (; document.signed < 2; document.signed++) await this.scene.simulator.sign(reference);
		const kind = this.chance.one(['notFound', 'serverErrorHtml', 'unauthorized'] as const);
		this.scene.simulator.faults.choose(({ path }) =>
			path.includes(`/Status/${reference}`) ? { kind } : undefined,
		);
		for (const trigger of this.triggers) await trigger.poll();
		this.scene.simulator.forgetSigned(reference);
		this.evidence.remove(reference);
		this.end(reference, 'completed');
		this.counts.hidden++;
		await this.pollInPeace();
	}

	private result() {
		let [doubled, lost, invented, untold] = [0, 0, 0, 0];
		for (const [index, trigger] of this.triggers.entries()) {
			const told = new Map<string, Map<string, number>>();
			for (const { documentReference, event, missing } of trigger.items()) {
				const reference = String(documentReference);
				const hasEvidence = index === INCLUDING && event === 'completed';
				if (hasEvidence && !this.evidence.isTold(reference, missing)) untold++;
				const events = told.get(reference) ?? new Map<string, number>();
				told.set(reference, events.set(String(event), (events.get(String(event)) ?? 0) + 1));
			}
			for (const [reference, { end, signed }] of this.ends) {
				const events = told.get(reference) ?? new Map<string, number>();
				told.delete(reference);
				// After a restart nobody can say that what is not there was deleted.
				if (end === 'deleted' && events.has('gone')) {
					events.set('deleted', (events.get('deleted') ?? 0) + events.get('gone')!);
					events.delete('gone');
				}
				// What signatures a document had that is not there any more is beyond anybody's knowledge.
				const isLost = end === 'deleted' || end === 'gone';
				for (const [event, times] of Object.entries({ sent: 1, signed, [end]: 1 })) {
					const count = events.get(event) ?? 0;
					events.delete(event);
					if (!WATCHED[index].includes(event)) invented += count;
					else {
						doubled += Math.max(0, count - times);
						if (!(event === 'signed' && isLost)) lost += Math.max(0, times - count);
					}
				}
				for (const count of events.values()) invented += count;
			}
			invented += told.size;
		}
		const ends = [...this.ends.values()];
		const completed = ends.filter(({ end }) => end === 'completed').length;
		const others = ends.length - completed;
		const { lacking } = this.evidence;
		return { completed, others, doubled, lost, invented, untold, lacking };
	}
}
