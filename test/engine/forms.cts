/** Sends of single forms: a stage for a file of tests. */
import { startBench, type Bench } from './node.cts';
import { byReference } from './samples.cts';

/** @param take gets these before the first test */
export function useForms(
	take: (own: {
		bench: Bench;
		forms: Array<{ Name: string; Reference: string; Signers: Array<{ SignerType: string }> }>;
	}) => unknown,
) {
	let bench: Bench;
	let forms: Array<{ Name: string; Reference: string; Signers: Array<{ SignerType: string }> }>;

	beforeAll(async () => {
		bench = await startBench();
		const { items } = await bench.run({
			resource: 'form',
			operation: 'getAll',
			simplify: false,
			returnAll: true,
		});
		forms = items.map(({ json }) => json as unknown as (typeof forms)[number]);
		take({ bench, forms });
	});
	afterAll(async () => await bench.close());
	beforeEach(() => {
		bench.simulator.requests.length = 0;
		bench.simulator.faults.clear();
	});

	const formOf = (name: string) => forms.find(({ Name }) => Name === name)!;
	const send = async (name: string, parameters: object) =>
		await bench.run({
			resource: 'form',
			operation: 'send',
			form: byReference(formOf(name).Reference),
			...parameters,
		});

	return { formOf, send };
}
