/** Sends of several forms, or of several templates: a stage for a file of tests, with what the account has of them. */
import type { IDataObject } from 'n8n-workflow';

import { startAwaiting, type Awaiting } from './awaiting.cts';
import type { Bench } from './node.cts';
import { referencesOf, type Stored } from './sends.cts';

export interface Packs {
	stage: Awaiting;
	bench: Bench;
	/** What the account has of the resource. */
	references: Record<string, string>;
}

/** Its parts are there once the tests of the file begin; each test sees its own requests and no fault of another. */
export function usePacks(resource: Stored): Packs {
	const packs = { references: {} } as Packs;
	beforeAll(async () => {
		packs.stage = await startAwaiting();
		packs.bench = packs.stage.bench;
		packs.references = await referencesOf(packs.bench, resource);
	});
	afterAll(async () => await packs.stage.close());
	beforeEach(() => {
		packs.bench.simulator.requests.length = 0;
		packs.bench.simulator.faults.clear();
	});
	afterEach(() => expect(packs.bench.simulator.problems).toEqual([]));
	return packs;
}

/** What documents are called: the simulator names each after its form or template. */
export const namesOf = (documents: IDataObject[]) =>
	documents.map(({ name }) => (name as string).replace('.pdf', ''));
