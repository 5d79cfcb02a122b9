/** The whole node in n8n's engine, against a service that answers anything. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { INodeExecutionData } from 'n8n-workflow';

import { dataFile } from '../engine/samples.cts';
import { startBench, storedText, type Result } from '../engine/node.cts';
import { answers, type Answer } from './answers.cts';
import { jobs, nameOf, operationNames, parametersOf, type Job } from './jobs.cts';
import { refusePollution } from './pollution.cts';
import { property, type Property } from './property.cts';
import { startStandIn, type StandIn } from './standIn.cts';

/** Nothing takes longer: an answer is waited for this long, and nothing is tried again. */
const REQUEST_OPTIONS = { timeout: 1, retries: 0 };
/** The node has pauses of its own, such as before it looks a lost send up: others go on meanwhile. */
const AT_A_TIME = 16;
// A send that is looked up pauses for 7.5 seconds by itself, twice where a file was uploaded first.
const HANGS_AFTER_MS = 60_000;

/** What they give out holds the key, or a signature of it, by design. */
const HANDS_OUT_KEY = ['account:getBrowserAuthentication', 'signer:createSigningPage'];

/** What JavaScript says of a mistake in the code: nothing that anybody could act upon. */
const RAW_ERROR =
	/cannot (read|set|convert|destructure)|is not (a function|a constructor|iterable|defined|an object)|undefined|\[object |call stack|unexpected (token|end)|in JSON at|invalid (time|array|string|date|url|regular)|circular|must be of type|is not supported/i;

export interface ServiceRules {
	properties: Property[];
	/** What was looked at, for the closing lines. */
	tally(): string;
	close(): Promise<void>;
}

/** Holds a simulator, stand-ins of the service and handlers of the process until it is closed. */
export async function serviceRules(): Promise<ServiceRules> {
	const bench = await startBench();
	const free = await Promise.all(Array.from({ length: AT_A_TIME }, startStandIn));
	const file = await bench.file(dataFile('confidentiality-agreement.pdf'), 'contract.pdf');
	const item: INodeExecutionData = { ...file, json: { FirstName: 'Ana', Email: 'a@example.com' } };
	const strays: unknown[] = [];
	const stray = (reason: unknown) => strays.push(reason);
	process.on('unhandledRejection', stray).on('uncaughtException', stray);
	const seen = { runs: 0, failed: 0, requests: 0, characters: 0 };

	const run = async (job: Job, { credential }: StandIn) =>
		await bench.run(
			{ ...parametersOf(job), requestOptions: REQUEST_OPTIONS },
			{
				items: [item],
				credential,
				handsOutKey: true,
				// The default; named, because runs with an error setting leave no record for the schemas.
				onError: 'stopWorkflow',
			},
		);

	const check = async (job: Job, answers: Answer[], standIn: StandIn) => {
		standIn.answers = [...answers];
		const result = await inTime(run(job, standIn));
		assert.deepEqual(strays.splice(0), [], 'an error that nobody caught');
		assert.deepEqual(standIn.elsewhere, [], 'a request to another origin');
		refusePollution();
		if (result.error) refuseRawError(result.error);
		else result.items.forEach(refuseBadItem);
		const stored = storedText(result.run);
		refuseSecrets(stored, standIn, HANDS_OUT_KEY.includes(nameOf(job)));
		seen.runs++;
		if (result.error) seen.failed++;
		seen.requests += standIn.requests.length;
		seen.characters += stored.length;
	};

	return {
		properties: [
			property(
				'every operation comes through every answer with items or with an error in words',
				fc.asyncProperty(jobs, answers, async (job, given) => {
					const standIn = free.pop() as StandIn;
					await check(job, given, standIn).finally(() => {
						standIn.forget();
						free.push(standIn);
					});
				}),
				AT_A_TIME,
			),
		],
		tally: () =>
			[
				`${seen.runs} runs of ${operationNames.length} operations`,
				`${seen.failed} ended in words and ${seen.runs - seen.failed} in items`,
				`${seen.requests} requests to the credential's host and 0 to another`,
				`no secret, key or signature in ${(seen.characters / 1e6).toFixed(1)} MB of stored runs`,
			].join('; '),
		close: async () => {
			process.off('unhandledRejection', stray).off('uncaughtException', stray);
			await Promise.all([bench, ...free].map(async (one) => await one.close()));
		},
	};
}

async function inTime<T>(work: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const tooLate = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Error('The operation hangs')), HANGS_AFTER_MS);
	});
	return await Promise.race([work, tooLate]).finally(() => clearTimeout(timer));
}

function refuseRawError(error: NonNullable<Result['error']>): void {
	const { name } = error as { name?: string };
	assert.match(name ?? '', /^Node(Api|Operation)Error$/);
	// What the service said stands in quotes; the rest is the node's own.
	for (const words of [error.message, error.description ?? '']) {
		assert.doesNotMatch(words.replace(/“.*”/s, ''), RAW_ERROR);
		assert.ok(words.length < 3000, `an error of ${words.length} characters`);
	}
	assert.ok(error.message && error.description, `says too little: ${error.message}`);
}

function refuseBadItem({ json, binary = {}, pairedItem }: INodeExecutionData): void {
	const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
	assert.ok(isObject, `not the data of an item: ${JSON.stringify(json)?.slice(0, 100)}`);
	assert.notEqual(pairedItem, undefined);
	for (const { fileName = '' } of Object.values(binary)) {
		assert.doesNotMatch(fileName, /[\\/\p{Cc}]|^\.*$/u, 'a name that is no file name');
	}
}

function refuseSecrets(
	stored: string,
	{ credential, signatures }: StandIn,
	handsOutKey: boolean,
): void {
	const shown = handsOutKey ? [] : [credential.apiKey, ...signatures];
	for (const secret of [credential.apiSecret, ...shown]) {
		assert.ok(!stored.includes(secret), `what is stored holds ${secret}`);
	}
}
