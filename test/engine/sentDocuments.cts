/** Documents that are out, and what is done with them: a stage for a file of tests. */
import { useBench } from './bench.cts';
import type { Bench } from './node.cts';
import { both, documentList, inDays } from './samples.cts';
import { storedDocument } from './sends.cts';

/** @param take gets the bench before the first test */
export function useSentDocuments(take: (own: { bench: Bench }) => unknown) {
	let bench: Bench;
	useBench((own) => {
		({ bench } = own);
		take(own);
	});
	afterEach(() => expect(bench.simulator.problems).toEqual([]));
	const document = async (operation: string, parameters: object = {}) =>
		await bench.run({ resource: 'document', operation, ...parameters });

	const send = async (...names: string[]) => {
		const references = await Promise.all(
			names.map(async (name) => await storedDocument(bench, name)),
		);
		const { items } = await bench.run({
			resource: 'smartTag',
			operation: 'send',
			documentsFrom: 'documents',
			documents: documentList(...references),
			signers: both,
			dueDate: inDays(9),
		});
		bench.simulator.requests.length = 0;
		return items.map(({ json }) => json as { documentReference: string; packageReference: string });
	};
	const references = () => bench.simulator.documents().map(({ reference }) => reference);

	return { document, send, references };
}
