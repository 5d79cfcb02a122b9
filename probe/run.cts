// The run of the probe: stage after stage, then the removal of what was made.
import { randomBytes } from 'node:crypto';

import type { ServiceSettings } from '../credentials/settings';
import { Client, type ClientOptions } from './client.cts';
import {
	neither,
	notSettled,
	Stop,
	Strange,
	Unsettled,
	type Finding,
	type Findings,
} from './findings.cts';
import { Ledger, type Left } from './ledger.cts';
import { Probe, type Operator } from './probe.cts';
import { questions } from './questions/index.cts';
import type { Question, Stage } from './questions/question.cts';

export interface RunOptions extends Omit<ClientOptions, 'onRequest'> {
	settings: ServiceSettings;
	allowWrites: boolean;
	operator: Omit<Operator, 'domain'>;
	progress?(requests: number, about: string): void;
	/** Gets what interrupts the run, for Ctrl-C. */
	onStart?(interrupt: () => void): void;
}

export interface RunResult {
	findings: Findings;
	stages: Stage[];
	requests: number;
	/** What ended the run before its time. */
	stopped?: string;
	/** What is not known to be gone. References are for the screen alone. */
	left: Left[];
	/** An answer was lost, and what it may have made was not found. */
	mayHaveLeft: boolean;
}

const WHY_NOT: Record<Stage, string> = {
	reads: 'it was not looked at',
	writes: 'it takes --allow-writes',
	sends: 'it takes --allow-writes and --send-to',
	signed: 'it takes somebody who signs by hand: --sign-by-hand',
	signing: 'it was not looked at',
	last: 'it was not looked at',
};

/** Asks everything that it may ask. Never throws for what the service does. */
export async function runProbe(options: RunOptions): Promise<RunResult> {
	const { settings, operator } = options;
	let about = '';
	const client = new Client(settings, {
		...options,
		onRequest: (count) => options.progress?.(count, about),
	});
	options.onStart?.(() => (client.interrupted = true));
	const run = randomBytes(4).toString('hex');
	const ledger = new Ledger(client, `secured-signing-probe-${run}`, run);
	const probe = new Probe(client, ledger, { ...operator, domain: settings.domain });
	const stages = stagesOf(options);
	const findings: Findings = new Map();
	let stopped: Stop | undefined;

	const lookAt = async (stage: Stage) => {
		for (const question of questions) {
			const isOpen = !isSettled(findings.get(question.id));
			if (!question.looks[stage] || !isOpen || stopped) continue;
			about = question.title;
			try {
				findings.set(question.id, await finding(probe, question, stage));
			} catch (error) {
				if (!(error instanceof Stop)) throw error;
				stopped = error;
			}
		}
	};
	const made = stages.filter((stage) => stage !== 'signing' && stage !== 'last');
	for (const stage of made) await lookAt(stage);
	about = 'removing what was made';
	const left = await ledger.removeAll();
	for (const stage of ['signing', 'last'] as const) await lookAt(stage);

	for (const question of questions) {
		if (findings.has(question.id)) continue;
		findings.set(question.id, notSettled(question.untold ?? whyNot(question, stages, stopped)));
	}
	return {
		findings,
		stages,
		requests: client.count,
		stopped: stopped?.message,
		left,
		mayHaveLeft: ledger.mayHaveLeft,
	};
}

function stagesOf({ allowWrites, operator }: RunOptions): Stage[] {
	const stages: Stage[] = ['reads'];
	if (allowWrites) stages.push('writes');
	if (allowWrites && operator.sendTo.length > 0) stages.push('sends');
	if (allowWrites && operator.sendTo.length > 0 && operator.act) stages.push('signed');
	return [...stages, 'signing', 'last'];
}

const isSettled = (finding: Finding | undefined) =>
	finding !== undefined && !('notSettled' in finding);

/** Looks that only read are made twice: an answer that came by accident does not come again. */
async function finding(probe: Probe, { looks }: Question, stage: Stage): Promise<Finding> {
	const look = looks[stage];
	if (!look) return notSettled(WHY_NOT[stage]);
	try {
		if (stage === 'writes' || stage === 'sends' || stage === 'signed') {
			probe.newRound();
			return await look(probe);
		}
		const first = await orStrange(look(probe));
		if ('notSettled' in first) return first;
		probe.newRound();
		const second = await orStrange(look(probe));
		const isSame = JSON.stringify(first) === JSON.stringify(second);
		return isSame ? first : notSettled('two looks did not agree');
	} catch (error) {
		probe.newRound();
		if (error instanceof Unsettled) return notSettled(error.message);
		if (error instanceof Strange) return neither(error.shape);
		if (error instanceof Stop) throw error;
		// What was made has to be removed even so. The message may hold what was answered.
		return notSettled(
			`the probe has an error here (${error instanceof Error ? error.name : 'unknown'})`,
		);
	}
}

/** A strange answer is a finding like others: it has to come twice. */
const orStrange = (look: Promise<Finding>): Promise<Finding> =>
	look.catch((error: unknown) => {
		if (error instanceof Strange) return neither(error.shape);
		throw error;
	});

function whyNot({ looks }: Question, stages: Stage[], stopped: Stop | undefined): string {
	const wanted = Object.keys(looks) as Stage[];
	if (stopped && wanted.some((stage) => stages.includes(stage)))
		return `the run ended before: ${stopped.message}`;
	return WHY_NOT[wanted[0]];
}
