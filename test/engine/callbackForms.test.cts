/**
 * In what form Secured Signing calls is not known (docs/api/API.md section 7). A reference is 48 digits in all
 * samples (section 3): wherever a call has them, the document is looked up, and what counts is what the
 * service says of it.
 */
import { CONFIRMED_AFTER_MS } from '../../nodes/SecuredSigning/api/gone';
import { passTime, realTime } from '../harness/clock.cts';
import { keepTimers } from '../harness/timers.cts';
import { startSimulator, type Simulator } from '../../simulator/index.cts';
import { Client } from '../../simulator/testing/client.cts';
import { ana, ben, docxWith } from '../../simulator/testing/files.cts';
import { inDays } from './samples.cts';
import { listen, type Listening } from './webhook.cts';

let simulator: Simulator;
let client: Client;
let trigger: Listening;
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
	simulator.requests.length = 0;
	trigger.started.length = 0;
	trigger.failed.length = 0;
});
afterEach(() => {
	realTime();
	expect([trigger.failed, simulator.problems]).toEqual([[], []]);
});

/** A document that one of two has signed, with a reference that may be a number in JSON. */
const signed = async (): Promise<{ reference: string; packageReference: string }> => {
	const reference = await client.upload('Lease.docx', docxWith(ana, ben));
	const json = {
		DocumentReferences: [reference],
		DueDate: inDays(7),
		SingleDocumentAsPackage: true,
	};
	const sent = await client.json<{ PackageReference: string }>('POST', '/SmartTag/Send2', { json });
	await simulator.sign(reference);
	simulator.requests.length = 0;
	const { PackageReference: packageReference } = sent;
	const isNumber = [reference, packageReference].every((digits) => !digits.startsWith('0'));
	return isNumber ? { reference, packageReference } : await signed();
};
const call = async (url: string, init: RequestInit = {}) => {
	const { status } = await fetch(url, { method: 'POST', ...init });
	return status;
};
const withType = (type: string, body: string): RequestInit => ({
	headers: { 'content-type': type },
	body,
});
const asJson = (body: string) => withType('application/json', body);
const asText = (body: string) => withType('text/plain', body);
const form = (name: string, value: string) => {
	const fields = new FormData();
	fields.append('event', 'signed');
	fields.append(name, value);
	return fields;
};
const started = () =>
	trigger.started.flat().map(({ json }) => [json.event, json.documentReference]);
const lookedUp = () =>
	simulator.requests.filter(({ operationId }) => operationId === 'getDocumentStatus').length;

test.each<[what: string, init: (reference: string) => RequestInit]>([
	['the reference as text', (reference) => asText(reference)],
	['a sentence', (reference) => asText(`Document ${reference} was signed.`)],
	['braces', (reference) => asText(`{${reference}}`)],
	['text with a mark of its encoding', (reference) => asText(`\uFEFF${reference}\r\n`)],
	['JSON that is a text', (reference) => asJson(`"${reference}"`)],
	['JSON that is a number', (reference) => asJson(reference)],
	['a number in JSON', (reference) => asJson(`{"DocumentReference":${reference}}`)],
	['a number under another name', (reference) => asJson(`{"data":[{"id":${reference}}]}`)],
	['an id', (reference) => asJson(`{"id":"${reference}"}`)],
	['a name', (reference) => asJson(`{"${reference}":"Complete"}`)],
	['an address', (reference) => asJson(`{"Url":"https://x.example/Status/${reference}?a=1"}`)],
	['an address in braces', (reference) => asJson(`{"Url":"https://x.example/${reference}.json"}`)],
	['beside an id of another kind', (reference) => asJson(`{"documentId":5512,"k":"${reference}"}`)],
	['beside a title', (reference) => asJson(`{"document":"Lease","k":"${reference}"}`)],
	['escaped JSON', (reference) => asJson(`{"a":"{\\u0022id\\u0022:\\u0022${reference}\\u0022}"}`)],
	['a form', (r) => withType('application/x-www-form-urlencoded', `a=%7B%22id%22%3A%22${r}%22%7D`)],
	['a form of one value', (r) => withType('application/x-www-form-urlencoded', r)],
	['a form in parts', (reference) => ({ body: form('DocumentReference', reference) })],
	['a form in parts, of any name', (reference) => ({ body: form('id', `{"x":"${reference}"}`) })],
	['XML', (reference) => withType('application/xml', `<note id="${reference}"/>`)],
	['an unknown type', (reference) => withType('application/vnd.x', `ref|${reference}|Complete`)],
	['no type', (reference) => ({ body: Buffer.from(reference) })],
])('%s', async (_what, init) => {
	const { reference } = await signed();
	expect(await call(trigger.url, init(reference))).toBe(200);
	expect(started()).toEqual([['signed', reference]]);
});

test.each<[what: string, query: (reference: string) => string]>([
	['an id', (reference) => `&id=${reference}`],
	['a value without a name', (reference) => `&${reference}`],
	['an address', (reference) => `&u=${encodeURIComponent(`https://x.example/${reference}`)}`],
	['text', (reference) => `&text=${encodeURIComponent(`Document "${reference}" was signed`)}`],
	['with another question mark', (reference) => `?id=${reference}`],
])('in the query: %s', async (_what, query) => {
	const { reference } = await signed();
	expect(await call(trigger.url + query(reference), { method: 'GET' })).toBe(200);
	expect(started()).toEqual([['signed', reference]]);
});

test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'])('by %s', async (method) => {
	const { reference } = await signed();
	expect(await call(`${trigger.url}&DocumentReference=${reference}`, { method })).toBe(200);
	expect(started()).toEqual([['signed', reference]]);
	// Without the key, none of them is heard.
	expect(await call(`${trigger.productionUrl}?id=${reference}`, { method })).toBe(401);
});

test('a package under any name stands for its documents', async () => {
	const { reference, packageReference } = await signed();
	expect(await call(trigger.url, asJson(`{"id":${packageReference}}`))).toBe(200);
	expect(started()).toEqual([['signed', reference]]);
});

test('what is named counts: nothing else is asked for', async () => {
	const [one, other] = [await signed(), await signed()];
	const body = {
		DocumentReference: one.reference,
		Signers: [{ SignerReference: other.reference }],
	};
	expect(await call(trigger.url, asJson(JSON.stringify(body)))).toBe(200);
	expect(started()).toEqual([['signed', one.reference]]);
	expect(lookedUp()).toBe(1);
});

test.each([
	['47 digits', '1'.repeat(47)],
	['49 digits', '1'.repeat(49)],
	['digits with a gap', `${'1'.repeat(24)} ${'1'.repeat(24)}`],
])('%s are no reference', async (_what, text) => {
	expect(await call(trigger.url, asText(text))).toBe(400);
	expect(await call(trigger.url, asJson(`{"id":"${text}"}`))).toBe(400);
	expect([started(), lookedUp()]).toEqual([[], 0]);
});

test('digits of no document start nothing, and not many of them are looked up', async () => {
	const digits = Array.from({ length: 100 }, (_, index) => String(index).padStart(48, '7'));
	for (const status of [503, 400]) {
		simulator.requests.length = 0;
		expect(await call(trigger.url, asText(digits.join('\n')))).toBe(status);
		expect(lookedUp()).toBe(20);
		passTime(CONFIRMED_AFTER_MS);
	}
	expect(started()).toEqual([]);
});

test('a heap of digits does no harm', async () => {
	const { reference } = await signed();
	expect(await call(`${trigger.url}&id=${reference}`, asText('9'.repeat(8_000_000)))).toBe(200);
	expect(started()).toEqual([['signed', reference]]);
});
