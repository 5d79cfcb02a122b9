/** Sends of a mail merge: a stage for a file of tests. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { docxWith, tagFor } from '../../simulator/testing/files.cts';
import { startBench, type Bench } from './node.cts';
import { byReference, DOCX, inDays } from './samples.cts';

export const people = [
	{ FirstName: 'Ana', LastName: 'Lopez, Dr', Email: 'ana@example.com' },
	{ FirstName: 'Zoë "Z"', LastName: 'Wu', Email: 'zoe@example.com', Note: 'two\nlines' },
];

/** @param take gets these before each test */
export function useMailMerge(take: (own: { bench: Bench; document: string }) => unknown) {
	let bench: Bench;
	let document: string;

	beforeAll(async () => (bench = await startBench()));
	afterAll(async () => await bench.close());
	beforeEach(async () => {
		bench.simulator.faults.clear();
		const file = await bench.file(docxWith(tagFor(1)), 'NDA.docx', DOCX);
		const { items } = await bench.run(
			{ resource: 'document', operation: 'upload' },
			{ items: [file] },
		);
		document = items[0].json.documentReference as string;
		bench.simulator.requests.length = 0;
		take({ bench, document });
	});
	const send = async (
		parameters: INodeParameters = {},
		rows: IDataObject[] = people,
		more: Parameters<Bench['run']>[1] = {},
	) =>
		await bench.run(
			{
				resource: 'mailMerge',
				operation: 'send',
				document: byReference(document),
				dueDate: inDays(10),
				...parameters,
			},
			{ items: rows.map((json) => ({ json })), ...more },
		);
	/** The lists that were sent; before the first of a run, the account is asked how late a due date may be. */
	const lists = () =>
		bench.simulator.requests
			.filter(({ operationId }) => operationId === 'sendMailMerge')
			.map(({ body }) => body as Record<string, string>);
	const request = () => lists()[0];

	return { send, lists, request };
}
