/** What the processes of the benchmark say to each other. */
import type { IBinaryData } from 'n8n-workflow';

import type { Point } from './distance.cts';

/** A job that somebody wants done for every item. */
export type Job = 'get' | 'send' | 'upload' | 'uploadAndSend' | 'download';

/**
 * Who does the job.
 *
 * - `node`: this package's node
 * - `recipe`: n8n's HTTP Request node, batching by its own option
 * - `recipeAtOnce`: the same as it is when it is dropped on the canvas: every item at once
 * - `recipeLoop`: the same inside n8n's Loop Over Items node
 * - `nodeAuto`: this package's node with Items at a Time (Auto)
 * - `engine`: a node that does nothing but ask n8n for the request, unsigned
 * - `bare`: Node's own http client with keep-alive, without n8n
 * - `bareAnew`: the same with a new connection for each request
 */
export type Side =
	| 'node'
	| 'nodeAuto'
	| 'recipe'
	| 'recipeAtOnce'
	| 'recipeLoop'
	| 'engine'
	| 'bare'
	| 'bareAnew';

export interface Task {
	job: Job;
	side: Side;
	/** The base URL of the service. */
	service: string;
	items: number;
	/** How many items may be in flight. */
	atATime: number;
	/** How often the whole is done; the figures are those of all of them together. */
	times: number;
	/** The stored file of each item, for jobs that upload. */
	file?: IBinaryData;
	/** The size of each file that is downloaded. */
	bytes?: number;
}

export interface Figures {
	/** Wall-clock time in milliseconds. */
	time: number;
	/** Time of the processor in milliseconds. */
	cpu: number;
	/** How far the resident memory rose above that of the idle process, in bytes. */
	memory: number;
}

/** What a worker is asked for. */
export type WorkerQuestion =
	| { measure: Task }
	/** Stores a file of this size in n8n's binary store. */
	| { store: number }
	/** Takes a file out of the store. */
	| { forget: string }
	/** Writes a file of this size and reads it back; sends as much to itself. */
	| { limits: number };

/** Bytes a second. */
export interface Limits {
	diskWrite: number;
	diskRead: number;
	loopback: number;
}

/** What the stand-in of the service is asked for. */
export interface ServerQuestion {
	/** Milliseconds before each answer from now on. */
	latency?: number;
	/** Milliseconds of a round trip to the distant address from now on. */
	roundTrip?: number;
	/** Above so many connections it turns requests away with a 429; 0 for none. */
	refusesAbove?: number;
}

export interface ServerFacts {
	/** The base URL of the API. */
	url: string;
	/** The same service over TLS, at a distance. */
	distantUrl: string;
	/** The most requests that were open at once since the last question. */
	mostInFlight: number;
	/** The most connections to the distant address, and how many there were at each moment, since the last question. */
	mostOpen: number;
	points: Point[];
	/** Since the last question. */
	requests: number;
	refused: number;
	/** Documents that were sent, and those of them that were sent more than once. */
	sent: number;
	doubles: number;
}
