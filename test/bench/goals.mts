/** What the figures have to be, and what a short run in CI may still let pass. */
import { COLLECTING } from './files.mts';
import type { FileResult, ItemsResult, Results } from './results.mts';

export interface Verdict {
	goal: string;
	/** What was measured, in the unit of `most`. */
	value: number;
	/** The most that the goal allows. */
	most: number;
	unit: string;
	/** The quantity that a short run judges: a ratio, never an absolute time. */
	ratio: number;
	/** The most that a short run lets pass: past this something has clearly become worse. */
	mostRatio: number;
}

/** How many items the node has in flight. */
export const DEFAULT_AT_A_TIME = 5;

const MEMORY_GOAL_MB = 48;
const OWN_COST_GOAL_MS = 0.2;
const LOADING_GOAL_MS = 50;

export const sizeText = (bytes: number): string =>
	bytes >= 1e9 ? `${bytes / 1e9} GB` : bytes >= 1e6 ? `${bytes / 1e6} MB` : `${bytes / 1e3} kB`;

export const JOB_TEXT: Record<string, string> = {
	get: 'Look up a document',
	send: 'Send an uploaded document',
	upload: 'Upload 100 kB',
	uploadAndSend: 'Upload 100 kB and send',
	download: 'Download',
};

export const fileText = ({ job, bytes }: FileResult): string =>
	`${job === 'upload' ? 'Upload' : 'Download'} ${sizeText(bytes)}`;

/**
 * The time over that of the recipe with the same number in flight: a loop, or nothing at all where
 * there are fewer items than that.
 */
const items =
	(where: string) =>
	({ job, items: count, ratio }: ItemsResult): Verdict => {
		const value = (count > DEFAULT_AT_A_TIME ? ratio.recipeLoop : ratio.recipe) ?? Number.NaN;
		return {
			goal: `${JOB_TEXT[job]}, ${count} item${count === 1 ? '' : 's'}, ${where}: time over the recipe's`,
			value,
			most: job === 'uploadAndSend' ? 0.7 : 1,
			unit: '',
			ratio: value,
			// A send of small documents is all checks; its ratio swings with whatever else runs.
			mostRatio: 2.5,
		};
	};

const files = (result: FileResult, isLargest: boolean): Verdict[] => {
	const { bytes, memory, memoryCollected, ratio } = result;
	const { recipe, bare = Number.NaN } = ratio;
	const name = fileText(result);
	const toRecipe: Verdict[] =
		recipe === undefined
			? []
			: [
					{
						goal: `${name}: time over the recipe's`,
						value: recipe,
						most: 1,
						unit: '',
						ratio: recipe,
						mostRatio: 1.6,
					},
				];
	if (!isLargest) return toRecipe;
	return [
		...toRecipe,
		{
			goal: `${name}: time over the bare client's`,
			value: bare,
			most: 1.3,
			unit: '',
			ratio: bare,
			mostRatio: 4,
		},
		memoryVerdict(`${name}: memory above the idle process`, bytes, memory.node),
		...(memoryCollected?.node === undefined
			? []
			: [memoryVerdict(`${name}: the same with ${COLLECTING}`, bytes, memoryCollected.node)]),
	];
};

const memoryVerdict = (goal: string, bytes: number, used = Number.NaN): Verdict => ({
	goal,
	value: used / 1e6,
	most: MEMORY_GOAL_MB,
	unit: 'MB',
	// A file that is held in memory takes its own size at least.
	ratio: used / bytes,
	mostRatio: 0.5,
});

/** Each goal with what was measured for it. */
export function verdicts(results: Results): Verdict[] {
	const { cost } = results;
	const largest = Math.max(...results.files.map(({ bytes }) => bytes));
	return [
		...results.inN8n.map(items('in n8n')),
		...results.items.map(items('engine alone')),
		...results.files.flatMap((file) => files(file, file.bytes === largest)),
		{
			goal: "The node's own cost of an item",
			value: cost.own,
			most: OWN_COST_GOAL_MS,
			unit: 'ms',
			ratio: cost.ownRatio,
			// Each answer is searched for what it may repeat of the request, in some thirty ways to write it, and each
			// request is held to its deadline whatever n8n's client does. A bare request has neither.
			mostRatio: 2.8,
		},
		{
			goal: 'Loading the package',
			value: cost.loading,
			most: LOADING_GOAL_MS,
			unit: 'ms',
			ratio: cost.loadingRatio,
			mostRatio: 1,
		},
	];
}

export const isMet = ({ value, most }: Verdict): boolean => value <= most;
