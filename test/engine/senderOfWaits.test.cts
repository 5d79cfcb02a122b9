/** 'Sender': a wait asks for its documents in the name in which they were sent. */
import { sleep, type IDataObject } from 'n8n-workflow';

import { runTimers } from '../harness/timers.cts';
import type { Awaiting } from './awaiting.cts';
import type { Bench } from './node.cts';
import { ana, ben } from './samples.cts';
import { useSenders } from './senders.cts';

let stage: Awaiting;
let bench: Bench;
let references: { form: string; template: string; sender: string };
const { sending, send, named, names, sends, shownToSenderOnly, savedSender } = useSenders(
	(own) => ({ stage, bench, references } = own),
);

describe('a wait', () => {
	test('looks its documents up in the name in which they were sent', async () => {
		const { begin, n8n, references: waitedFor, settle, output } = stage;
		const id = await begin(
			{ ...sending('form', { sender: references.sender }), operation: 'sendAndAwait' },
			[{ json: {} }],
		);
		const [[reference]] = waitedFor(id);
		await bench.simulator.sign(reference, ana.email);
		await settle();
		await bench.simulator.sign(reference, ben.email);
		await settle();
		expect(n8n.status(id)).toBe('success');
		expect((output(id).items[0].json as IDataObject).status).toBe('completed');
		expect(named().some(([operation]) => operation === 'downloadDocument')).toBe(true);
		expect(names()).toEqual([references.sender]);
	});

	const signWhole = async (reference: string) => {
		for (const { email } of [ana, ben]) await bench.simulator.sign(reference, email);
	};
	/** In whose names something was asked of a document. */
	const namesAskingFor = (reference: string) => [
		...new Set(
			bench.simulator.requests
				.filter(({ path }) => path.includes(reference))
				.map(({ headers }) => headers['x-custom-sender']),
		),
	];

	test('asks for the documents of each item in the name of its own sender', async () => {
		const { begin, n8n, references: waitedFor, settle } = stage;
		const other = await savedSender('Ida');
		const id = await begin(
			{ ...sending('form', { sender: '={{ $json.who }}' }), operation: 'sendAndAwait' },
			[{ json: { who: references.sender } }, { json: { who: other } }],
		);
		const [[first], [second]] = waitedFor(id);
		for (const reference of [first, second]) await signWhole(reference);
		await settle();
		expect(n8n.status(id)).toBe('success');
		expect(namesAskingFor(first)).toEqual([references.sender]);
		expect(namesAskingFor(second)).toEqual([other]);
	});

	test.each([
		['the owner of the API key', ''],
		['another sender', '={{ $json.who }}'],
	])('of a send that was found goes on in the name of that one, for %s', async (_who, sender) => {
		const { begin, n8n, references: waitedFor, settle, output } = stage;
		const clientReference = `wait-${sender.length}`;
		const options = { clientReference, oncePerClientReference: true };
		shownToSenderOnly(clientReference);
		const { items } = await send('form', { ...options, sender: references.sender });
		const reference = items[0].json.documentReference as string;
		const who = await savedSender('Uri');
		const id = await begin(
			{ ...sending('form', { ...options, sender }), operation: 'sendAndAwait' },
			[{ json: { who } }],
		);
		expect(n8n.status(id)).toBe('waiting');
		expect(waitedFor(id)).toEqual([[reference]]);
		await signWhole(reference);
		n8n.hearsItself = true;
		while (n8n.status(id) === 'waiting') {
			runTimers('lookAgain.ts');
			await sleep(20);
			await settle();
		}
		n8n.hearsItself = false;
		expect(output(id).items[0].json).toMatchObject({ status: 'completed', recovered: true });
		expect(namesAskingFor(reference)).toEqual([references.sender]);
		expect(sends()).toEqual([]);
	});
});
