/** Sends of several forms, or of several templates: a stage for a file of tests, with what the account has of them. */
import { startAwaiting, type Awaiting } from './awaiting.cts';
import type { Bench } from './node.cts';

export interface Packs {
	stage: Awaiting;
	bench: Bench;
	/** What the account has of the resource: references by name. */
	references: Record<string, string>;
}

/** Its parts are there once the tests of the file begin; each test sees its own requests and no fault of another. */
export function usePacks(resource: 'form' | 'template'): Packs {
	const packs = { references: {} } as Packs;
	beforeAll(async () => {
		packs.stage = await startAwaiting();
		packs.bench = packs.stage.bench;
		const { items } = await packs.bench.run({ resource, operation: 'getAll', returnAll: true });
		for (const { json } of items) {
			packs.references[json.name as string] = json[`${resource}Reference`] as string;
		}
	});
	afterAll(async () => await packs.stage.close());
	beforeEach(() => {
		packs.bench.simulator.requests.length = 0;
		packs.bench.simulator.faults.clear();
	});
	afterEach(() => expect(packs.bench.simulator.problems).toEqual([]));
	return packs;
}
