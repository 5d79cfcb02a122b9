/** Whom a request names is whom Secured Signing invites: docs/api/API.md sections 12.1 and 12.6. */
import type { INodeParameters } from 'n8n-workflow';

import { startBench, type Bench } from './node.cts';
import { ana, ben, both, byReference, dataFile, inDays } from './samples.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.sandbox.requests.length = 0;
	bench.sandbox.readings.updateSigner = 'corrects';
});
afterEach(() => expect(bench.sandbox.problems).toEqual([]));

/** The form of the simulator with an optional role: a Recipient signs, a Witness may. */
const sendWithWitness = async (signers: INodeParameters[], options: INodeParameters = {}) => {
	const { items } = await bench.run({ resource: 'form', operation: 'getAll', returnAll: true });
	const form = items.find(({ json }) => json.Name === 'Confidentiality Undertaking')!.json;
	bench.sandbox.requests.length = 0;
	const result = await bench.run({
		resource: 'form',
		operation: 'send',
		form: byReference(form.Reference),
		signers: { signer: signers },
		options: options,
	});
	const request = bench.sandbox.requests.find(({ operationId }) => operationId === 'sendForms2');
	const [sent] = ((request?.body ?? { Forms: [] }) as { Forms: object[] }).Forms;
	return { ...result, sent: sent as { Signers: object[] } | undefined };
};
const invited = (reference: unknown) =>
	bench.sandbox
		.documents()
		.find((document) => document.reference === reference)!
		.signers.map(({ email }) => email);

describe('an optional role of a form', () => {
	test('that is filled goes with Optional: false, and that person is invited', async () => {
		const { items, sent, error } = await sendWithWitness([
			{ ...ana, signerType: 'Recipient' },
			{ ...ben, signerType: 'Witness' },
		]);
		expect(error).toBeUndefined();
		expect(sent?.Signers).toMatchObject([
			{ SignerType: 'Recipient', Email: ana.email, Optional: false },
			{ SignerType: 'Witness', Email: ben.email, Optional: false },
		]);
		expect(invited(items[0].json.documentReference)).toEqual([ana.email, ben.email]);
	});

	test('that stays empty keeps its place, with Optional: true, and nobody is invited for it', async () => {
		const { items, sent, error } = await sendWithWitness([ana]);
		expect(error).toBeUndefined();
		expect(sent?.Signers).toMatchObject([
			{ SignerType: 'Recipient', Email: ana.email, Optional: false },
			{ SignerType: 'Witness', Optional: true },
		]);
		expect(invited(items[0].json.documentReference)).toEqual([ana.email]);
	});

	test('that stays empty counts for no limit', async () => {
		const sendingLimits = { limits: { allowedDomains: 'example.com', maxSigners: 1 } };
		const { error } = await sendWithWitness([ana], { sendingLimits });
		expect(error).toBeUndefined();
	});
});

describe('after a change of a signer', () => {
	const update = async () => {
		const { items } = await bench.run(
			{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(9) },
			{ items: [await bench.file(dataFile('confidentiality-agreement.pdf'), 'Lease.pdf')] },
		);
		const [first] = items[0].json.signers as Array<{ signerReference: string }>;
		return await bench.run({
			resource: 'signer',
			operation: 'update',
			document: byReference(items[0].json.documentReference),
			signer: byReference(first.signerReference),
			updateFields: { email: 'ana.lopez@example.com' },
		});
	};

	test('who signs is the same, where the service corrects the one that is named', async () => {
		const { items, error } = await update();
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ email: 'ana.lopez@example.com' });
	});

	test('whoever is missing is named, where the service takes the list for all signers', async () => {
		bench.sandbox.readings.updateSigner = 'replaces';
		const { error } = await update();
		expect(error?.message).toMatch(
			/was updated, but .* no longer names Ben Wu \(ben@example\.com\)/,
		);
		expect(error?.description).toMatch(/Do not run this item again/);
	});
});
