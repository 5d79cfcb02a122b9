/** The two ways of making files that are a burden. */
import fc from 'fast-check';

import { grammar } from '../files/grammar.cts';
import { realFiles } from '../files/realFiles.cts';
import type { HostileFile } from '../files/extremes.cts';

const ARBITRARIES: Record<string, fc.Arbitrary<HostileFile>> = { grammar, real: realFiles };

export const generators = Object.keys(ARBITRARIES);

/** The first files of a generator with this seed; they are the same ones each time. */
export function sampled(generator: string, seed: number, count: number): HostileFile[] {
	return fc.sample(ARBITRARIES[generator], { seed, numRuns: count });
}
