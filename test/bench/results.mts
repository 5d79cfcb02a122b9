/** What the benchmark found; `docs/benchmark.json` holds it for the picture. */
import type { Job, Side } from './protocol.cts';

export type BySide = Partial<Record<Side, number>>;

export interface ItemsResult {
	job: Job;
	items: number;
	/** Milliseconds an item. */
	time: BySide;
	/** The node's time over that of each other side. */
	ratio: BySide;
}

export interface FileResult {
	job: Job;
	bytes: number;
	/** Seconds. */
	time: BySide;
	ratio: BySide;
	/** Bytes above the process at rest, at the highest. */
	memory: BySide;
	/** The same where Node.js is told to collect what is young sooner (files.mts); of the largest file. */
	memoryCollected?: BySide;
}

export interface InFlightResult {
	/** Milliseconds that the service takes for an answer. */
	latency: number;
	side: Side;
	atATime: number;
	/** Milliseconds an item. */
	time: number;
	/** Time over that of the node with one item at a time. */
	ratio: number;
	/** As the service saw it. */
	mostInFlight: number;
}

/** At a distance, over TLS. */
export interface DistanceResult {
	job: Job;
	items: number;
	/** Milliseconds. */
	roundTrip: number;
	/** Seconds of the whole run. */
	time: BySide;
	/** The node's time over that of each other side. */
	ratio: BySide;
	/** Bytes above the process at rest, at the highest. */
	memory: BySide;
	/** The most connections that were open at once. */
	mostOpen: BySide;
	requests: BySide;
	/** Documents that were sent more than once. */
	doubles: BySide;
}

/** One run of look-ups with Items at a Time (Auto). */
export interface CurveResult {
	roundTrip: number;
	items: number;
	/** Above so many connections the service turned requests away; 0 for never. */
	refusesAbove: number;
	/** Seconds. */
	time: number;
	mostOpen: number;
	requests: number;
	refused: number;
	/** The most connections that were open in each quarter of a second. */
	points: Array<{ second: number; open: number }>;
}

/** Files of 100 kB, uploaded and sent. */
export interface ContractsResult {
	side: Side;
	items: number;
	roundTrip: number;
	/** Seconds. */
	time: number;
	/** Bytes above the process at rest, at the highest. */
	memory: number;
	/** The same where Node.js is told to collect what is young sooner (files.mts). */
	memoryCollected: number;
	mostOpen: number;
	requests: number;
	/** Documents that were sent, and those of them that were sent more than once. */
	sent: number;
	doubles: number;
}

export interface CostResult {
	/** The node's own milliseconds of the processor an item. */
	own: number;
	/** The processor's time with the node, over that of n8n's request alone. */
	ownRatio: number;
	/** Milliseconds to load the built files in a fresh process that has loaded n8n-workflow. */
	loading: number;
	/** That time over the time that n8n-workflow takes. */
	loadingRatio: number;
	/** Bytes of the published file. */
	tarball: number;
}

export interface Results {
	machine: Record<string, string>;
	/** In a real n8n. */
	inN8n: ItemsResult[];
	/** In its engine alone. */
	items: ItemsResult[];
	files: FileResult[];
	inFlight: InFlightResult[];
	cost: CostResult;
	distances: DistanceResult[];
	curves: CurveResult[];
	contracts: ContractsResult[];
}
