import type { INodeParameters } from 'n8n-workflow';

import { NO_SIGNER } from '../../nodes/SecuredSigning/fields/signerRows.ts';
import { wordFileOf } from '../harness/wordFile.cts';
import { startBench, type Bench } from './node.cts';
import { ana, ben, byReference, DOCX, inDays } from './samples.cts';

// The editor begins with one empty signer: nobody asked for it.

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => (bench.simulator.requests.length = 0));

const empty = { firstName: '', lastName: '', email: '' };
const blankTags = async () => await wordFileOf('[!Sign.1.F, , ,]', '[!Sign.2.F, , ,]');
const fullTags = async () =>
	await wordFileOf('[!Sign.1.F,Ana,Lopez,ana@example.com]', '[!Sign.2.F,Ben,Wu,ben@example.com]');

const send = async (parameters: INodeParameters, file = blankTags) =>
	await bench.run(
		{ resource: 'smartTag', operation: 'send', dueDate: inDays(10), ...parameters },
		{ items: [await bench.file(await file(), 'contract.docx', DOCX)] },
	);
const sentSigners = () =>
	bench.simulator.requests
		.filter(({ operationId }) => operationId?.startsWith('sendSmartTag'))
		.map(({ body }) => (body as { Signers?: Array<{ Email: string }> }).Signers);
const expectNobody = (result: Awaited<ReturnType<typeof send>>) => {
	expect(result.error?.message).toBe(NO_SIGNER);
	expect(bench.simulator.requests).toEqual([]);
};

test.each<[string, INodeParameters]>([
	['the row that the editor begins with, which n8n does not store', {}],
	['the same row as n8n stores it', { signers: { signer: [empty] } }],
	['with options that were opened and left', { signers: { signer: [{ ...empty, details: {} }] } }],
	['the JSON that the editor begins with', { signersFrom: 'json' }],
])('nobody is given: %s', async (_what, parameters) => {
	expectNobody(await send(parameters));
});

test.each(['form', 'template'] as const)('nobody is given for a %s', async (resource) => {
	const { items } = await bench.run({ resource, operation: 'getAll' });
	const [{ json }] = items;
	const thing = { [resource]: byReference(json[`${resource}Reference`]) };
	const { error } = await bench.run({ resource, operation: 'send', ...thing });
	expect(error?.message).toBe(NO_SIGNER);
});

test('rows at the end that nobody touched are passed over', async () => {
	const { error } = await send({ signers: { signer: [ana, ben, empty, empty] } });
	expect(error).toBeUndefined();
	expect(sentSigners()).toEqual([
		[
			expect.objectContaining({ Email: 'ana@example.com' }),
			expect.objectContaining({ Email: 'ben@example.com' }),
		],
	]);
});

test('an empty row before others is refused: everybody after it would sign in another place', async () => {
	const { error } = await send({ signers: { signer: [empty, ben] } });
	expect(error?.message).toBe('Signer 1 has no first name');
	expect(bench.simulator.requests).toEqual([]);
});

test('a row whose expressions give nothing is no untouched one', async () => {
	const row = {
		firstName: '={{ $json.first }}',
		lastName: '={{ $json.last }}',
		email: '={{ $json.email }}',
	};
	const { error } = await send({ signers: { signer: [ana, row] } });
	expect(error?.message).toBe('Signer 2 has no first name');
	expect(bench.simulator.requests).toEqual([]);
});

test('the untouched row does not take the place of those whom the Smart Tags name', async () => {
	const { error } = await send({ signersFrom: 'tags', signers: { signer: [empty] } }, fullTags);
	expect(error).toBeUndefined();
	expect(sentSigners()).toEqual([undefined]);
});
