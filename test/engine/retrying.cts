/** What tests of retried executions have in common: an n8n that is restarted, and lists that show less. */
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import { restarted } from './anew.cts';
import type { Execution } from './executions.cts';
import { startBench, type Bench } from './node.cts';
import { outOf, Plan, type Sending } from './sends.cts';

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
	/** From now on, lists show each entry of a log like this. */
	eachLog(change: (log: IDataObject) => IDataObject): void;
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
	const eachListed = (change: (document: IDataObject) => IDataObject) =>
		bench.simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getActiveDocuments' ? (answer as IDataObject[]).map(change) : answer,
		);
	beforeEach(() => {
		bench.simulator.faults.clear();
		take({
			bench,
			plan: new Plan(bench),
			nextId: () => `s${++counted}`,
			anew: () => restarted(bench),
			sentTimes: (...ids) => ids.map((id) => outOf(bench, id).length),
			showOnly: (length) =>
				eachListed((own) => ({
					...own,
					ClientReference: String(own.ClientReference ?? '').slice(0, length),
				})),
			eachLog: (change) =>
				eachListed(({ Logs, ...own }) => ({
					...own,
					...(Array.isArray(Logs) && { Logs: (Logs as IDataObject[]).map(change) }),
				})),
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

/** One of the orders of the same people, with a number and an ID of its own in the item. */
export async function orderOf({ item }: Sending, id: string, name: string) {
	const { json, ...rest } = await item(id);
	return { ...rest, json: { ...json, order: `${id}-${name}`, uuid: `${id}-uu-${name}` } };
}

/**
 * The execution as n8n keeps it if another of our nodes had run, and then one failed that is not ours: this one had not
 * begun.
 */
export function notBegun(failed: Execution, rows?: INodeExecutionData[]): Execution {
	const run = JSON.parse(JSON.stringify(failed.run)) as Execution['run'];
	const kept = run.data.executionData as unknown as {
		contextData: Record<
			string,
			{ securedSigning?: { runs?: object; sends?: object; changes?: object } }
		>;
		nodeExecutionStack: Array<{ data: { main: INodeExecutionData[][] } }>;
	};
	for (const { securedSigning } of Object.values(kept.contextData)) {
		if (!securedSigning) continue;
		securedSigning.runs = { 'Another Node': 0 };
		delete securedSigning.sends;
		delete securedSigning.changes;
	}
	if (rows) kept.nodeExecutionStack[0].data.main = [rows];
	return { ...failed, run };
}
