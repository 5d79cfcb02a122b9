/**
 * 'Sender': `X-CUSTOM-SENDER` lets a call act for another sender, saved with SaveSender; what it takes is unknown
 * (docs/api/API.md sections 2 and 12.8). The simulator plays each reading.
 */
import { OTHER_VALUES } from '../../nodes/SecuredSigning/send/agreed.ts';
import { execute, retry } from './executions.cts';
import type { Bench } from './node.cts';
import { ana, byReference, inDays } from './samples.cts';
import { CLIENT_REFERENCE, EMAIL, useSenders } from './senders.cts';

let bench: Bench;
let references: { form: string; template: string; sender: string };
const { sending, contract, send, named, names, sends, shownToSenderOnly, savedSender } = useSenders(
	(own) => ({ bench, references } = own),
);

const kinds = ['smartTag', 'form', 'template'];

test.each(kinds)('%s: every request of the item is in the name of its sender', async (kind) => {
	const { items, error } = await send(kind, { sender: references.sender });
	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
	expect(sends()).toHaveLength(1);
	expect(names()).toEqual([references.sender]);
});

test.each(kinds)('%s: without a sender, none is named', async (kind) => {
	const { error } = await send(kind, { sender: '' });
	expect(error).toBeUndefined();
	expect(names()).toEqual([undefined]);
});

test.each([
	['reference', undefined],
	['clientReference', CLIENT_REFERENCE],
	['email', EMAIL],
] as const)('where the service takes the %s, that is what is sent', async (reading, value) => {
	bench.simulator.readings.sender = reading;
	const sender = value ?? references.sender;
	const { error } = await send('form', { sender });
	expect(error).toBeUndefined();
	expect(names()).toEqual([sender]);
});

test('each item has its own', async () => {
	await bench.run(
		{ ...sending('form', { sender: '={{ $json.who }}' }), requestOptions: { itemsAtATime: 1 } },
		{ items: [{ json: { who: references.sender } }, { json: { who: 'somebody' } }] },
	);
	expect(new Set(names())).toEqual(new Set([references.sender, 'somebody']));
	// The second one is not known: all are checked before the first one is sent.
	expect(sends()).toEqual([]);
});

test.each([
	['whom the account does not have', 'nobody', /names no sender of this account/],
	['that an expression does not give', '={{ $json.who }}', /^'Sender' is empty/],
	[
		'with letters that no header holds',
		'Māia',
		/^'Sender' has letters that cannot be sent in a request/,
	],
	['with a line break', 'a\nb', /^'Sender' contains a character that cannot be seen/],
])('a sender %s: nothing is sent', async (_who, sender, message) => {
	for (const kind of kinds) {
		const { error } = await send(kind, { sender });
		expect(error?.message).toMatch(message);
		expect(sends()).toEqual([]);
	}
});

test('a lost answer is looked up in the same name', async () => {
	bench.simulator.faults.add({ kind: 'cutAfter', operation: 'sendForms2' });
	const { items, error } = await send('form', { sender: references.sender });
	expect(error).toBeUndefined();
	expect(items[0].json.recovered).toBe(true);
	expect(named().at(-1)?.[0]).toBe('getActiveDocuments');
	expect(names()).toEqual([references.sender]);
});

// Another sender would send the same contract once more: it is a value of it, and no other send.
test('a retry with another sender finds what went out, in the name in which it did', async () => {
	bench.simulator.faults.add({ kind: 'cutAfter', operation: 'sendForms2' });
	bench.simulator.faults.add({ kind: 'unauthorized', operation: 'getActiveDocuments' });
	const failed = await execute(bench, sending('form', { sender: references.sender }));
	expect(failed.error).toBeDefined();
	bench.simulator.requests.length = 0;
	const again = await retry(bench, failed, { parameters: sending('form', { sender: '' }) });
	expect(again.error?.message).toBe(`${OTHER_VALUES}: Sender`);
	expect(names()).toEqual([references.sender]);
	expect(sends()).toEqual([]);
});

test('under a client reference that is sent once, it is the same order', async () => {
	const options = { clientReference: 'order-s', oncePerClientReference: true };
	await send('form', { ...options, sender: references.sender });
	const { items, error } = await send('form', options);
	expect(error).toBeUndefined();
	expect(items[0].json).toMatchObject({ recovered: true, warning: /Sender/ as never });
	expect(sends()).toHaveLength(1);
});

test.each(['smartTag', 'form', 'template'])(
	'%s: sent once, it is not sent again by somebody who does not see it',
	async (kind) => {
		const options = { clientReference: `hidden-${kind}`, oncePerClientReference: true };
		shownToSenderOnly(options.clientReference);
		await send(kind, { ...options, sender: references.sender });
		const { items, error } = await send(kind, options);
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ recovered: true, warning: /Sender/ as never });
		expect(sends()).toHaveLength(1);
	},
);

test('nor by another item of the same run', async () => {
	const clientReference = 'hidden-run';
	const other = await savedSender('Noa');
	shownToSenderOnly(clientReference);
	const { items, error } = await bench.run(
		sending('form', { clientReference, oncePerClientReference: true, sender: '={{ $json.who }}' }),
		{ items: [{ json: { who: references.sender } }, { json: { who: other } }] },
	);
	expect(error?.message).toBeUndefined();
	expect(items.map(({ json }) => json.recovered)).toEqual([undefined, true]);
	expect(sends()).toHaveLength(1);
});

test('a mail merge', async () => {
	const { items } = await bench.run(
		{ resource: 'document', operation: 'upload' },
		{ items: [await contract()] },
	);
	bench.simulator.requests.length = 0;
	await bench.run(
		{
			...{ resource: 'mailMerge', operation: 'send', dueDate: inDays(9) },
			document: byReference(items[0].json.documentReference),
			options: { sender: references.sender },
		},
		{ items: [{ json: { Name: 'Ana', Email: ana.email } }] },
	);
	expect(named()).toContainEqual(['sendMailMerge', references.sender]);
	expect(names()).toEqual([references.sender]);
});
