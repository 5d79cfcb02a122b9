/** Sends of one file with Smart Tags: a stage for a file of tests. */
import { useBench } from './bench.cts';
import type { Bench } from './node.cts';
import { both, dataFile, inDays } from './samples.cts';

export const base = () => ({
	resource: 'smartTag',
	operation: 'send',
	signers: both,
	dueDate: inDays(10),
});

/** @param take gets the bench before the first test */
export function useSmartTags(take: (own: { bench: Bench }) => unknown) {
	let bench: Bench;
	useBench((own) => {
		({ bench } = own);
		take(own);
	});

	const pdf = async () =>
		await bench.file(dataFile('confidentiality-agreement.pdf'), 'confidentiality-agreement.pdf');

	const send = async (parameters: object, timezone?: string) =>
		await bench.run({ ...base(), ...parameters }, { items: [await pdf()], timezone });

	return { pdf, send };
}
