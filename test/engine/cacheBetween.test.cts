/**
 * A cache between n8n and the service. RFC 9111: section 5.2.1.4, `no-cache` in a request asks for an answer
 * of the service itself; section 5.1, `Age` says that an answer is not; RFC 9110 section 6.6.1, `Date` is
 * when it was made. Some caches heed and say nothing of that.
 */
import { UNCONFIRMED } from '../../nodes/SecuredSigning/send/recovered.ts';
import { startBetween, SEND, type Between, type Rule, type Told } from './between.cts';
import { execute } from './executions.cts';
import { startBench, type Bench } from './node.cts';
import { both, documentList, inDays } from './samples.cts';
import { sending, storedDocument } from './sends.cts';

let bench: Bench;
let between: Between;

beforeAll(async () => {
	bench = await startBench();
	between = await startBetween(bench);
});
afterAll(async () => {
	between.close();
	await bench.close();
});
beforeEach(() => {
	bench.simulator.faults.clear();
	between.passed.length = 0;
	between.rule = async (_passing, pass) => await pass();
});

type Says = (told: Told, at: number) => Told;
const silent: Says = (told) => told;
const withAge: Says = (told, at) => ({
	...told,
	headers: { ...told.headers, age: String(Math.ceil((Date.now() - at) / 1000) + 1) },
});
const withDate: Says = (told, at) => ({
	...told,
	headers: { ...told.headers, date: new Date(at).toUTCString() },
});

/** Answers a GET to an address that it has seen out of what it kept, and so does each time after. */
function caching(says: Says, rest: Rule): Rule {
	const kept = new Map<string, { told: Told; at: number }>();
	return async (passing, pass) => {
		if (!passing.route.startsWith('GET')) return await rest(passing, pass);
		const address = `${passing.route}${passing.query}`;
		const had = kept.get(address);
		if (had) return says(had.told, had.at);
		const told = await pass();
		const at = Date.now();
		kept.set(address, { told, at });
		return { ...told, headers: { ...told.headers, date: new Date(at).toUTCString() } };
	};
}

/** The send is carried out, and its answer is cut; so many times. */
const cut =
	(times = 1): Rule =>
	async (passing, pass) => {
		if (!SEND.test(passing.route) || times-- <= 0) return await pass();
		await pass();
		throw new Error('cut');
	};

const posts = () => between.passed.filter(({ route }) => SEND.test(route)).length;

async function send(document: string) {
	return await execute(
		between.bench,
		{
			...{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(10) },
			...{ documentsFrom: 'documents', documents: documentList(document) },
			requestOptions: { retries: 0 },
		},
		{ node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 } },
	);
}

test('every read asks caches for an answer of the service itself', async () => {
	const document = await storedDocument(bench, 'asked.pdf');
	bench.simulator.requests.length = 0;
	await execute(bench, {
		resource: 'document',
		operation: 'get',
		document: { __rl: true, mode: 'id', value: document },
	});
	const [{ headers }] = bench.simulator.requests;
	expect(headers).toMatchObject({ 'cache-control': 'no-cache', pragma: 'no-cache' });
	expect(headers['x-custom-signature']).toBeTruthy();
});

test.each<[string, Says]>([
	['tells the age of its answers', withAge],
	['keeps their date', withDate],
	['tells nothing', silent],
])('a document that is out is found behind a cache that %s', async (_what, says) => {
	const document = await storedDocument(bench, 'a.pdf');
	between.rule = caching(says, cut());
	const { items, error } = await send(document);
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => [json.documentReference, json.recovered])).toEqual([
		[document, true],
	]);
	expect(items[0].json).not.toHaveProperty('Logs');
	expect(posts()).toBe(1);
});

// All addresses of a document are one to this cache, and its lists are of long ago.
test.each<[string, Says]>([
	['tells the age of its answers', withAge],
	['keeps their date', withDate],
])('an answer from before the send proves nothing, where a cache %s', async (_what, says) => {
	const document = await storedDocument(bench, 'b.pdf');
	const rule = caching(says, cut());
	const lists = { status: 200, headers: { 'content-type': 'application/json' }, body: '[]' };
	between.rule = async (passing, pass) =>
		passing.route.includes('GetActiveDocuments')
			? says(lists, Date.now())
			: await rule({ ...passing, query: '' }, pass);
	const { items, error } = await send(document);
	expect(items).toEqual([]);
	expect(error?.message).toBe(UNCONFIRMED);
	expect(JSON.stringify(error)).not.toMatch(/was sent for signing/);
	expect(posts()).toBe(1);
});

test('lists tell where a cache knows a document by its path alone, and says nothing', async () => {
	const document = await storedDocument(bench, 'e.pdf');
	const rule = caching(silent, cut());
	between.rule = async (passing, pass) => {
		const told = await rule({ ...passing, query: '' }, pass);
		return { ...told, headers: { 'content-type': 'application/json' } };
	};
	const { items, error } = await send(document);
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => [json.documentReference, json.recovered])).toEqual([
		[document, true],
	]);
	expect(posts()).toBe(1);
});

test('what really was not sent is sent by the next try', async () => {
	const document = await storedDocument(bench, 'c.pdf');
	let times = 1;
	between.rule = async (passing, pass) => {
		if (SEND.test(passing.route) && times-- > 0) throw new Error('cut before');
		return await pass();
	};
	const { error, items } = await send(document);
	expect(error).toBeUndefined();
	expect(items[0].json.recovered).toBeUndefined();
	expect(posts()).toBe(2);
	expect(bench.simulator.documents().find(({ reference }) => reference === document)?.sends).toBe(
		1,
	);
});

describe('before the send', () => {
	const old: Rule = async (passing, pass) =>
		passing.route.startsWith('GET /Document') ? withAge(await pass(), Date.now()) : await pass();

	test('an old answer does not show that a document was not sent', async () => {
		const document = await storedDocument(bench, 'd.pdf');
		between.rule = old;
		const { error } = await send(document);
		expect(error?.message).toBe(UNCONFIRMED);
		expect(error?.description).toMatch(/from a cache .* Nothing was sent this time\./);
		expect(posts()).toBe(0);
	});

	test('nor that a client reference was not', async () => {
		const { parameters } = await sending(between.bench, 'form');
		const options = { clientReference: 'cached-1', oncePerClientReference: true };
		between.rule = old;
		const { error } = await execute(
			between.bench,
			{ ...parameters, options },
			{ items: [{ json: { id: 's1' } }] },
		);
		expect(error?.message).toBe(UNCONFIRMED);
		expect(posts()).toBe(0);
	});
});
