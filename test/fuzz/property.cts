/** A property: something that has to hold for whatever fast-check makes up. */
import { randomInt } from 'node:crypto';
import fc from 'fast-check';

export interface Property {
	name: string;
	/** Made anew for each run: what it holds open belongs to that run. */
	rule: fc.IRawProperty<unknown>;
	/** How many cases may be under way at a time; one where nothing is waited for. */
	atATime?: number;
}

export interface Options {
	cases: number;
	seed?: number;
	/** Leads straight to one smallest failing case; a failure prints it. */
	path?: string;
}

export const property = <T,>(name: string, rule: fc.IRawProperty<T>, atATime = 1): Property => ({
	name,
	rule: rule as fc.IRawProperty<unknown>,
	atATime,
});

/**
 * Tries one property out.
 * @throws Error with the smallest failing case, its seed and its path
 */
export async function tryOut(property: Property, options: Options): Promise<void> {
	const { path, seed = randomInt(2 ** 31), cases } = options;
	const lanes = path === undefined ? Math.min(property.atATime ?? 1, cases) : 1;
	await Promise.all(
		Array.from({ length: lanes }, async (_, lane) => {
			const numRuns = Math.ceil((cases - lane) / lanes);
			const again = path === undefined ? {} : { path, endOnFailure: true, numRuns: 1 };
			await inLane(property, { numRuns, seed: seed + lane, ...again });
		}),
	);
}

async function inLane({ name, rule }: Property, parameters: fc.Parameters<unknown>): Promise<void> {
	const details = await fc.check(rule, parameters);
	if (!details.failed) return;
	const { seed, counterexample, counterexamplePath, errorInstance } = details;
	const why = errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : '';
	const again = ['--only', name, '--seed', `${seed}`, '--path', `${counterexamplePath}`];
	throw new Error(
		[
			why.split('\n').slice(0, SHOWN_LINES).join('\n'),
			`The smallest failing case: ${fc.stringify(counterexample).slice(0, SHOWN_CHARACTERS)}`,
			`Once more: npm run fuzz:values -- ${again.map((part) => JSON.stringify(part)).join(' ')}`,
		].join('\n'),
	);
}

const SHOWN_LINES = 12;
const SHOWN_CHARACTERS = 1500;
