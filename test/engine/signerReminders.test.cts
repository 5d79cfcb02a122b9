/** Signer > Send Reminder: to one signer, and to all whose turn it is. */
import { other, person } from '../../simulator/testing/arrange.cts';
import { Client } from '../../simulator/testing/client.cts';
import { execute } from './executions.cts';
import type { Bench } from './node.cts';
import { byReference } from './samples.cts';
import { ENDINGS } from './sends.cts';
import { useSigners } from './signers.cts';

let bench: Bench;
const { send, held, signer, operationIds } = useSigners((own) => ({ bench } = own));

/** A document that is not signed in turn: the simulator sends Form Filler templates so. */
const sendToBothAtOnce = async () => {
	const client = new Client(bench.simulator);
	const templates = await client.json<Array<{ Name: string; Reference: string }>>(
		'GET',
		'/FormFiller/GetTemplateList',
	);
	const { Name, Reference } = templates.find(({ Name: name }) => name === 'Tenancy Agreement')!;
	const Signers = [person, other];
	const { Documents } = await client.json<{ Documents: Array<{ Reference: string }> }>(
		'POST',
		'/FormFiller/Send',
		{ json: { Templates: [{ Name, Reference, Signers, Fields: [] }] } },
	);
	bench.simulator.requests.length = 0;
	return held(Documents[0].Reference);
};

describe('send reminder', () => {
	const remind = async (document: unknown, parameters: object = {}) =>
		await signer('sendReminder', document, parameters);

	test('to one signer', async () => {
		const { reference, signers } = await send();
		const signerReference = signers[0].reference;
		const { items, error } = await remind(reference, {
			remind: 'one',
			signer: byReference(signerReference),
		});
		expect(error).toBeUndefined();
		expect(operationIds()).toEqual(['getDocumentStatus', 'sendReminder']);
		expect(items[0].json).toEqual({
			documentReference: reference,
			remindedCount: 1,
			reminded: [
				{
					name: 'Ana Lopez',
					email: 'ana@example.com',
					signerReference,
					status: 'invited',
				},
			],
			notReminded: [],
		});
		expect(held(reference).signers.map(({ reminders }) => reminders)).toEqual([1, 0]);
	});

	describe('to one signer who gets none: why, as among everybody', () => {
		const one = async (reference: string, signer: string) =>
			await remind(reference, { remind: 'one', signer: byReference(signer) });

		test.each<[string, number, (reference: string) => Promise<unknown>, object]>([
			['it is not their turn', 1, async () => {}, { reason: 'Not invited yet: others sign first' }],
			[
				'has signed',
				0,
				async (reference) => await bench.simulator.sign(reference),
				{ status: 'signed', reason: 'Has signed' },
			],
			[
				'the document has expired',
				0,
				async (reference) => await bench.simulator.expire(reference),
				{ reason: expect.stringMatching(/time to sign is over|document is expired/) },
			],
		])('%s', async (_why, index, happens, expected) => {
			const { reference, signers } = await send();
			await happens(reference);
			const { items, error } = await one(reference, signers[index].reference);
			expect(error).toBeUndefined();
			expect(items[0].json).toMatchObject({
				remindedCount: 0,
				reminded: [],
				notReminded: [{ name: ['Ana Lopez', 'Ben Wu'][index], ...expected }],
			});
			expect(operationIds()).toEqual(['getDocumentStatus']);
		});

		test('a signer of another document is refused', async () => {
			const [{ reference }, { signers }] = [await send(), await send()];
			const { error } = await one(reference, signers[0].reference);
			expect(error?.message).toBe(
				`The document has no signer with the reference ${signers[0].reference}`,
			);
			expect(operationIds()).toEqual(['getDocumentStatus']);
		});
	});

	describe('an item for everybody and one for one of them remind each person once', () => {
		const forBoth = async (reference: string, signer: string, itemsAtATime: number) =>
			await bench.run(
				{
					resource: 'signer',
					operation: 'sendReminder',
					document: byReference(reference),
					remind: '={{ $json.whom }}',
					signer: byReference(signer),
					requestOptions: { itemsAtATime },
				},
				{ items: ['all', 'one', 'all'].map((whom) => ({ json: { whom } })) },
			);

		test.each([1, 5])('%d at a time', async (itemsAtATime) => {
			const { reference, signers } = await sendToBothAtOnce();
			const { items, error } = await forBoth(reference, signers[1].reference, itemsAtATime);
			expect(error).toBeUndefined();
			expect(signers.map(({ reminders }) => reminders)).toEqual([1, 1]);
			// Each item gets its answer (docs/faults.md).
			expect(items.map(({ json }) => json.remindedCount)).toEqual([2, 1, 2]);
		});

		test('not again by Retry On Fail either', async () => {
			const { reference, signers } = await sendToBothAtOnce();
			const parameters = {
				...{ resource: 'signer', operation: 'sendReminder', remind: '={{ $json.whom }}' },
				...{ document: byReference('={{ $json.document }}'), requestOptions: { itemsAtATime: 1 } },
				signer: byReference(signers[0].reference),
			};
			const { error } = await execute(bench, parameters, {
				items: [
					{ json: { whom: 'one', document: reference } },
					{ json: { whom: 'one', document: '404' } },
					{ json: { whom: 'all', document: reference } },
				],
				node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
			});
			expect(error?.context?.itemIndex).toBe(1);
			expect(signers[0].reminders).toBe(1);
		});
	});

	test('to all: those whose turn it is', async () => {
		const { reference, signers } = await send();
		const { items, error } = await remind(reference);
		expect(error).toBeUndefined();
		expect(items[0].json).toEqual({
			documentReference: reference,
			remindedCount: 1,
			reminded: [
				{
					name: 'Ana Lopez',
					email: 'ana@example.com',
					signerReference: signers[0].reference,
					status: 'invited',
				},
			],
			notReminded: [
				{
					name: 'Ben Wu',
					email: 'ben@example.com',
					signerReference: signers[1].reference,
					status: 'notInvited',
					reason: 'Not invited yet: others sign first',
				},
			],
		});
		await bench.simulator.sign(reference);
		const later = (await remind(reference)).items[0].json;
		expect(later).toMatchObject({
			reminded: [{ name: 'Ben Wu' }],
			notReminded: [{ name: 'Ana Lopez', status: 'signed', reason: 'Has signed' }],
		});
		expect(held(reference).signers.map(({ reminders }) => reminders)).toEqual([1, 1]);
	});

	test.each(ENDINGS)('to nobody, when the document is %s', async (_status, end) => {
		const { reference } = await send();
		await end(bench, reference);
		const { items } = await remind(reference);
		expect(items[0].json).toMatchObject({ remindedCount: 0, reminded: [] });
		expect(items[0].json.notReminded).toHaveLength(2);
		expect(operationIds()).toEqual(['getDocumentStatus']);
	});

	test('one who cannot be reminded does not keep the others from it', async () => {
		const { reference, signers } = await sendToBothAtOnce();
		bench.simulator.faults.add({ kind: 'serverErrorHtml', operation: 'sendReminder' });
		const { items, error } = await remind(reference);
		expect(error).toBeUndefined();
		expect(operationIds()).toEqual(['getDocumentStatus', 'sendReminder', 'sendReminder']);
		expect(items[0].json).toMatchObject({
			remindedCount: 1,
			reminded: [{ name: 'Ben Wu' }],
			notReminded: [{ name: 'Ana Lopez', reason: expect.stringMatching(/status 500/) }],
		});
		expect(signers.map(({ reminders }) => reminders)).toEqual([0, 1]);
		const again = await remind(reference);
		expect(again.items[0].json).toMatchObject({ remindedCount: 2, notReminded: [] });
	});

	test('when nobody could be reminded, the first refusal is told', async () => {
		const { reference } = await send();
		bench.simulator.faults.add({ kind: 'serverErrorHtml', operation: 'sendReminder' });
		const { error } = await remind(reference);
		expect(error?.message).toMatch(/status 500/);
		expect(error?.description).toMatch(/may have been carried out/);
		expect(operationIds()).toEqual(['getDocumentStatus', 'sendReminder']);
	});

	test.each([
		['no document', '={{ "" }}', {}, /'Document' is empty/],
		['no signer', '1', { remind: 'one', signer: byReference('={{ "" }}') }, /'Signer' is empty/],
	])('%s is refused before anything is sent', async (_what, document, parameters, message) => {
		const { error } = await remind(document, parameters);
		expect(error?.message).toMatch(message);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});
});
