/** Requests that fail: what is told, and what is tried again. A send is not. */
import { NOT_SENT } from '../../nodes/SecuredSigning/send/sendOnce.ts';
import { toldOn } from '../harness/told.cts';
import { faultKinds, type Fault } from '../../simulator/index.cts';
import type { Bench } from './node.cts';
import { useRequests } from './requests.cts';
import { both, byReference, documentList, inDays } from './samples.cts';
import { storedDocument } from './sends.cts';

let bench: Bench;
let reference: string;
const { read, download, requested } = useRequests((own) => ({ bench, reference } = own));

const send = (requestOptions = {}) =>
	bench.run({
		resource: 'smartTag',
		operation: 'send',
		documentsFrom: 'documents',
		documents: documentList(reference),
		signers: both,
		dueDate: inDays(5),
		// Requests are counted here, and this would be one more.
		options: { checkIfSent: false },
		requestOptions,
	});

const sends = () => bench.simulator.documents().find((held) => held.reference === reference)!.sends;

const SECRETS = /simulator-api-key|simulator-api-secret|[A-Za-z0-9+/]{43}=/;

const faults: Array<[string, Fault, RegExp | string, RegExp]> = [
	['401', { kind: 'unauthorized' }, toldOn(401), /API Key, API Secret and Domain.*OAuth 2 is off/],
	['402', { kind: 'paymentRequired' }, toldOn(402), /Settle the account/],
	['404', { kind: 'notFound' }, toldOn(404), /retention/],
	['413', { kind: 'tooLarge' }, toldOn(413), /Send a smaller file/],
	['426', { kind: 'planExhausted' }, toldOn(426), /Upgrade the plan/],
	[
		'500 with a web page',
		{ kind: 'serverErrorHtml' },
		/could not handle the request \(status 500\)$/,
		/again/,
	],
	[
		'a redirect',
		{ kind: 'redirect' },
		/redirected to http:\/\/127\.0\.0\.1:\d+.*not followed/,
		/would have given the other address your API key and the request's signature.*a proxy or login page of your network probably answered/,
	],
	[
		'a clock that is off',
		{ kind: 'clockSkew', seconds: 600 },
		toldOn(401),
		/clock of the machine that n8n runs on is \d+ seconds behind/,
	],
	[
		'a clock that is off the other way',
		{ kind: 'clockSkew', seconds: -600 },
		toldOn(401),
		/clock of the machine that n8n runs on is \d+ seconds ahead of/,
	],
];

describe('what is refused is told once, with what to do', () => {
	describe.each([
		['a read', read, 'getDocumentStatus'],
		['a send', send, 'sendSmartTag2'],
		['a download', download, 'downloadDocument'],
	] as const)('%s', (_kind, act, operation) => {
		// A send that was answered with 500 may have gone out, and is looked up.
		const refusals = faults.filter(([, { kind }]) => act !== send || kind !== 'serverErrorHtml');
		test.each(refusals)('%s', async (_fault, fault, message, description) => {
			bench.simulator.faults.add({ ...fault, operation });
			// Such a refusal is certain where a look at the account is refused in the same way, in the service's own words.
			const isAlike = act === send && !['planExhausted', 'tooLarge'].includes(fault.kind);
			const isLookedFor = isAlike && fault.kind === 'redirect';
			// Before a send, the account is asked how late a due date may be.
			const looks = act === send ? 1 : 0;
			if (isAlike) {
				bench.simulator.faults.add({ ...fault, operation: 'getAccountInfo', times: 1 + looks });
			}
			const begun = Date.now();
			const { error, items } = await act();
			expect(items).toEqual([]);
			const [, off] =
				/clock of the machine that n8n runs on is (\d+) seconds/.exec(error?.description ?? '') ??
				[];
			// The header drops up to a second, the words round, and the answer takes its time.
			const late = (Date.now() - begun) / 1000 + 2;
			if (off !== undefined) expect(Math.abs(Number(off) - 600)).toBeLessThanOrEqual(late);
			expect(error?.message).toMatch(message);
			expect(error?.description).toMatch(description);
			expect(error?.context?.itemIndex).toBe(0);
			const asked = bench.simulator.requests.map(({ operationId }) => operationId);
			expect(asked.filter((id) => id === operation)).toHaveLength(1);
			// A change that is too large looks the account's limit up; nothing else costs another request.
			const isLookedUp = isAlike || (fault.kind === 'tooLarge' && act === send);
			if (isLookedFor) {
				const lookUps = asked.slice((isLookedUp ? 2 : 1) + looks);
				expect(new Set(lookUps)).toEqual(new Set(['getDocumentStatus', 'getActiveDocuments']));
			} else {
				expect(requested()).toBe((isLookedUp ? 2 : 1) + looks);
			}
			expect(bench.simulator.elsewhere.requests).toEqual([]);
			expect(JSON.stringify(error)).not.toMatch(SECRETS);
		});
	});
});

describe('a send is never tried again', () => {
	const sendRequests = () =>
		bench.simulator.requests.filter(({ operationId }) => operationId === 'sendSmartTag2');

	// What becomes of it is looked up instead: sendOnce.test.cts.
	test.each<[string, Fault]>([
		['answered by 500 with a web page', { kind: 'serverErrorHtml' }],
		['answered by 503', { kind: 'gateway', status: 503 }],
		['cut before it took effect', { kind: 'cutBefore' }],
	])(
		'%s',
		async (_what, fault) => {
			bench.simulator.faults.add({ ...fault, operation: 'sendSmartTag2' });
			const { error, items } = await send();
			expect(items).toEqual([]);
			expect(error?.message).toBe(NOT_SENT);
			expect(error?.context?.itemIndex).toBe(0);
			expect(JSON.stringify(error)).not.toMatch(SECRETS);
			expect(sendRequests()).toHaveLength(1);
			expect(sends()).toBe(0);
		},
		30_000,
	);

	test.each<[string, Fault]>([
		['cut after it took effect', { kind: 'cutAfter' }],
		['answered with half a page', { kind: 'wrongBody', body: 'truncated' }],
		['answered with half of a JSON text', { kind: 'wrongBody', body: 'truncatedJson' }],
		['answered with a web page', { kind: 'wrongBody', body: 'html' }],
		['answered with nothing', { kind: 'wrongBody', body: 'empty' }],
		['not answered in time', { kind: 'delay', seconds: 20 }],
	])('%s', async (_what, fault) => {
		bench.simulator.faults.add({ ...fault, operation: 'sendSmartTag2' });
		// Long enough for a busy machine: the send has to arrive before it is given up.
		const { items, error } = await send(fault.kind === 'delay' ? { timeout: 5 } : {});
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ documentReference: reference, recovered: true });
		expect(sendRequests()).toHaveLength(1);
		expect(sends()).toBe(1);
	});

	test('an upload that is cut', async () => {
		const held = bench.simulator.documents().length;
		bench.simulator.faults.add({ kind: 'cutAfter', operation: 'uploadDocument' });
		await expect(storedDocument(bench, 'once.pdf')).rejects.toThrow(toldOn('ECONNRESET'));
		expect(bench.simulator.documents()).toHaveLength(held + 1);
	});
});

describe('too many requests: nothing was done, so even a send is tried again', () => {
	const busy = { kind: 'tooManyRequests', retryAfter: 0 } as const;

	test('a send', async () => {
		bench.simulator.faults.add({ ...busy, operation: 'sendSmartTag2', times: 2 });
		const { error, items } = await send();
		expect(error).toBeUndefined();
		expect(items[0].json).not.toHaveProperty('recovered');
		expect(sends()).toBe(1);
	});

	test('an upload, from the beginning of the file', async () => {
		const held = bench.simulator.documents().length;
		bench.simulator.faults.add({ ...busy, operation: 'uploadDocument' });
		await storedDocument(bench, 'patient.pdf');
		expect(bench.simulator.documents()).toHaveLength(held + 1);
	});

	test('no longer than the builder wants', async () => {
		bench.simulator.faults.add({ ...busy, operation: 'sendSmartTag2', times: 10 });
		const { error } = await send({ retries: 1 });
		expect(error?.message).toMatch(toldOn(429));
		expect(error?.description).toMatch(/Nothing was sent or changed/);
		// With one for the account.
		expect(requested()).toBe(3);
		expect(sends()).toBe(0);
	});

	test('the whole run holds back, not the one item', async () => {
		bench.simulator.faults.add({ ...busy, retryAfter: 2, operation: 'getDocumentStatus' });
		const items = Array.from({ length: 20 }, () => ({ json: {} }));
		const get = { resource: 'document', operation: 'get', document: byReference(reference) };
		const requestOptions = { itemsAtATime: 4 };
		const result = await bench.run({ ...get, requestOptions }, { items });
		expect(result.items).toHaveLength(20);
		const { requests } = bench.simulator;
		const turnedAway = requests.find(({ status }) => status === 429)!;
		const since = requests.filter(({ at }) => at > turnedAway.at);
		// What was under way already still arrives; all else comes when the pause is over.
		const early = since.filter(({ at }) => Number(at) - Number(turnedAway.at) < 1_900);
		expect(early.length).toBeLessThan(4);
	});
});

// Here and in transportReads.test.cts.
test('every fault of the simulator is met above', () => {
	const met = [
		'unauthorized',
		'paymentRequired',
		'notFound',
		'tooLarge',
		'planExhausted',
		'serverErrorHtml',
		'redirect',
		'clockSkew',
		'tooManyRequests',
		'gateway',
		'cutBefore',
		'cutAfter',
		'wrongBody',
		'delay',
	];
	expect(met.sort()).toEqual([...faultKinds].sort());
});
