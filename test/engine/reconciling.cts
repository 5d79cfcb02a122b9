/** Document > Reconcile, with an account of its own for each test. */
import type { IDataObject } from 'n8n-workflow';

import type { Readings } from '../../simulator/index.cts';
import { realTime } from '../harness/clock.cts';
import { startBench, type Bench } from './node.cts';
import { both, dataFile, inDays } from './samples.cts';

export const FILE = dataFile('confidentiality-agreement.pdf');

export const ROW = {
	resource: 'document',
	operation: 'reconcile',
	clientReference: '={{ $json.order }}',
	keepsDocuments: true,
};

export const orders = (...names: string[]) => names.map((order) => ({ order }));
export const statesOf = (rows: Array<{ state: string }>) => rows.map(({ state }) => state);

/** @param take gets the bench as soon as a test has begun */
export function useReconcile(take: (own: { bench: Bench }) => unknown) {
	let bench: Bench;
	afterEach(async () => {
		realTime();
		await bench.close();
		expect(bench.simulator.problems).toEqual([]);
	});

	return {
		begin: async (readings: Partial<Readings> = {}) => {
			bench = await startBench({ readings });
			take({ bench });
		},

		/** A document of Ana and somebody else, under a client reference; its own reference. */
		send: async (clientReference: string, email = 'ben@example.com', days = 3, name = 'Offer') => {
			const signers = { signer: [both.signer[0], { ...both.signer[1], email }] };
			const { items, error } = await bench.run(
				{
					...{ resource: 'smartTag', operation: 'send', signers, dueDate: inDays(days) },
					...(clientReference !== '' && { options: { clientReference } }),
				},
				{ items: [await bench.file(FILE, `${name} ${clientReference}.pdf`)], timezone: 'UTC' },
			);
			expect(error).toBeUndefined();
			return items[0].json.documentReference as string;
		},

		reconcile: async (rows: IDataObject[], parameters: object = {}) => {
			const result = await bench.run(
				{ ...ROW, ...parameters },
				{ items: rows.map((json) => ({ json })) },
			);
			expect(result.error).toBeUndefined();
			return result.items.map(
				({ json }) => json as IDataObject & { state: string; reason?: string },
			);
		},

		/** Signed by both. */
		sign: async (reference: string) => {
			await bench.simulator.sign(reference);
			await bench.simulator.sign(reference);
		},
	};
}
