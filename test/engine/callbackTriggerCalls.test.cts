/** Who may call the callback trigger, and what a call may look like. */
import {
	isTriggerUrl,
	callbackKey,
	withCallbackKey,
} from '../../nodes/SecuredSigning/fields/notifyUrl';
import type { Simulator } from '../../simulator/index.cts';
import { callWith, useCallbacks } from './callbacks.cts';
import type { Listening } from './webhook.cts';

let simulator: Simulator;
let trigger: Listening;
const { send, started, events } = useCallbacks((own) => ({ simulator, trigger } = own));

type Case<Body> = [what: string, body: Body, type?: string];
/** Jest takes a parameter that a row leaves out for a callback. */
const whole = <Body,>(cases: Array<Case<Body>>) =>
	cases.map(([what, body, type = 'application/json']) => [what, body, type] as const);

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
