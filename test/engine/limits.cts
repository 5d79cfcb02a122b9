/** Sends under 'Sending Limits', and what refuses them: a stage for a file of tests. */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { startBench, type Bench, type Result } from './node.cts';
import { both, dataFile, inDays } from './samples.cts';

export const contract = dataFile('confidentiality-agreement.pdf');
export const domains = { allowedDomains: 'example.com' };
export const limited = (
	limits: INodeParameters,
	options: INodeParameters = {},
): INodeParameters => ({
	// Off, since the check has something to say of the same files before the limits do.
	options: { checkFirst: false, ...options, sendingLimits: { limits } },
});

/** A Smart Tag that asks somebody else to sign. */
export const stranger = '[!Sign.3.F, Cleo, Ng, cleo@evil.example]';

/** @param take gets the bench before the first test */
export function useLimits(take: (own: { bench: Bench }) => unknown) {
	let bench: Bench;
	beforeAll(async () => {
		bench = await startBench();
		take({ bench });
	});
	afterAll(async () => await bench.close());
	beforeEach(() => {
		bench.simulator.requests.length = 0;
	});

	const pdf = async () => await bench.file(contract, 'confidentiality-agreement.pdf');
	return {
		pdf,
		send: async (parameters: INodeParameters, items?: INodeExecutionData[]) =>
			await bench.run(
				{
					...{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(10) },
					...parameters,
				},
				{ items: items ?? [await pdf()] },
			),
		expectRefused: (
			{ error }: Pick<Result, 'error'>,
			message: RegExp,
			description = /Sending Limits/,
		) => {
			expect(error?.message).toMatch(message);
			expect(error?.description).toMatch(description);
			expect(error?.description).toMatch(/(Nothing was|This item was not) sent\.$/);
			expect(bench.simulator.requests.filter(({ method }) => method === 'POST')).toEqual([]);
		},
	};
}
