/** What the polling trigger asks for, when it is activated for the first time, and when it is tested in the editor. */
import { ALL, startScene, told, useScene, type Scene } from './watch.cts';
import { inDays } from './samples.cts';

let scene: Scene;
useScene((own) => (scene = own));

describe('what is asked for', () => {
	test('only these events, and no reading for the others', async () => {
		const trigger = scene.trigger({ events: ['completed'] });
		await trigger.activate();
		const [reference] = await scene.send(5);
		await trigger.poll();
		await scene.simulator.sign(reference);
		scene.simulator.requests.length = 0;
		await trigger.poll();
		expect(scene.operations()).toEqual(['getActiveDocuments', 'getActiveDocuments']);
		await scene.simulator.sign(reference);
		await trigger.poll();
		expect(told(trigger.items())).toEqual(['completed']);
	});

	test('filters', async () => {
		const byName = scene.trigger({ events: ['sent'], options: { name: 'nda' } });
		const byReference = scene.trigger({ events: ['sent'], options: { clientReference: 'A-7' } });
		const stillOpen = scene.trigger({ events: ['signed'], options: { folder: 'Progress' } });
		const all = [byName, byReference, stillOpen];
		for (const trigger of all) await trigger.activate();
		const [first, second] = [
			...(await scene.send()),
			...(await scene.send(1, { name: 'NDA.docx' })),
		];
		const path = '/Document/Uploader/A-7';
		const uploaded = await scene.client.upload('Own.docx', scene.agreement(), path);
		await scene.client.json('POST', '/SmartTag/Send', {
			json: { DocumentReferences: [uploaded], DueDate: inDays(9) },
		});
		await scene.simulator.sign(first);
		await scene.simulator.sign(second);
		await scene.simulator.sign(second);
		for (const trigger of all) await trigger.poll();
		expect(byName.items().map(({ documentReference }) => documentReference)).toEqual([second]);
		expect(byReference.items()).toMatchObject([{ clientReference: 'A-7' }]);
		expect(stillOpen.items().map(({ documentReference }) => documentReference)).toEqual([first]);
	});

	// Unicode Standard Annex 15: both are the same text. macOS gives names of files in the second form.
	test.each([
		['Caf\u00e9', 'Cafe\u0301 lease.docx'],
		['Cafe\u0301', 'Caf\u00e9 lease.docx'],
		['caf\u00e9 lease', 'CAF\u00c9\u00a0Lease.docx'],
	])('a name as it is read: %j finds %j', async (name, document) => {
		const trigger = scene.trigger({ events: ['sent'], options: { name } });
		await trigger.activate();
		const [reference] = await scene.send(1, { name: document });
		await trigger.poll();
		expect(trigger.items()).toMatchObject([{ documentReference: reference }]);
	});

	test('the folder Signed, which a document enters a while after it is completed', async () => {
		const trigger = scene.trigger({ events: ['completed'], options: { folder: 'Signed' } });
		await trigger.activate();
		const [reference, other] = await scene.send(2);
		await trigger.poll();
		await scene.simulator.sign(other);
		await scene.simulator.sign(reference);
		await scene.simulator.sign(reference);
		const late = (answer: unknown) =>
			JSON.parse(JSON.stringify(answer).replaceAll('"Folder":"Signed"', '"Folder":"Progress"'));
		scene.simulator.faults.spoil(late);
		await trigger.poll();
		scene.simulator.faults.clear();
		for (let look = 0; look < 2; look++) await trigger.poll();
		expect(trigger.items()).toMatchObject([{ event: 'completed', documentReference: reference }]);
	});

	test('raw', async () => {
		const trigger = scene.trigger({ simplify: false });
		await trigger.activate();
		const [reference] = await scene.send();
		await scene.simulator.sign(reference);
		await trigger.poll();
		expect(trigger.items()[1]).toMatchObject({
			event: 'signed',
			signer: { FirstName: 'Ana', SignedStatus: 'Signed' },
			Reference: reference,
			Status: '1 of 2 Signed',
		});
		expect(trigger.items()[1]).not.toHaveProperty('Logs');
	});

	test('the files and values of a completed document', async () => {
		const include = ['certificateFiles', 'certificates', 'fieldValues', 'log', 'signedFile'];
		const trigger = scene.trigger({ include });
		await trigger.activate();
		const [reference] = await scene.send(1, { signers: 1 });
		await scene.simulator.sign(reference, undefined, { Comment: 'Fine' });
		await trigger.poll();
		const [sent, signed, completed] = trigger.executions[0];
		for (const { binary, json } of [sent, signed]) {
			expect(binary).toBeUndefined();
			expect(json).not.toHaveProperty('log');
		}
		expect(completed.binary).toMatchObject({
			data: { mimeType: 'application/pdf' },
			certificate: { mimeType: 'application/pdf' },
		});
		expect(completed.json).toMatchObject({
			fieldValues: { Comment: 'Fine' },
			certificates: [{ certificateStatus: 'Complete' }],
			missing: [],
			files: ['data', 'certificate'],
		});
		expect((completed.json.log as object[]).length).toBeGreaterThan(2);
	});
});

describe('the first activation', () => {
	const history = async () => {
		const [open, declined, completed] = await scene.send(3, { signers: 1 });
		await scene.simulator.decline(declined);
		await scene.simulator.sign(completed);
		return { open, declined, completed };
	};

	test.each(['iso', 'servicestack', 'culture', 'rfc1123'] as const)(
		'is silent about what was before (dates %s)',
		async (dates) => {
			scene.simulator.readings.dates = dates;
			const { open } = await history();
			const trigger = scene.trigger();
			await trigger.activate();
			await trigger.poll();
			expect(trigger.executions).toEqual([]);
			await scene.simulator.sign(open);
			await trigger.poll();
			await trigger.activate();
			expect(told(trigger.items())).toEqual(['signed', 'completed']);
		},
	);

	test.each(['iso', 'culture'] as const)('tells it when asked to (dates %s)', async (dates) => {
		scene.simulator.readings.dates = dates;
		const { open, declined, completed } = await history();
		const trigger = scene.trigger({ options: { includeHistory: true } });
		await trigger.activate();
		await trigger.poll();
		await trigger.activate();
		const of = (wanted: string) =>
			told(trigger.items().filter(({ documentReference }) => documentReference === wanted));
		expect(of(open)).toEqual(['sent']);
		expect(of(declined)).toEqual(['sent', 'declined']);
		expect(of(completed)).toEqual(['sent', 'signed', 'completed']);
	});

	test('fails when the account cannot be read, so that the builder sees it', async () => {
		scene.simulator.faults.add({ kind: 'unauthorized' });
		await expect(scene.trigger().activate()).rejects.toThrow(/key|refused|401/i);
	});

	test('another address of the service starts anew', async () => {
		await scene.send(2);
		const trigger = scene.trigger();
		await trigger.activate();
		const other = await startScene();
		try {
			await other.send(3);
			Object.assign(scene.simulator.credential, other.simulator.credential);
			await trigger.activate();
			await trigger.poll();
			expect(trigger.executions).toEqual([]);
			expect(trigger.errors).toEqual([]);
		} finally {
			await other.simulator.close();
		}
	});
});

describe('the test in the editor', () => {
	test('the latest real event of each kind, whatever the trigger knows', async () => {
		const [signed, declined] = await scene.send(2);
		await scene.simulator.sign(signed);
		await scene.simulator.sign(signed);
		await scene.simulator.decline(declined);
		const trigger = scene.trigger({ include: ['signedFile'] });
		const items = await trigger.test();
		expect(told(items.map(({ json }) => json)).sort()).toEqual([
			...['completed', 'declined', 'sent', 'signed'],
		]);
		const completed = items.find(({ json }) => json.event === 'completed');
		expect(completed).toMatchObject({
			json: { documentReference: signed, finished: true },
			binary: { data: { mimeType: 'application/pdf' } },
		});
		await trigger.activate();
		expect(trigger.executions).toEqual([]);
	});

	test.each([
		[ALL, /no document has had one of the chosen events/i],
		[['deleted'], /deleted document cannot be shown/i],
	])('none: what to do (%s)', async (events, message) => {
		const error = (await scene
			.trigger({ events })
			.test()
			.catch((thrown: unknown) => thrown)) as Error & { description: string };
		expect(error.message).toMatch(message);
		expect(error.description).toMatch(/choose another event/i);
	});
});
