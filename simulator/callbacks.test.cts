import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { withSimulator } from './testing/client.cts';
import { ana, ben, docxWith } from './testing/files.cts';

const running = withSimulator();

interface Heard {
	method?: string;
	url?: string;
	type?: string;
	body: string;
}

let heard: Heard[];
let listener: Server;
let address: string;

beforeEach(async () => {
	heard = [];
	listener = createServer(async (request, response) => {
		const { method, url, headers } = request;
		heard.push({ method, url, type: headers['content-type'], body: await text(request) });
		response.statusCode = 202;
		response.end();
	});
	await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
	address = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook?id=7`;
});

afterEach(() => {
	listener.close();
});

async function send(NotifyUrl = address) {
	const { client } = running;
	const reference = await client.upload('Lease.docx', docxWith(ana, ben));
	const DueDate = new Date(Date.now() + 86_400_000).toISOString();
	const json = { DocumentReferences: [reference], DueDate, NotifyUrl };
	await client.json('POST', '/SmartTag/Send', { json });
	return reference;
}

const events = () => heard.map(({ body }) => (JSON.parse(body) as { Event: string }).Event);

it('calls NotifyUrl on each change, in order', async () => {
	const { simulator } = running;
	const reference = await send();
	await simulator.sign(reference);
	await simulator.sign(reference);
	await simulator.settle();
	expect(events()).toEqual(['sent', 'signed', 'completed']);
	expect(heard[0]).toMatchObject({ method: 'POST', url: '/hook?id=7', type: 'application/json' });
	expect(JSON.parse(heard[2].body)).toMatchObject({
		DocumentReference: reference,
		Status: 'Complete',
	});
	expect(simulator.callbacks.map(({ status }) => status)).toEqual([202, 202, 202]);
});

it('tells of a refusal and of an expiry', async () => {
	const { simulator } = running;
	await simulator.decline(await send());
	await simulator.expire(await send());
	await simulator.settle();
	expect(
		events()
			.filter((event) => event !== 'sent')
			.sort(),
	).toEqual(['declined', 'expired']);
});

it('can call with a form, or by GET', async () => {
	const { simulator } = running;
	simulator.readings.callback = 'form';
	await send();
	await simulator.settle();
	simulator.readings.callback = 'get';
	await send();
	await simulator.settle();
	expect(heard[0].body).toMatch(/^Event=sent&/);
	expect(heard[1]).toMatchObject({ method: 'GET', body: '' });
	expect(heard[1].url).toMatch(/^\/hook\?id=7&Event=sent&/);
});

it('keeps a record of calls that fail, and calls nobody but this machine', async () => {
	const { simulator } = running;
	await send('http://127.0.0.1:1/');
	await send('https://example.com/');
	await simulator.settle();
	expect(simulator.callbacks).toMatchObject([
		{ error: expect.any(String) },
		{ error: expect.stringContaining('loopback') },
	]);
});
