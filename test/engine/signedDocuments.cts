/** Documents that everybody has signed, and what is read of them: a stage for a file of tests. */
import { useBench } from './bench.cts';
import type { Bench } from './node.cts';
import { both, byReference, dataFile, inDays } from './samples.cts';

/** @param take gets the bench before the first test */
export function useSigned(take: (own: { bench: Bench }) => unknown) {
	let bench: Bench;
	useBench((own) => {
		({ bench } = own);
		take(own);
	});
	afterEach(() => expect(bench.simulator.problems).toEqual([]));

	const send = async (on = bench) => {
		const { items } = await on.run(
			{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(9) },
			{ items: [await on.file(dataFile('confidentiality-agreement.pdf'), 'Lease.pdf')] },
		);
		on.simulator.requests.length = 0;
		return items[0].json.documentReference as string;
	};

	const signed = async (on = bench) => {
		const reference = await send(on);
		await on.simulator.sign(reference, undefined, { Comment: 'Fine' });
		await on.simulator.sign(reference, undefined, { Comment: 'Fine with me' });
		return reference;
	};

	/** A second certificate, as the API allows for. */
	const certifyAgain = (wanted: string) => {
		const { certificates } = bench.simulator
			.documents()
			.find(({ reference }) => reference === wanted)!;
		certificates.push({ ...certificates[0], reference: '7'.repeat(48) });
	};

	const document = async (operation: string, reference: unknown, parameters: object = {}) =>
		await bench.run({
			resource: 'document',
			operation,
			document: byReference(reference),
			...parameters,
		});
	const operationIds = () => bench.simulator.requests.map(({ operationId }) => operationId);

	return { send, signed, certifyAgain, document, operationIds };
}
