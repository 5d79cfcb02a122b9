/** The service over TLS and at a distance: time, connections at once, memory; and what Items at a Time (Auto) finds out. */
import type { Point } from './distance.cts';
import { COLLECTING } from './files.mts';
import { DEFAULT_AT_A_TIME, MOST_AT_A_TIME } from './goals.mts';
import { UPLOAD_BYTES, uploads } from './items.mts';
import type { Job, ServerFacts, Side, Task } from './protocol.cts';
import type { ContractsResult, CurveResult, DistanceResult } from './results.mts';
import { bySide, inRounds, medianOf, ratioOf } from './rounds.mts';
import type { Stage, Worker } from './stage.mts';

export interface DistancePlan {
	roundTrips: number[];
	/** How many items, and in how many rounds they are measured. */
	items: Array<{ job: Job; items: number; rounds: number }>;
	sides: Side[];
	/** Of one run with Items at a Time (Auto). */
	curves: Array<{ roundTrip: number; items: number; refusesAbove: number }>;
	/** Files that are uploaded and sent. */
	contracts?: { roundTrip: number; items: number };
}

const SIDES: Side[] = ['node', 'nodeAuto', 'recipeLoop', 'bare', 'bareAnew'];
/** So many more than that are turned away in the curves. */
const REFUSES_ABOVE = 20;

export const WHOLE_DISTANCES: DistancePlan = {
	roundTrips: [0, 20, 100, 280],
	items: [
		{ job: 'get', items: 1, rounds: 5 },
		{ job: 'get', items: 10, rounds: 5 },
		{ job: 'get', items: 100, rounds: 3 },
		{ job: 'get', items: 1000, rounds: 1 },
		{ job: 'uploadAndSend', items: 100, rounds: 1 },
	],
	sides: SIDES,
	curves: [20, 100, 280].flatMap((roundTrip) =>
		[0, REFUSES_ABOVE].map((refusesAbove) => ({ roundTrip, items: 1000, refusesAbove })),
	),
	contracts: { roundTrip: 250, items: 1000 },
};
export const SHORT_DISTANCES: DistancePlan = {
	roundTrips: [100],
	items: [{ job: 'uploadAndSend', items: 40, rounds: 1 }],
	sides: ['node', 'nodeAuto', 'recipeLoop'],
	curves: [{ roundTrip: 100, items: 150, refusesAbove: REFUSES_ABOVE }],
};

export interface Distances {
	distances: DistanceResult[];
	curves: CurveResult[];
	contracts: ContractsResult[];
}

export async function measureDistances(stage: Stage, plan: DistancePlan): Promise<Distances> {
	const worker = stage.worker([], stage.distantService);
	const file = await stage.storedFile(worker, UPLOAD_BYTES);
	const run = async (task: Pick<Task, 'job' | 'side' | 'items' | 'atATime'>, by = worker) => {
		await stage.serve();
		const whole = { ...task, times: 1, ...(uploads(task.job) && { file }) };
		const figures = await stage.measure(by, whole, stage.distantService);
		return { figures, facts: await stage.serve() };
	};
	// The code is compiled while it runs.
	await stage.serve({ roundTrip: 0 });
	for (const side of plan.sides) {
		for (const job of new Set(plan.items.map((one) => one.job))) {
			await run({ job, side, items: 100, atATime: DEFAULT_AT_A_TIME });
		}
	}

	const distances: DistanceResult[] = [];
	for (const roundTrip of plan.roundTrips) {
		await stage.serve({ roundTrip });
		for (const { job, items, rounds } of plan.items) {
			const told: Partial<Record<Side, ServerFacts[]>> = {};
			const measured = await inRounds(rounds, plan.sides, async (side) => {
				const { figures, facts } = await run({ job, side, items, atATime: DEFAULT_AT_A_TIME });
				(told[side] ??= []).push(facts);
				return figures;
			});
			const most = (side: Side, of: (facts: ServerFacts) => number) =>
				Math.max(...(told[side] ?? []).map(of));
			distances.push({
				job,
				items,
				roundTrip,
				time: bySide(measured, (side) => medianOf(measured, side, 'time') / 1000),
				ratio: bySide(measured, (side) => ratioOf(measured, 'time', 'node', side)),
				memory: bySide(measured, (side) => medianOf(measured, side, 'memory')),
				mostOpen: bySide(measured, (side) => most(side, (facts) => facts.mostOpen)),
				requests: bySide(measured, (side) => most(side, (facts) => facts.requests)),
				doubles: bySide(measured, (side) => most(side, (facts) => facts.doubles)),
			});
			console.log(`  ${roundTrip} ms, ${job}, ${items} items`);
		}
	}

	const curves: CurveResult[] = [];
	for (const { roundTrip, items, refusesAbove } of plan.curves) {
		await stage.serve({ roundTrip, refusesAbove });
		const { figures, facts } = await run({ job: 'get', side: 'nodeAuto', items, atATime: 0 });
		const { points, mostOpen, refused, requests } = facts;
		curves.push({
			roundTrip,
			items,
			refusesAbove,
			time: figures.time / 1000,
			mostOpen,
			refused,
			requests,
			points: secondsOf(points),
		});
		console.log(`  ${roundTrip} ms, ${refusesAbove > 0 ? 'with' : 'without'} refusals`);
	}
	await stage.serve({ refusesAbove: 0 });
	await worker.stop();
	const contracts = plan.contracts ? await measureContracts(stage, plan.contracts, run) : [];
	await stage.serve({ roundTrip: 0 });
	return { distances, curves, contracts };
}

/** Each in a process of its own: what an earlier run left in memory would count for none of the later ones. */
async function measureContracts(
	stage: Stage,
	{ roundTrip, items }: NonNullable<DistancePlan['contracts']>,
	run: (
		task: Pick<Task, 'job' | 'side' | 'items' | 'atATime'>,
		by: Worker,
	) => Promise<{ figures: { time: number; memory: number }; facts: ServerFacts }>,
): Promise<ContractsResult[]> {
	const measure = async (side: Side, nodeOptions: string[] = []) => {
		const worker = stage.worker(nodeOptions, stage.distantService);
		const task = { job: 'uploadAndSend', side, atATime: MOST_AT_A_TIME } as const;
		await stage.serve({ roundTrip: 0 });
		await run({ ...task, items: 100 }, worker);
		await stage.serve({ roundTrip });
		const measured = await run({ ...task, items }, worker);
		await worker.stop();
		return measured;
	};
	const results: ContractsResult[] = [];
	for (const side of ['nodeAuto', 'bare', 'bareAnew', 'recipeLoop'] as const) {
		const { figures, facts } = await measure(side);
		const { figures: collected } = await measure(side, [COLLECTING]);
		const { mostOpen, requests, sent, doubles } = facts;
		const { time, memory } = figures;
		results.push({
			side,
			items,
			roundTrip,
			time: time / 1000,
			memory,
			memoryCollected: collected.memory,
			mostOpen,
			requests,
			sent,
			doubles,
		});
		console.log(`  ${items} contracts: ${side}`);
	}
	return results;
}

/** The most connections in each quarter of a second. */
function secondsOf(points: Point[]): CurveResult['points'] {
	const quarters = new Map<number, number>();
	for (const { at, open } of points) {
		const quarter = Math.floor(at / 250) / 4;
		quarters.set(quarter, Math.max(quarters.get(quarter) ?? 0, open));
	}
	return [...quarters].map(([second, open]) => ({ second, open }));
}
