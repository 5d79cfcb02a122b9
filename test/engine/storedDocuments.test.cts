/** Documents that lie in Secured Signing already are sent once, unless the builder wants it again. */
import type { INodeParameters } from 'n8n-workflow';

import { ALREADY_SENT } from '../../nodes/SecuredSigning/send/storedDocuments.ts';
import { toldOn } from '../harness/told.cts';
import { execute } from './executions.cts';
import { startBench, type Bench } from './node.cts';
import { both, byReference, dataFile, documentList, inDays } from './samples.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
	bench.records = false;
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
	bench.simulator.faults.clear();
});

const stored = async (options: INodeParameters = {}) => {
	const { items } = await bench.run(
		{ resource: 'document', operation: 'upload', options },
		{ items: [await bench.file(dataFile('confidentiality-agreement.pdf'), 'NDA.pdf')] },
	);
	bench.simulator.requests.length = 0;
	return items[0].json.documentReference as string;
};
const send = async (references: string[], options: INodeParameters = {}) =>
	await execute(
		bench,
		{
			resource: 'smartTag',
			operation: 'send',
			documentsFrom: 'documents',
			documents: documentList('={{ $json.reference }}'),
			signers: both,
			dueDate: inDays(9),
			options,
		},
		{
			items: references.map((reference) => ({ json: { reference } })),
			node: { onError: 'continueErrorOutput' },
		},
	);
const held = (wanted: string) =>
	bench.simulator.documents().find(({ reference }) => reference === wanted)!;
const operations = () => bench.simulator.requests.map(({ operationId }) => operationId);

describe('two items of a run with one document', () => {
	test('the second is refused, and names the first', async () => {
		const [one, other] = [await stored(), await stored()];
		const { items, errorItems } = await send([one, other, one]);
		expect(items.map(({ json }) => json.documentReference)).toEqual([one, other]);
		expect(errorItems).toHaveLength(1);
		expect(errorItems[0].json.error).toMatch(
			/^Item 0 \(counted from 0\) already sends the document/,
		);
		expect(errorItems[0].json.message).toMatch(/This item was not sent/);
		expect(held(one).sends).toBe(1);
	});

	test('the same file twice is sent to both: a contract for each', async () => {
		const file = await bench.file(dataFile('confidentiality-agreement.pdf'), 'NDA.pdf');
		const { items, error } = await bench.run(
			{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(9) },
			{ items: [file, file] },
		);
		expect(error).toBeUndefined();
		expect(new Set(items.map(({ json }) => json.documentReference)).size).toBe(2);
	});
});

describe('a document that was sent before', () => {
	test('is refused with what it is and since when', async () => {
		const reference = await stored();
		await send([reference]);
		await bench.simulator.sign(reference);
		const { errorItems } = await send([reference]);
		expect(errorItems[0].json.error).toBe(`The document “NDA.pdf” ${ALREADY_SENT}`);
		expect(errorItems[0].json.message).toMatch(
			/1 of 2 have signed\. Its log says “Sent” on \d{4}-.*'Send Again'.*Nothing was sent/,
		);
		expect(held(reference).sends).toBe(1);
	});

	test.each(['NotStart', 'Signing'] as const)(
		'is refused where nobody has opened it (%s), whether the answer names its folder or not',
		async (unopened) => {
			bench.simulator.readings.unopened = unopened;
			bench.simulator.readings.folder = 'unnamed';
			const reference = await stored();
			await send([reference]);
			const { errorItems } = await send([reference]);
			bench.simulator.readings.unopened = 'Signing';
			bench.simulator.readings.folder = 'named';
			expect(errorItems[0].json.error).toMatch(ALREADY_SENT);
			expect(held(reference).sends).toBe(1);
		},
	);

	test('is sent where Send Again says so, and no status is asked for', async () => {
		const reference = await stored();
		await send([reference]);
		bench.simulator.requests.length = 0;
		await send([reference], { sendAgain: true });
		expect(operations()).toEqual(['getAccountInfo', 'sendSmartTag2']);
		expect(held(reference).sends).toBe(2);
	});

	test('costs one look-up for each document, which a switch turns off', async () => {
		const references = [await stored(), await stored()];
		await send(references, { checkIfSent: false });
		expect(operations()).toEqual(['getAccountInfo', 'sendSmartTag2', 'sendSmartTag2']);
		bench.simulator.requests.length = 0;
		await send([await stored()]);
		expect(operations()).toEqual(['getAccountInfo', 'getDocumentStatus', 'sendSmartTag2']);
	});

	test('cannot be looked up: nothing is sent', async () => {
		const { errorItems } = await send(['12345']);
		expect(errorItems[0].json.error).toMatch(toldOn(404));
		expect(operations()).not.toContain('sendSmartTag2');
	});
});

describe('Send Once per Reference', () => {
	const once = (clientReference: string) => ({ oncePerClientReference: true, clientReference });

	test.each<[string, INodeParameters, RegExp]>([
		[
			'another reference',
			{ clientReference: 'order-8' },
			/has the client reference "order-8", but the item has "order-7"/,
		],
		['no reference', {}, /has no client reference, but the item has "order-7"/],
	])('refuses a stored document with %s', async (_, options, message) => {
		const reference = await stored(options);
		const { errorItems } = await send([reference], once('order-7'));
		expect(errorItems[0].json.error).toMatch(message);
		expect(held(reference).sends).toBe(0);
	});

	test('sends one with its own reference, and hands it out the second time', async () => {
		const reference = await stored({ clientReference: 'order-9' });
		const first = await send([reference], once('order-9'));
		expect(first.items[0].json).not.toHaveProperty('recovered');
		const second = await send([reference], once('ORDER-9'));
		expect(second.items[0].json).toMatchObject({ documentReference: reference, recovered: true });
		expect(held(reference).sends).toBe(1);
	});
});

/** docs/api/API.md section 3: a reference is a row of digits. An address takes dots for "the folder above". */
describe('what cannot be a reference', () => {
	test.each(['.', '..', '\ud800', '\u200b'])(
		'is refused before anything is sent: %j',
		async (none) => {
			const one = await stored();
			const { items, errorItems } = await send([`${one}, ${none}`], {
				checkIfSent: false,
				sendAgain: true,
			});
			expect(items).toEqual([]);
			expect(errorItems[0].json.error).toMatch(/is not a reference|cannot be seen/);
			expect(operations()).toEqual([]);
			expect(held(one).sends).toBe(0);
		},
	);

	test.each(['form', 'template'])(
		'is refused as a %s before anything is asked',
		async (resource) => {
			const { error } = await execute(bench, {
				...{ resource, operation: 'send', signers: both },
				[resource]: byReference('..'),
			});
			expect(error?.message).toBe('".." is not a reference');
			expect(operations()).toEqual([]);
		},
	);
});
