/** Runs of several items, of which some are wrong: a stage for a file of tests. */
import { wordFileOf } from '../harness/wordFile.cts';
import { startBench, type Bench } from './node.cts';
import { ana, DOCX, inDays } from './samples.cts';
import { referenceOf } from './sends.cts';

export const signer = {
	firstName: '={{ $json.first }}',
	lastName: 'Lopez',
	email: '={{ $json.email }}',
};
export const row = (json: object = {}) => ({
	first: 'Ana',
	email: ana.email,
	due: inDays(20),
	...json,
});
export const fields = { signers: { signer: [signer] }, dueDate: '={{ $json.due }}' };
export const smartTag = { resource: 'smartTag', operation: 'send', ...fields };
export const plainItems = (rows: object[]) => rows.map((json) => ({ json: row(json) }));

/** @param take gets these before the first test */
export function useChecks(
	take: (own: { bench: Bench; tagged: Buffer; form: string; template: string }) => unknown,
) {
	let bench: Bench;
	let form: string;
	let template: string;
	let tagged: Buffer;

	beforeAll(async () => {
		bench = await startBench();
		bench.records = false;
		tagged = await wordFileOf('[!Sign.1.F, , ,]');
		form = await referenceOf(bench, 'form', 'Confidentiality Undertaking');
		template = await referenceOf(bench, 'template', 'Consent Form');
		take({ bench, tagged, form, template });
	});
	afterAll(async () => await bench.close());
	beforeEach(() => {
		bench.simulator.requests.length = 0;
		bench.simulator.faults.clear();
	});

	const sent = () =>
		bench.simulator.requests.filter(({ operationId }) => /^(send|upload)/.test(operationId ?? ''));
	const fileItems = async (rows: object[], content: (index: number) => Buffer = () => tagged) =>
		await Promise.all(
			rows.map(async (json, index) => ({
				...(await bench.file(content(index), `contract-${index}.docx`, DOCX)),
				json: row(json),
			})),
		);

	return { sent, fileItems };
}
