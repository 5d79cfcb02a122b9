/** Documents that are out for signing, and what is done with one of their signers. */
import { useBench } from './bench.cts';
import type { Bench } from './node.cts';
import { both, byReference, dataFile, inDays } from './samples.cts';

/** @param take gets the bench before the first test */
export function useSigners(take: (own: { bench: Bench }) => unknown) {
	let bench: Bench;
	useBench((own) => {
		({ bench } = own);
		take(own);
	});
	afterEach(() => expect(bench.simulator.problems).toEqual([]));

	const send = async () => {
		const { items } = await bench.run(
			{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(9) },
			{ items: [await bench.file(dataFile('confidentiality-agreement.pdf'), 'Lease.pdf')] },
		);
		bench.simulator.requests.length = 0;
		return held(items[0].json.documentReference as string);
	};
	const held = (wanted: string) =>
		bench.simulator.documents().find(({ reference }) => reference === wanted)!;
	const signer = async (operation: string, document: unknown, parameters: object) =>
		await bench.run({
			resource: 'signer',
			operation,
			document: byReference(document),
			...parameters,
		});
	const operationIds = () => bench.simulator.requests.map(({ operationId }) => operationId);

	return { send, held, signer, operationIds };
}
