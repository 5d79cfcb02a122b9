/**
 * A thing of the service that is chosen by an expression, and the expression gives nothing: what somebody added is
 * never left out without a word (docs/errors.md, "is empty … it gave no value for this item").
 */
import type { INodeParameters } from 'n8n-workflow';

import { startBench, type Bench } from './node.cts';
import { both, byReference, dataFile, documentList, inDays } from './samples.cts';
import { storedDocument } from './sends.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
	bench.records = false;
});
afterAll(async () => await bench.close());

const NOTHING = '={{ $json.nothing }}';
const send = async (parameters: INodeParameters) => {
	const file = await bench.file(dataFile('confidentiality-agreement.pdf'), 'NDA.pdf');
	bench.simulator.requests.length = 0;
	return await bench.run(
		{
			resource: 'smartTag',
			operation: 'send',
			signers: both,
			dueDate: inDays(9),
			...parameters,
		},
		{ items: [file] },
	);
};

test.each(['documents', 'both'])('a row of Document List, of %s', async (documentsFrom) => {
	const stored = await storedDocument(bench, 'annex.pdf');
	const { error } = await send({ documentsFrom, documents: documentList(stored, NOTHING) });
	expect(error?.message).toBe("'Document of Document 2' is empty");
	expect(error?.description).toMatch(/it gave no value for this item.*Nothing was sent/);
	expect(bench.simulator.requests).toEqual([]);
});

test.each([
	['invitationEmailTemplate', 'Invitation Template'],
	['completionEmailTemplate', 'Completion Template'],
	['workflow', 'Workflow'],
])('the option %s', async (name, displayName) => {
	const { error } = await send({ options: { [name]: byReference(NOTHING) } });
	expect(error?.message).toBe(`'${displayName}' is empty`);
	expect(bench.simulator.requests).toEqual([]);
});

test('one that is fixed and empty is none: nobody chose anything', async () => {
	const { error, items } = await send({
		documentsFrom: 'both',
		documents: documentList(''),
		options: { invitationEmailTemplate: byReference('') },
	});
	expect(error?.message).toBeUndefined();
	expect(items).toHaveLength(1);
});
