/**
 * 'Sender': `X-CUSTOM-SENDER` lets a call act for another sender, saved with SaveSender; what it takes is unknown
 * (docs/api/API.md sections 2 and 12.8). The simulator plays each reading.
 */
import { sleep, type IDataObject, type INodeParameters } from 'n8n-workflow';

import { runTimers } from '../harness/timers.cts';
import { startAwaiting, type Awaiting } from './awaiting.cts';
import { execute, retry } from './executions.cts';
import type { Bench } from './node.cts';
import { ana, ben, both, byReference, dataFile, inDays } from './samples.cts';

let stage: Awaiting;
let bench: Bench;
let references: { form: string; template: string; sender: string };

const CLIENT_REFERENCE = 'sender-7';
const EMAIL = 'mia@example.com';

beforeAll(async () => {
	stage = await startAwaiting();
	({ bench } = stage);
	const first = async (resource: string) => {
		const { items } = await bench.run({ resource, operation: 'getAll' });
		return items.find(({ json }) =>
			['Tax Declaration', 'Letter of Offer'].includes(String(json.name)),
		)?.json[`${resource}Reference`] as string;
	};
	const { items } = await bench.run({
		...{ resource: 'account', operation: 'saveSender' },
		...{ firstName: 'Mia', lastName: 'Wong', email: EMAIL },
		options: { clientReference: CLIENT_REFERENCE },
	});
	references = {
		form: await first('form'),
		template: await first('template'),
		sender: items[0].json.senderReference as string,
	};
});
afterAll(async () => await stage.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
	bench.simulator.faults.clear();
});
afterEach(() => {
	bench.simulator.readings.sender = 'reference';
	expect(bench.simulator.problems).toEqual([]);
});

const sending = (kind: string, options: object): INodeParameters => ({
	...{ resource: kind, operation: 'send', signers: both, dueDate: inDays(9) },
	...(kind === 'form' && { form: byReference(references.form) }),
	...(kind === 'template' && { template: byReference(references.template) }),
	options: options as INodeParameters,
});
const contract = async () =>
	await bench.file(dataFile('confidentiality-agreement.pdf'), 'Contract.pdf');
const send = async (kind: string, options: object, more: object = {}) =>
	await bench.run({ ...sending(kind, options), ...more }, { items: [await contract()] });
/** In whose name each request came. */
const named = () =>
	bench.simulator.requests.map(({ operationId, headers }) => [
		operationId,
		headers['x-custom-sender'],
	]);
const names = () => [...new Set(named().map(([, name]) => name))];
const sends = () =>
	bench.simulator.requests.filter(({ operationId }) => /^send[A-Z]/.test(operationId ?? ''));
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
	expect(again.error?.message).toBe('This was sent, but with other values: Sender');
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

/** Only the sender sees the documents of a client reference: no source says who sees what (API.md section 2). */
const shownToSenderOnly = (clientReference: string) => {
	const { faults } = bench.simulator;
	const isAnother = (headers: object) =>
		(headers as IDataObject)['x-custom-sender'] !== references.sender;
	faults.choose(({ path, headers }) =>
		isAnother(headers) &&
		bench.simulator
			.documents()
			.some((own) => own.clientReference === clientReference && path.includes(own.reference))
			? { kind: 'notFound' }
			: undefined,
	);
	faults.spoil((answer, { operationId, headers }) =>
		operationId === 'getActiveDocuments' && isAnother(headers)
			? (answer as IDataObject[]).filter((own) => own.ClientReference !== clientReference)
			: answer,
	);
};

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

/** The reference of another sender of the account. */
const savedSender = async (firstName: string) => {
	const { items } = await bench.run({
		...{ resource: 'account', operation: 'saveSender' },
		...{ firstName, lastName: 'Levi', email: `${firstName}@example.com` },
	});
	bench.simulator.requests.length = 0;
	return items[0].json.senderReference as string;
};

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
