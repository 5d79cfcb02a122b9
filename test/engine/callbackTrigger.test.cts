import type { IDataObject } from 'n8n-workflow';

import { CONFIRMED_AFTER_MS } from '../../nodes/SecuredSigning/api/gone';
import {
	isTriggerUrl,
	callbackKey,
	withCallbackKey,
} from '../../nodes/SecuredSigning/fields/notifyUrl';
import { passTime, realTime } from '../harness/clock.cts';
import { binaryData } from '../harness/engine.cts';
import { keepTimers } from '../harness/timers.cts';
import { startSimulator, type Readings, type Simulator } from '../../simulator/index.cts';
import { Client } from '../../simulator/testing/client.cts';
import { ana, ben, docxWith } from '../../simulator/testing/files.cts';
import { loadedAnew } from './anew.cts';
import { startBench, type Bench } from './node.cts';
import { both, byReference, inDays } from './samples.cts';
import { listen, type Listening } from './webhook.cts';

let simulator: Simulator;
let client: Client;
let trigger: Listening;
// What is put off is called again by n8n itself, after minutes.
let endTimers: () => void;
beforeAll(async () => {
	endTimers = keepTimers();
	simulator = await startSimulator();
	client = new Client(simulator);
	trigger = await listen(simulator);
});
afterAll(async () => {
	endTimers();
	await trigger.close();
	await simulator.close();
});
beforeEach(() => {
	simulator.readings.callback = 'json';
	simulator.faults.clear();
	simulator.requests.length = 0;
	trigger.started.length = 0;
	trigger.failed.length = 0;
	trigger.parameters = {};
	Object.assign(trigger.credential, simulator.credential);
});
afterEach(() => {
	realTime();
	expect(simulator.problems).toEqual([]);
	const shown = [trigger.started, trigger.failed.map((error) => ({ ...error }))];
	for (const secret of [simulator.credential.apiSecret, simulator.credential.apiKey]) {
		expect(JSON.stringify(shown)).not.toContain(secret);
	}
});

/** Sends documents as another program does, all as one package. */
const send = async (NotifyUrl?: string, count = 1) => {
	const references: string[] = [];
	for (let copy = 1; copy <= count; copy++) {
		references.push(await client.upload(`Lease ${copy}.docx`, docxWith(ana, ben)));
	}
	const { PackageReference } = await client.json<{ PackageReference: string }>(
		'POST',
		'/SmartTag/Send2',
		{
			json: {
				DocumentReferences: references,
				DueDate: inDays(7),
				SingleDocumentAsPackage: true,
				NotifyUrl,
			},
		},
	);
	await simulator.settle();
	simulator.requests.length = 0;
	return { reference: references[0], references, packageReference: PackageReference };
};
const sign = async (reference: string) => {
	await simulator.sign(reference);
	await simulator.settle();
};
const callWith = async (url: string, body?: unknown, type = 'application/json') => {
	const answer = await fetch(url, {
		method: body === undefined ? 'GET' : 'POST',
		headers: body === undefined ? {} : { 'content-type': type },
		body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
	});
	return { status: answer.status, text: await answer.text() };
};
type Case<Body> = [what: string, body: Body, type?: string];
/** Jest takes a parameter that a row leaves out for a callback. */
const whole = <Body,>(cases: Array<Case<Body>>) =>
	cases.map(([what, body, type = 'application/json']) => [what, body, type] as const);
const started = () => trigger.started.flat().map(({ json }) => json);
const events = () => started().map(({ event }) => event);

describe('the calls of the service', () => {
	test.each<Readings['callback']>(['json', 'form', 'get'])('as %s', async (callback) => {
		simulator.readings.callback = callback;
		trigger.parameters = { events: ['sent', 'signed', 'completed'] };
		const { reference } = await send(trigger.url);
		await sign(reference);
		await sign(reference);
		expect(simulator.callbacks.slice(-3).map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(started()).toMatchObject([
			{ event: 'sent', documentReference: reference, status: 'inProgress', signedCount: 0 },
			{ event: 'signed', documentReference: reference, status: 'inProgress', signedCount: 1 },
			{ event: 'completed', documentReference: reference, status: 'completed', signedCount: 2 },
		]);
		expect(new Set(started().map(({ eventId }) => eventId)).size).toBe(3);
		expect(trigger.started).toHaveLength(3);
	});

	test('sent does not start the workflow unless chosen; refusal and expiry do', async () => {
		const { reference } = await send(trigger.url);
		expect(simulator.callbacks.at(-1)).toMatchObject({ status: 200, body: { Event: 'sent' } });
		expect(started()).toEqual([]);
		await simulator.decline(reference, undefined, 'Wrong rent');
		await simulator.expire((await send(trigger.url)).reference);
		await simulator.settle();
		expect(events()).toEqual(['declined', 'expired']);
		expect(started()[0]).toMatchObject({
			signers: [{ status: 'declined', declinedReason: 'Wrong rent' }, {}],
		});
	});

	test('the event carries what checks of a signer found', async () => {
		const { reference } = await send(trigger.url);
		await simulator.identify(reference, 1, { IDCheckStatus: 'Passed' });
		await sign(reference);
		await sign(reference);
		const [{ signers }] = started().slice(-1) as [{ signers: IDataObject[] }];
		expect(signers.map(({ identity }) => identity)).toEqual([{ checkStatus: 'Passed' }, undefined]);
	});

	test('only chosen events start the workflow', async () => {
		trigger.parameters = { events: ['completed'] };
		const { reference } = await send(trigger.url);
		await sign(reference);
		expect(simulator.callbacks.at(-1)).toMatchObject({ status: 200 });
		expect(started()).toEqual([]);
		await sign(reference);
		expect(events()).toEqual(['completed']);
	});

	test('are not believed: what counts is the status that the service tells', async () => {
		const { reference } = await send();
		await callWith(trigger.url, {
			Event: 'completed',
			DocumentReference: reference,
			Status: 'Complete',
		});
		expect(started()).toEqual([]);
		await sign(reference);
		await callWith(trigger.url, { Event: 'completed', DocumentReference: reference });
		expect(events()).toEqual(['signed']);
	});

	test('repeats carry the same eventId, another state another one', async () => {
		const { reference } = await send(trigger.url);
		await sign(reference);
		const repeat = async () => await callWith(trigger.url, { DocumentReference: reference });
		await Promise.all([repeat(), repeat()]);
		await simulator.expire(reference);
		await simulator.settle();
		const json = { DocumentReference: reference, DueDate: inDays(9) };
		await client.json('POST', '/Document/Extend', { json });
		await repeat();
		await simulator.expire(reference);
		await simulator.settle();
		expect(events()).toEqual(['signed', 'signed', 'signed', 'expired', 'signed', 'expired']);
		const [first, second, third, expired, again, expiredAgain] = started().map(
			({ eventId }) => eventId,
		);
		expect([second, third, again]).toEqual([first, first, first]);
		expect(new Set([first, expired, expiredAgain]).size).toBe(3);
	});

	test('the test address is heard with the same key', async () => {
		const url = withCallbackKey(trigger.testUrl, simulator.credential.apiSecret);
		const { reference } = await send(url);
		await sign(reference);
		expect(events()).toEqual(['signed']);
	});
});

describe('who may call', () => {
	test.each<[string, (url: string) => string]>([
		['no key', (url) => `${url.split('?')[0]}?`],
		['an empty key', (url) => `${url.split('?')[0]}?key=`],
		[
			'another key',
			(url) => url.replace(/key=./, (start) => (start === 'key=A' ? 'key=B' : 'key=A')),
		],
		['a key with more at its end', (url) => `${url}A`],
		['half a key', (url) => url.slice(0, -20)],
		['two keys', (url) => `${url}&key=${url.split('=')[1]}`],
		['a key as an object', (url) => url.replace('key=', 'key[a]=')],
		[
			'the key of another trigger',
			(url) =>
				withCallbackKey(
					url.split('?')[0].replace('3f6c1d2e', '00000000'),
					simulator.credential.apiSecret,
				).replace('00000000', '3f6c1d2e'),
		],
		['the key of another secret', (url) => withCallbackKey(url.split('?')[0], 'another-secret')],
	])('not with %s', async (_what, forge) => {
		const { reference } = await send();
		const answers = [
			await callWith(forge(trigger.url), { DocumentReference: reference }),
			await callWith(`${forge(trigger.url)}&DocumentReference=${reference}`),
		];
		expect(answers.map(({ status }) => status)).toEqual([401, 401]);
		expect(started()).toEqual([]);
		expect(trigger.failed).toEqual([]);
		expect(simulator.requests).toEqual([]);
	});

	test('a caller that appends its parameters with another question mark', async () => {
		const { reference } = await send();
		await simulator.sign(reference);
		const { status } = await callWith(`${trigger.url}?DocumentReference=${reference}&Event=signed`);
		expect({ status, events: events() }).toEqual({ status: 200, events: ['signed'] });
	});

	test('one address behind any host, folder and kind has one key', () => {
		const key = callbackKey('secret', '/webhook/1/secured-signing-callback');
		for (const url of [
			'https://n8n.example.com/webhook/1/secured-signing-callback',
			'http://localhost:5678/tools/n8n/webhook-test/1/secured-signing-callback/',
		]) {
			expect(new URL(withCallbackKey(url, 'secret')).searchParams.get('key')).toBe(key);
		}
		expect(key).toMatch(/^[\w-]{43}$/);
	});

	test('other addresses are left as they are', () => {
		for (const url of [
			'',
			'nonsense',
			'https://www.example.com/signed?x=1',
			'https://www.example.com/secured-signing-callback',
			'https://www.example.com/1/secured-signing-callback/more',
			'https://www.example.com/1/secured-signing-callback?key=mine',
		]) {
			expect(withCallbackKey(url, 'secret')).toBe(url);
		}
		expect(isTriggerUrl('https://www.example.com/signed')).toBe(false);
	});
});

describe('what a call may look like', () => {
	const deep = (value: unknown) => ({ a: { b: [{ c: { data: value } }] } });
	const shapes: Array<Case<(reference: string) => unknown>> = [
		['camel case', (documentReference) => ({ documentReference })],
		['snake case, inside of something', (reference) => deep({ document_reference: reference })],
		['an object with a reference', (Reference) => ({ Event: 'x', Document: { Reference } })],
		[
			'a whole document',
			(Reference) => ({ Reference, Status: 'Complete', Signers: [{ Email: 'a' }] }),
		],
		['a list of references', (reference) => ({ DocumentReferences: [reference] })],
		['a list at the top', (reference) => [{ DocumentID: reference }]],
		[
			'JSON in a form field',
			(reference) =>
				`payload=${encodeURIComponent(JSON.stringify({ DocumentReference: reference }))}`,
			'application/x-www-form-urlencoded',
		],
		['JSON as text', (reference) => JSON.stringify({ DocumentReference: reference }), 'text/plain'],
		[
			'JSON of an unknown type',
			(DocumentReference) => ({ DocumentReference }),
			'application/vnd.x+json',
		],
		[
			'XML of an unknown type',
			(reference) =>
				`<a:Note xmlns:a="urn:a"><a:DocumentReference>${reference}</a:DocumentReference><Status>Signed</Status></a:Note>`,
			'application/octet-stream',
		],
		[
			'lines of text',
			(reference) => `Event: signed\nDocument reference: ${reference}\n`,
			'text/plain',
		],
	];
	test.each(whole(shapes))('%s', async (_what, body, type) => {
		const { reference } = await send();
		await simulator.sign(reference);
		const { status } = await callWith(trigger.url, body(reference), type);
		expect({ status, events: events() }).toEqual({ status: 200, events: ['signed'] });
		expect(started()[0].documentReference).toBe(reference);
	});

	test('a package alone stands for its documents, however it is wrapped', async () => {
		const { references, packageReference } = await send(undefined, 2);
		await simulator.sign(references[1]);
		trigger.parameters = { events: ['sent', 'signed'] };
		for (const packageDocuments of ['documents', 'wrapper'] as const) {
			simulator.readings.packageDocuments = packageDocuments;
			await callWith(trigger.url, { PackageReference: packageReference });
		}
		simulator.readings.packageDocuments = 'documents';
		expect(trigger.started).toHaveLength(2);
		for (const items of trigger.started) {
			expect(items.map(({ json }) => [json.event, json.documentReference])).toEqual([
				['sent', references[0]],
				['signed', references[1]],
			]);
		}
		trigger.started.length = 0;
		await callWith(trigger.url, { DocumentReference: references[1], packageReference });
		expect(started().map(({ documentReference }) => documentReference)).toEqual([references[1]]);
	});

	test.each(
		whole<unknown>([
			['nothing', undefined],
			['an empty body', {}],
			['no reference', { Event: 'signed', Status: 'Complete' }],
			[
				'other references',
				{ ClientReference: '7', SignerReference: '8', ProcessDocumentReference: '9' },
			],
			['a title', { Document: 'Lease.docx', Package: ['My package'] }],
			[
				'a reference that is none',
				{ DocumentReference: '../Account/Info', PackageReference: 'a b' },
			],
			['a number that lost digits', { DocumentReference: 1e47 }],
			[
				'nested deeper than anybody means it',
				'{"a":'.repeat(5000) + '{"DocumentReference":"1"}' + '}'.repeat(5000),
			],
			['an empty element of XML', '<DocumentReference/><Status>Signed</Status>', 'text/plain'],
			[
				'a closing element of XML',
				'<DocumentReference></DocumentReference><Status>Signed</Status>',
				'text/plain',
			],
		]),
	)('%s is answered with 400 and starts nothing', async (_what, body, type) => {
		const { status, text } = await callWith(trigger.url, body, type);
		expect({ status, text }).toEqual({
			status: 400,
			text: 'This call names no document that is known here.',
		});
		expect(started()).toEqual([]);
		expect(trigger.failed).toEqual([]);
	});

	test.each(
		whole<unknown>([
			['a heap of values', { heap: Array.from({ length: 500_000 }, (_, index) => ({ index })) }],
			['a long text of almost-names', 'document '.repeat(1_000_000), 'text/plain'],
			['a text of brackets', '['.repeat(1_000_000), 'text/plain'],
		]),
	)('%s does no harm, and hides no reference on top', async (_what, body, type) => {
		const { reference } = await send();
		await simulator.sign(reference);
		const { status } = await callWith(`${trigger.url}&DocumentReference=${reference}`, body, type);
		expect({ status, events: events() }).toEqual({ status: 200, events: ['signed'] });
	});
});

describe('documents that are gone', () => {
	const call = async (body: object) => await callWith(trigger.url, body);

	test('a deleted document and a deleted package, confirmed by a later call', async () => {
		const { reference, packageReference } = await send();
		await call({ DocumentReference: reference });
		await client.fetch('POST', `/Package/Delete/${packageReference}`);
		const both = [{ DocumentReference: reference }, { PackageReference: packageReference }];
		for (const body of both) expect((await call(body)).status).toBe(503);
		expect(started()).toEqual([]);
		passTime(CONFIRMED_AFTER_MS);
		for (const body of both) expect((await call(body)).status).toBe(200);
		const lastKnown = { status: 'inProgress', seenAt: expect.stringMatching(/Z$/) };
		expect(started()).toEqual([
			{
				event: 'deleted',
				eventId: `${reference}/deleted`,
				documentReference: reference,
				lastKnown,
			},
			{ event: 'deleted', eventId: `${packageReference}/deleted`, packageReference, lastKnown },
		]);
	});

	test('what was seen completed is gone, never deleted', async () => {
		const { reference } = await send();
		await simulator.sign(reference);
		await simulator.sign(reference);
		await call({ DocumentReference: reference });
		simulator.forgetSigned(reference);
		trigger.started.length = 0;
		await call({ DocumentReference: reference });
		passTime(CONFIRMED_AFTER_MS);
		await call({ DocumentReference: reference });
		expect(started()).toEqual([
			{
				event: 'gone',
				eventId: `${reference}/gone`,
				documentReference: reference,
				lastKnown: { status: 'completed' },
			},
		]);
	});

	test('what another process saw completed is gone, though this one saw it open', async () => {
		const { reference } = await send();
		const body = { DocumentReference: reference };
		await call(body);
		const { nodeType } = trigger;
		await simulator.sign(reference);
		await simulator.sign(reference);
		trigger.nodeType = loadedAnew().callbackTrigger;
		await call(body);
		trigger.nodeType = nodeType;
		simulator.forgetSigned(reference);
		trigger.started.length = 0;
		await call(body);
		passTime(CONFIRMED_AFTER_MS);
		await call(body);
		expect(started()).toMatchObject([{ event: 'gone', lastKnown: { status: 'completed' } }]);
	});

	test('a package, one of whose documents was in doubt: gone, and nothing says that it was completed', async () => {
		const { references, packageReference } = await send(undefined, 2);
		for (const reference of references) {
			for (let signer = 0; signer < 2; signer++) await simulator.sign(reference);
		}
		simulator.faults.spoil((answer) => {
			const { Documents, ...own } = answer as { Documents?: IDataObject[] };
			if (Documents === undefined) return answer;
			const [first, ...others] = Documents;
			const [one, other] = first.Signers as IDataObject[];
			const open = { ...other, HasSigned: false, SignedStatus: 'Pending' };
			return { ...own, Documents: [{ ...first, Signers: [one, open] }, ...others] };
		});
		await call({ PackageReference: packageReference });
		expect(events().sort()).toEqual(['completed', 'other']);
		for (const reference of references) simulator.forgetSigned(reference);
		simulator.faults.choose(({ operationId }) =>
			operationId === 'getPackageStatus' ? { kind: 'notFound' } : undefined,
		);
		trigger.started.length = 0;
		await call({ PackageReference: packageReference });
		passTime(CONFIRMED_AFTER_MS);
		await call({ PackageReference: packageReference });
		expect(started()).toMatchObject([
			{ event: 'gone', packageReference, lastKnown: { status: 'unknown' } },
		]);
	});

	test('one 404 is a slip', async () => {
		const { reference } = await send();
		await simulator.sign(reference);
		await call({ DocumentReference: reference });
		simulator.faults.add({ kind: 'notFound', operation: 'getDocumentStatus' });
		expect((await call({ DocumentReference: reference })).status).toBe(503);
		expect((await call({ DocumentReference: reference })).status).toBe(200);
		expect(events()).toEqual(['signed', 'signed']);
	});

	test('100 references that never existed start nothing, however often', async () => {
		const references = Array.from({ length: 100 }, (_, index) => `invented${index}`);
		const bodies = [{ DocumentReferences: references }, { PackageReferences: references }];
		for (let turn = 0; turn < 2; turn++) {
			for (const body of bodies) expect((await call(body)).status).toBe(503);
			passTime(CONFIRMED_AFTER_MS);
		}
		expect([started(), trigger.failed]).toEqual([[], []]);
	});

	test.each([
		['a document', { DocumentReference: 'never-a-document' }],
		['a package', { PackageReference: 'never-a-package' }],
		['an unclear word', { Reference: 'order-7', document: 'Lease' }],
		['a name of every table', { __proto__: null, constructor: { Reference: 'x' }, toString: 'y' }],
	])('%s that never existed: looked for twice, then refused', async (_what, body) => {
		expect((await call(body)).status).toBe(503);
		passTime(CONFIRMED_AFTER_MS);
		expect((await call(body)).status).toBe(400);
		expect([started(), trigger.failed]).toEqual([[], []]);
	});

	test.each(['Reference', 'Package'])('under an unclear word: %s', async (word) => {
		const { reference, packageReference } = await send();
		const wanted = word === 'Package' ? packageReference : reference;
		await call({ [word]: wanted });
		await client.fetch('POST', `/Package/Delete/${packageReference}`);
		expect((await call({ [word]: wanted })).status).toBe(503);
		passTime(CONFIRMED_AFTER_MS);
		await call({ [word]: wanted });
		const name = word === 'Package' ? 'packageReference' : 'documentReference';
		expect(started()).toMatchObject([{ event: 'deleted', [name]: wanted }]);
	});

	test('are not called deleted when nothing answers under the address of the service', async () => {
		const { reference } = await send();
		await call({ DocumentReference: reference });
		trigger.credential.baseUrl = `${simulator.origin}/web/v9`;
		for (let turn = 0; turn < 2; turn++) {
			expect((await call({ DocumentReference: reference })).status).toBe(503);
			passTime(CONFIRMED_AFTER_MS);
		}
		expect(started()).toEqual([]);
	});
});

// API.md section 6 lists 'Signed' beside 'Complete', and does not say that it means everybody.
test('Signed while a signer is open is no completion', async () => {
	const { reference } = await send();
	await simulator.sign(reference);
	simulator.faults.spoil((answer, { operationId }) =>
		operationId === 'getDocumentStatus' ? { ...(answer as object), Status: 'Signed' } : answer,
	);
	await callWith(trigger.url, { DocumentReference: reference });
	expect(started()).toMatchObject([{ event: 'signed', status: 'inProgress', signedCount: 1 }]);
});

describe('when the service cannot be asked', () => {
	test('the caller is told to come again, and the next call starts the workflow', async () => {
		const { reference } = await send();
		await simulator.sign(reference);
		simulator.faults.add({ kind: 'gateway', status: 503, times: 4 });
		const call = async () => await callWith(trigger.url, { DocumentReference: reference });
		expect(await call()).toEqual({
			status: 503,
			text: 'This cannot be looked up now. Please call again later.',
		});
		expect([started(), trigger.failed]).toEqual([[], []]);
		expect((await call()).status).toBe(200);
		expect(events()).toEqual(['signed']);
	});

	test('a refusal that somebody has to see to is a failed execution', async () => {
		const { reference } = await send();
		simulator.faults.add({ kind: 'unauthorized' });
		const { status } = await callWith(trigger.url, { DocumentReference: reference });
		expect(status).toBe(500);
		expect(started()).toEqual([]);
		expect(trigger.failed[0].message).toMatch(/Check your api key/);
	});

	test('a credential without a secret keeps the workflow from being switched on', async () => {
		expect(await trigger.activate()).toBe(true);
		trigger.credential.apiSecret = '';
		await expect(trigger.activate()).rejects.toThrow('The credential has no API Secret');
		expect((await callWith(trigger.url, { DocumentReference: '1' })).status).toBe(503);
		expect([started(), trigger.failed]).toEqual([[], []]);
	});
});

describe('what comes out', () => {
	test('the finished document with what was chosen', async () => {
		trigger.parameters = { include: ['signedFile', 'certificateFiles', 'log', 'fieldValues'] };
		const { reference } = await send();
		await simulator.sign(reference);
		await callWith(trigger.url, { DocumentReference: reference });
		await simulator.sign(reference);
		await callWith(trigger.url, { DocumentReference: reference });
		const [[open], [done]] = trigger.started;
		expect(open.json).toMatchObject({ event: 'signed', finished: false, files: [] });
		expect(open.json.log).toBeDefined();
		expect(done.json).toMatchObject({
			event: 'completed',
			finished: true,
			missing: [],
			files: ['data', 'certificate'],
			fieldValues: expect.any(Object),
		});
		const file = await (await binaryData()).getAsBuffer(done.binary!.data);
		expect(file.subarray(0, 5).toString()).toBe('%PDF-');
	});

	test('a file that comes at a later try, and one that does not: no event is lost', async () => {
		trigger.parameters = { include: ['signedFile'] };
		const signed = async () => {
			const { reference } = await send();
			await simulator.sign(reference);
			await simulator.sign(reference);
			return { DocumentReference: reference };
		};
		const [one, other] = [await signed(), await signed()];
		simulator.faults.add({ kind: 'cutAfter', operation: 'downloadDocument', times: 4 });
		expect((await callWith(trigger.url, one)).status).toBe(200);
		expect(started()).toMatchObject([{ event: 'completed', missing: [], files: ['data'] }]);

		simulator.faults.add({ kind: 'paymentRequired', operation: 'downloadDocument', times: 99 });
		expect((await callWith(trigger.url, other)).status).toBe(200);
		expect(started().at(-1)).toMatchObject({
			event: 'completed',
			status: 'completed',
			missing: [{ part: 'signedFile', reason: expect.stringMatching(/on hold/) }],
			files: [],
		});
	});

	test("the service's own fields where the item is not simplified", async () => {
		trigger.parameters = { simplify: false };
		const { reference } = await send();
		await simulator.sign(reference);
		await callWith(trigger.url, { DocumentReference: reference });
		expect(started()).toMatchObject([
			{
				event: 'signed',
				eventId: expect.stringContaining(reference),
				Reference: reference,
				Status: '1 of 2 Signed',
			},
		]);
	});
});

describe('which addresses get the key', () => {
	const END = '/webhook/3f6c1d2e/secured-signing-callback';
	let bench: Bench;
	beforeAll(async () => {
		bench = await startBench();
	});
	afterAll(async () => await bench.close());
	const notifyUrlOf = async (triggerUrl: string, webhookUrls = '') => {
		const credential = { ...bench.simulator.credential, webhookUrls };
		const parameters = { resource: 'account', operation: 'getNotifyUrl', triggerUrl };
		return await bench.run(parameters, { credential });
	};

	// The engine's own webhook address is http://localhost/webhook-waiting/….
	test.each<[string, string, string?]>([
		['its own', `http://localhost${END}`],
		['its own by number', `http://127.0.0.1${END}`],
		['a tunnel', `https://tunnel.example.com${END}`, 'https://tunnel.example.com'],
		[
			'one of several, in a folder',
			`https://b.example.com/n8n${END}`,
			'https://a.example.com, https://b.example.com/n8n/',
		],
		['its test address', `http://localhost${END.replace('webhook', 'webhook-test')}`],
		['where N8N_ENDPOINT_WEBHOOK says', `http://localhost${END.replace('webhook', 'hooks')}`],
		[
			"a proxy's own folder for webhooks",
			'https://a.example.com/calls/3f6c1d2e/secured-signing-callback',
			'https://a.example.com/calls',
		],
	])('%s', async (_what, address, webhookUrls = '') => {
		const { items } = await notifyUrlOf(address, webhookUrls);
		const { apiSecret } = bench.simulator.credential;
		expect(items[0].json).toEqual({ notifyUrl: withCallbackKey(address, apiSecret) });
	});

	test.each<[string, string, string?]>([
		['another host that ends alike', `https://evil.example.com${END}`],
		['another port', `http://localhost:1234${END}`],
		['another scheme', `https://localhost${END}`],
		['a host that begins alike', `http://localhost.example.com${END}`],
		['a user name that looks like the host', `http://localhost@evil.example.com${END}`],
		[
			'another folder',
			`https://tunnel.example.com/n8n-other${END}`,
			'https://tunnel.example.com/n8n',
		],
		// A Webhook node of anybody may have such a path: docs/errors.md, "could start the workflow".
		['a folder in between', `http://localhost/webhook/evil${END}`],
		['one part in between', `http://localhost${END.replace('webhook', 'webhook/evil')}`],
		['a redirect', `http://localhost/redirect/https:/evil.example.com${END}`],
		['an address with two slashes', `http://localhost//evil.example.com${END}`],
		['a user name', `http://localhost/@evil.example.com${END}`],
		['a waiting execution', `http://localhost${END.replace('webhook', 'webhook-waiting')}`],
		['a form', `http://localhost${END.replace('webhook', 'form')}`],
		['no folder', `http://localhost${END.replace('/webhook', '')}`],
		[
			'a folder behind a tunnel',
			`https://tunnel.example.com/webhook/evil${END}`,
			'https://tunnel.example.com',
		],
		// Servers in between read these as steps upwards, or as other folders of n8n.
		...['..%2f..%2fevil', '..;/webhook', '%2e%2e%2fevil', 'FORM', '%66orm', 'web;hook'].map(
			(folder): [string, string, string] => [
				`the folder ${folder}`,
				`https://n8n.example.com/n8n${END.replace('webhook', folder)}`,
				'https://n8n.example.com/n8n/',
			],
		),
		[
			'a user name in front of the host',
			`https://ana:pw@n8n.example.com/n8n${END}`,
			'https://n8n.example.com/n8n/',
		],
		['a list that is none', `https://tunnel.example.com${END}`, 'tunnel.example.com'],
	])('not %s: refused before anything is sent', async (_what, address, webhookUrls = '') => {
		for (const run of [
			await notifyUrlOf(address, webhookUrls),
			await bench.run(
				{
					...{ resource: 'form', operation: 'send', form: byReference('1'), signers: both },
					...{ dueDate: inDays(5), options: { notifyUrl: address } },
				},
				{ credential: { ...bench.simulator.credential, webhookUrls } },
			),
		]) {
			expect(run.error?.message).toMatch(/does not seem to belong to this n8n/);
			expect(run.error?.description).toMatch(/'Webhook URLs'/);
		}
		expect(bench.simulator.documents()).toEqual([]);
	});

	// docs/README, Credentials: https; plain http for this machine alone.
	test('one of its own by plain http on another machine is refused', async () => {
		const address = `http://n8n.example.com${END}`;
		const { error } = await notifyUrlOf(address, 'http://n8n.example.com');
		expect(error?.message).toBe(`The address of the callback trigger is not https: ${address}`);
		const other = await notifyUrlOf(`https://n8n.example.com:444${END}`, 'https://n8n.example.com');
		expect(other.error?.message).toMatch(/does not seem to belong to this n8n/);
	});

	test('an address that has a key is left alone', async () => {
		const address = `https://other.example.com${END}?key=theirs`;
		expect((await notifyUrlOf(address)).items[0].json).toEqual({ notifyUrl: address });
	});
});

describe('get notify URL', () => {
	test('the address with the key that the trigger takes', async () => {
		const bench = await startBench();
		const other = await listen(bench.simulator);
		const { origin } = new URL(other.productionUrl);
		Object.assign(bench.simulator.credential, { webhookUrls: origin });
		const getNotifyUrl = async (triggerUrl: string) =>
			await bench.run({ resource: 'account', operation: 'getNotifyUrl', triggerUrl });
		const { items } = await getNotifyUrl(` ${other.productionUrl} `);
		expect(items[0].json).toEqual({ notifyUrl: other.url });
		const { error } = await getNotifyUrl('https://www.example.com/signed');
		expect(error?.message).toMatch(/is not the address of a callback trigger/);
		expect(bench.simulator.requests).toEqual([]);
		await other.close();
		await bench.close();
	});
});
