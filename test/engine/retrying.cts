/** What tests of retried executions have in common: an n8n that is restarted, and lists that show less. */
import type { IDataObject, INode } from 'n8n-workflow';

import { restarted } from './anew.cts';
import { startBench, type Bench } from './node.cts';
import { outOf, Plan } from './sends.cts';

export interface Retrying {
	/** One for all tests of the file. */
	bench: Bench;
	plan: Plan;
	/** An id that no other send has. */
	nextId(): string;
	/** The same n8n after a restart. */
	anew(): Bench;
	/** How many documents are out, for each of these sends. */
	sentTimes(...ids: string[]): number[];
	/** From now on, lists show so many signs of a client reference. */
	showOnly(length: number): void;
}

/**
 * @param after the ids of a file begin after this number; each file has numbers of its own
 * @param take gets these before each test
 */
export function useRetrying(after: number, take: (own: Retrying) => unknown): void {
	let bench: Bench;
	let counted = after;
	beforeAll(async () => {
		bench = await startBench();
		bench.records = false;
	});
	afterAll(async () => await bench.close());
	beforeEach(() => {
		bench.simulator.faults.clear();
		take({
			bench,
			plan: new Plan(bench),
			nextId: () => `s${++counted}`,
			anew: () => restarted(bench),
			sentTimes: (...ids) => ids.map((id) => outOf(bench, id).length),
			showOnly: (length) =>
				bench.simulator.faults.spoil((answer, { operationId }) =>
					operationId === 'getActiveDocuments'
						? (answer as IDataObject[]).map((own) => ({
								...own,
								ClientReference: String(own.ClientReference ?? '').slice(0, length),
							}))
						: answer,
				),
		});
	});
}

export const withOptions = (
	{ options, ...parameters }: INode['parameters'],
	more: INode['parameters'],
): INode['parameters'] => ({
	...parameters,
	options: { ...(options as object), ...more },
	requestOptions: { retries: 0, itemsAtATime: 1 },
});
