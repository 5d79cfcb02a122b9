/** Many small items: the time of one, by how many there are. */
import { DEFAULT_AT_A_TIME } from './goals.mts';
import type { Job, Side, Task } from './protocol.cts';
import type { InFlightResult, ItemsResult } from './results.mts';
import { bySide, inRounds, median, medianOf, ratioOf, type Measured } from './rounds.mts';
import type { Stage, Worker } from './stage.mts';

export const UPLOAD_BYTES = 100_000;
/** Small cases are repeated until a round is worth measuring. */
const ITEMS_IN_A_ROUND = 200;
const MOST_TIMES = 30;
const LATENCIES = [5, 100];
const IN_FLIGHT: Array<Pick<Task, 'side' | 'atATime'>> = [
	...[1, 2, 5, 10, 20].map((atATime) => ({ side: 'node' as const, atATime })),
	...(['recipeLoop', 'recipe', 'recipeAtOnce'] as const).map((side) => ({
		side,
		atATime: DEFAULT_AT_A_TIME,
	})),
];
const ITEMS_IN_FLIGHT = 40;
/** Rounds before the figures count: the code is compiled while it runs. */
const WARM_UP_ROUNDS = 3;

export interface ItemsCase {
	job: Job;
	items: number;
}

export const uploads = (job: Job) => job === 'upload' || job === 'uploadAndSend';

/** How often a case is repeated in a round. */
export const timesOf = (items: number, itemsInARound: number, most: number): number =>
	Math.min(most, Math.max(1, Math.round(itemsInARound / items)));

/** @param runs how many items a round has seen */
export const itemsResult = (one: ItemsCase, measured: Measured, runs: number): ItemsResult => ({
	...one,
	time: bySide(measured, (side) => medianOf(measured, side, 'time') / runs),
	ratio: bySide(measured, (side) => ratioOf(measured, 'time', 'node', side)),
});

export async function measureItems(
	stage: Stage,
	rounds: number,
	sides: Side[],
	cases: ItemsCase[],
): Promise<ItemsResult[]> {
	const worker = stage.worker();
	const file = await stage.storedFile(worker, UPLOAD_BYTES);
	const run = async ({ job, items }: ItemsCase, count: number) => {
		const times = timesOf(items, ITEMS_IN_A_ROUND, MOST_TIMES);
		const measured = await inRounds(count, sides, async (side) => {
			const task = { job, side, items, atATime: DEFAULT_AT_A_TIME, times };
			return await stage.measure(worker, { ...task, ...(uploads(job) && { file }) });
		});
		return { measured, runs: items * times };
	};
	const results: ItemsResult[] = [];
	for (const job of new Set(cases.map((one) => one.job))) {
		await run({ job, items: 100 }, WARM_UP_ROUNDS);
		for (const one of cases.filter((other) => other.job === job)) {
			const { measured, runs } = await run(one, rounds);
			results.push(itemsResult(one, measured, runs));
			console.log(`  ${job}, ${one.items} items`);
		}
	}
	await worker.stop();
	return results;
}

/** What more items at a time bring, by how long the service takes. */
export async function measureInFlight(stage: Stage, rounds: number): Promise<InFlightResult[]> {
	const worker = stage.worker();
	const results: InFlightResult[] = [];
	for (const latency of LATENCIES) {
		await stage.serve({ latency });
		const found = IN_FLIGHT.map(() => [] as Timed[]);
		// The first round is for warming up.
		for (let round = 0; round <= rounds; round++) {
			for (const [index, who] of IN_FLIGHT.entries()) {
				const figure = await timed(stage, worker, who);
				if (round > 0) found[index].push(figure);
			}
		}
		const times = found.map((figures) => median(figures.map(({ time }) => time)));
		results.push(
			...IN_FLIGHT.map((who, index) => ({
				latency,
				...who,
				time: times[index] / ITEMS_IN_FLIGHT,
				ratio: times[index] / times[0],
				mostInFlight: Math.max(...found[index].map(({ mostInFlight }) => mostInFlight)),
			})),
		);
		console.log(`  answers after ${latency} ms`);
	}
	await stage.serve({ latency: 0 });
	await worker.stop();
	return results;
}

interface Timed {
	time: number;
	mostInFlight: number;
}

async function timed(
	stage: Stage,
	worker: Worker,
	who: Pick<Task, 'side' | 'atATime'>,
): Promise<Timed> {
	await stage.serve();
	const task = { job: 'get', items: ITEMS_IN_FLIGHT, times: 1, ...who } as const;
	const { time } = await stage.measure(worker, task);
	const { mostInFlight } = await stage.serve();
	return { time, mostInFlight };
}
