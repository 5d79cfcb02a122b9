/**
 * Checks that build on each other, each a test of node:test: it tells and counts them, and a run in which
 * one fails ends with an error.
 */
import { test } from 'node:test';

/** How the checks of this process went. */
export const tally = { passed: 0, failed: 0 };

/** Makes one check. Its result is undefined when it failed: what builds on it will say so too. */
export const check = async <T,>(
	name: string,
	look: () => Promise<T> | T,
): Promise<T | undefined> => {
	let result: T | undefined;
	let isGood = false;
	await test(name, async () => {
		result = await look();
		isGood = true;
	});
	tally[isGood ? 'passed' : 'failed']++;
	return result;
};
