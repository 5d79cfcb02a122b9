/**
 * Executions wait for one or two documents each, which are signed, declined or deleted, while calls come in
 * any number and order, status look-ups fail now and then, parts of the evidence come late or never, and what
 * is signed and fetched is removed by the retention rules. What has to come out is known from what was done.
 */
import type { INodeExecutionData } from 'n8n-workflow';

import type { EvidencePart } from '../../nodes/SecuredSigning/fields/include.ts';
import { sendAndAwait, startAwaiting, type Awaiting } from '../engine/awaiting.cts';
import { byReference } from '../engine/samples.cts';
import { passTime, realTime } from '../harness/clock.cts';
import type { Fault } from '../../simulator/index.cts';
import { Evidence, hurry } from './evidence.cts';
import { Chance } from './random.cts';

export interface WaitCounts {
	/** Documents that everybody signed, and those that ended otherwise. */
	completed: number;
	others: number;
	/** Items that came out more than once, not at all, or for a document that had not ended. */
	doubled: number;
	lost: number;
	invented: number;
	/** Items of signed documents whose `missing` is not what could not be had. */
	untold: number;
	/** Documents of which a part of the evidence could never be had. */
	lacking: number;
	/** Documents that were removed while their wait went on for another one. */
	removed: number;
	calls: number;
}

type End = 'completed' | 'declined' | 'deleted';

interface Wait {
	id: string;
	references: string[];
	urls: string[];
}

const INCLUDE: EvidencePart[] = [
	'certificateFiles',
	'certificates',
	'fieldValues',
	'log',
	'signedFile',
];
const SLIPS: Fault[] = [
	{ kind: 'notFound' },
	{ kind: 'serverErrorHtml' },
	{ kind: 'unauthorized' },
];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MOST_TURNS = 100;
const MOST_REMOVALS = 5;
/** After that many minutes nobody looks for a part of the evidence any more: docs/waiting-in-detail.md. */
const LOOKED_FOR = 11 * MINUTE;

export async function runWaits(executions: number, seed: number): Promise<WaitCounts> {
	const stage = await startAwaiting();
	const endHurry = hurry();
	try {
		return await new Run(stage, new Chance(seed)).through(executions);
	} finally {
		endHurry();
		realTime();
		await stage.close();
	}
}

class Run {
	private readonly waits: Wait[] = [];
	private readonly ends = new Map<string, End>();
	private readonly evidence: Evidence;
	private readonly counts = { removed: 0, calls: 0 };
	private slips = 0;

	constructor(
		private readonly stage: Awaiting,
		private readonly chance: Chance,
	) {
		const { simulator } = stage.bench;
		this.evidence = new Evidence(simulator, chance, INCLUDE);
		simulator.faults.choose((request) => {
			const isStruck = request.operationId === 'getDocumentStatus' && this.slips > 0;
			if (!isStruck) return this.evidence.faultOf(request);
			this.slips--;
			return this.chance.one(SLIPS);
		});
	}

	async through(executions: number): Promise<WaitCounts> {
		for (let index = 0; index < executions; index++) await this.begin(`Lease ${index}`);
		let removals = 0;
		for (let turn = 0; this.waiting.length > 0; turn++) {
			if (turn > MOST_TURNS) break;
			for (const { references } of this.waiting) {
				for (const reference of references) await this.live(reference);
			}
			passTime(this.chance.next() * 3 * MINUTE);
			this.slips = Math.floor(this.chance.next() * 3);
			await this.call();
			this.slips = 0;
			if (this.chance.happens(0.2) && removals++ < MOST_REMOVALS) await this.retire();
		}
		return this.result();
	}

	private get waiting(): Wait[] {
		return this.waits.filter(({ id }) => this.stage.n8n.status(id) === 'waiting');
	}

	private async begin(name: string) {
		const { bench, n8n } = this.stage;
		const names = this.chance.happens(0.4) ? [`${name}.pdf`, `${name} b.pdf`] : [`${name}.pdf`];
		const parameters = { ...sendAndAwait, include: INCLUDE, whenNotSigned: 'output' };
		const id = await this.stage.begin(parameters, await this.stage.contracts(...names));
		const { error } = n8n.run(id).resultData;
		if (error) throw error;
		await this.stage.settle();
		const references = this.stage.references(id).flat();
		const held = (wanted: string) =>
			bench.simulator.documents().find(({ reference }) => reference === wanted);
		const urls = references.map((reference) => held(reference)?.notifyUrl ?? '');
		for (const reference of references) this.evidence.plan(reference, true);
		this.waits.push({ id, references, urls });
		// From now on, this run calls.
		bench.simulator.readings.callback = 'never';
	}

	/** One turn in the life of a document. */
	private async live(reference: string) {
		if (this.ends.has(reference)) return;
		const { simulator } = this.stage.bench;
		const fate = this.chance.next();
		if (fate < 0.4) {
			await simulator.sign(reference);
			const signers = simulator.documents().find((each) => each.reference === reference)?.signers;
			if (signers?.every(({ signedAt }) => signedAt)) this.ends.set(reference, 'completed');
		} else if (fate < 0.43) {
			await simulator.decline(reference);
			this.ends.set(reference, 'declined');
		} else if (fate < 0.46) {
			const document = byReference(reference);
			await this.stage.bench.run({ resource: 'document', operation: 'delete', document });
			this.ends.set(reference, 'deleted');
		}
	}

	/** Each wait is called, once, twice at the same moment or three times; some that have ended as well. */
	private async call() {
		const late = this.waits.filter(({ id }) => this.stage.n8n.status(id) !== 'waiting');
		const called = [...this.waiting, ...late.filter(() => this.chance.happens(0.1))].flatMap(
			({ urls }) =>
				Array.from({ length: this.chance.one([1, 1, 2, 3]) }, () => this.chance.one(urls)),
		);
		this.counts.calls += called.length;
		await Promise.all(
			this.chance.shuffled(called).map(async (url) => await fetch(url, { method: 'POST' })),
		);
		await this.stage.n8n.idle();
	}

	/** What was signed and fetched is removed, while its wait goes on for another document. */
	private async retire() {
		// All documents of a wait are looked at once an hour, and the evidence for ten minutes from then on.
		for (const pause of [HOUR, LOOKED_FOR]) {
			passTime(pause);
			await this.call();
		}
		const signed = this.waiting
			.flatMap(({ references }) => references)
			.filter((reference) => this.ends.get(reference) === 'completed');
		for (const reference of signed) this.stage.bench.simulator.forgetSigned(reference);
		this.counts.removed += signed.length;
		passTime(DAY);
	}

	private result(): WaitCounts {
		let [doubled, lost, invented, untold] = [0, 0, 0, 0];
		for (const { id, references } of this.waits) {
			const isOver = this.stage.n8n.status(id) === 'success';
			const items: INodeExecutionData[] = isOver ? this.stage.output(id).items : [];
			for (const reference of references) {
				const told = items.filter(({ json }) => json.documentReference === reference);
				const end = this.ends.get(reference);
				doubled += Math.max(0, told.length - 1);
				if (told.length === 0) lost++;
				for (const { json } of told) {
					// Of what was not looked at for a while, nobody can say that it was deleted.
					const isEnd = json.status === end || (end === 'deleted' && json.status === 'gone');
					const isTrue = isEnd && json.finished === (end === 'completed');
					if (!isTrue) invented++;
					else if (end === 'completed' && !this.evidence.isTold(reference, json.missing)) untold++;
				}
			}
		}
		const ends = [...this.ends.values()];
		const completed = ends.filter((end) => end === 'completed').length;
		const others = ends.length - completed;
		const { lacking } = this.evidence;
		return { completed, others, doubled, lost, invented, untold, lacking, ...this.counts };
	}
}
