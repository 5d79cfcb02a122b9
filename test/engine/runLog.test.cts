/**
 * What a run tells in n8n's log at its level debug (docs/errors.md, "What n8n's log shows"), and what it never
 * tells: keys, signatures, and whatever an item or an answer holds.
 */
import { Polling } from '../harness/polling.cts';
import { sendAndAwait, startAwaiting, type Awaiting } from './awaiting.cts';
import { nodeWith } from './node.cts';
import { byReference } from './samples.cts';

let stage: Awaiting;
let told: string[];
beforeAll(async () => {
	stage = await startAwaiting();
	// All nodes of an n8n have one log.
	const { logger } = new Polling(stage.bench.engine, nodeWith({}));
	jest.spyOn(logger, 'debug').mockImplementation((message, details) => {
		// n8n tells as well.
		if (message.startsWith('Secured Signing: ')) {
			told.push(`${message} ${JSON.stringify(details)}`);
		}
	});
});
beforeEach(() => {
	told = [];
	stage.bench.simulator.requests.length = 0;
	stage.bench.simulator.faults.clear();
});
afterAll(async () => {
	await stage.close();
});

/** Those that begin like this, in their order. */
const lines = (beginning: RegExp) => told.filter((line) => beginning.test(line));

/** What a builder, a signer or the service has said, and what must stay with those. */
const canaries = (): string[] => {
	const { simulator } = stage.bench;
	return [
		simulator.credential.apiKey,
		simulator.credential.apiSecret,
		...simulator.requests.flatMap(({ headers }) => [
			String(headers['x-custom-signature']),
			String(headers['x-custom-nonce']),
		]),
		...simulator
			.documents()
			.flatMap(({ reference, name, signers }) => [
				reference,
				name,
				...signers.flatMap(({ email, key }) => [email, key]),
			]),
		'key=',
		'signature=',
	].filter((text) => text !== 'undefined');
};

const keepsSecrets = () => {
	for (const canary of canaries()) {
		for (const line of told) expect(line).not.toContain(canary);
	}
};

test('each request, each further try and what is held back, with the execution and the node', async () => {
	const { bench } = stage;
	bench.simulator.faults.add({ kind: 'gateway', status: 503, operation: 'getAccountInfo' });
	bench.simulator.faults.add({ kind: 'tooManyRequests', operation: 'getAccountInfo' });
	const { error } = await bench.run({ resource: 'account', operation: 'get' });
	expect(error).toBeUndefined();
	expect(told.map((line) => line.replace(/ \{.*/, '').replace(/\d+ ms/, 'N ms'))).toEqual([
		'Secured Signing: GET /Account/Info: status 503 after N ms',
		'Secured Signing: try 2 of 4 in N ms',
		'Secured Signing: GET /Account/Info: status 429 after N ms',
		'Secured Signing: try 3 of 4 in N ms',
		'Secured Signing: GET /Account/Info: status 200 after N ms',
	]);
	for (const line of told) {
		const details = JSON.parse(line.slice(line.indexOf('{'))) as object;
		expect(details).toMatchObject({ node: 'Secured Signing' });
		expect(Object.keys(details)).toEqual(
			expect.arrayContaining(['node', 'workflowId', 'executionId']),
		);
	}
	keepsSecrets();
});

test('all requests of the account hold back when one was turned away', async () => {
	const { bench } = stage;
	bench.simulator.faults.add({
		kind: 'tooManyRequests',
		operation: 'getDocumentStatus',
		retryAfter: 20,
	});
	await bench.run(
		{ resource: 'document', operation: 'get', document: byReference('={{ $json.reference }}') },
		{
			items: Array.from({ length: 12 }, (_, index) => ({ json: { reference: `N0NE${index}` } })),
			onError: 'continueRegularOutput',
		},
	);
	expect(lines(/held back for \d+ ms, since Secured Signing asked for fewer requests/)).not.toEqual(
		[],
	);
});

test('a connection that is cut, by its code and without the values of its path', async () => {
	const { bench } = stage;
	bench.simulator.faults.add({ kind: 'cutBefore', times: 9 });
	const reference = 'CANARYREFERENCE0123456789';
	await bench.run({ resource: 'document', operation: 'get', document: byReference(reference) });
	const [line] = lines(
		/GET \/Document\/Status\/\{DocumentReference\}: no answer \(ECONNRESET\) after/,
	);
	expect(line).toBeDefined();
	for (const each of told) expect(each).not.toContain(reference);
	keepsSecrets();
});

test('a send whose answer was lost, and a wait from its beginning to its end', async () => {
	const { bench } = stage;
	bench.simulator.faults.add({ kind: 'cutAfter', operation: 'sendSmartTag2' });
	const id = await stage.begin(sendAndAwait, await stage.contracts('Lease.pdf'));
	expect(lines(/POST \/SmartTag\/Send2: no answer/)).toHaveLength(1);
	expect(
		lines(/the answer to a send was lost; looked up: it was sent \(documents: 1\)/),
	).toHaveLength(1);
	expect(lines(/waits until \d{4}-\d\d-\d\dT[\d:.]+Z \(documents: 1\)/)).toHaveLength(1);
	expect(lines(/looks again in \d+ ms/)).not.toEqual([]);

	const [[reference]] = stage.references(id);
	await bench.simulator.sign(reference);
	await stage.settle();
	expect(lines(/was called: keeps waiting/)).not.toEqual([]);
	await bench.simulator.sign(reference);
	await stage.settle();
	expect(stage.n8n.status(id)).toBe('success');
	expect(lines(/was called: the wait ends/)).toHaveLength(1);
	keepsSecrets();
	expect(canaries().length).toBeGreaterThan(20);
});
