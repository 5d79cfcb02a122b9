/** All items of a run are checked before the first one is sent, and all that is wrong is told at once. */
import { randomBytes } from 'node:crypto';

import { paragraph, part, wordFile, wordFileOf } from '../harness/wordFile.cts';
import { startAwaiting } from './awaiting.cts';
import { execute, retry } from './executions.cts';
import { startBench, type Bench } from './node.cts';
import { ana, byReference, documentList, DOCX, inDays } from './samples.cts';
import { referenceOf } from './sends.cts';

let bench: Bench;
let form: string;
let template: string;
let tagged: Buffer;

beforeAll(async () => {
	bench = await startBench();
	bench.records = false;
	tagged = await wordFileOf('[!Sign.1.F, , ,]');
	form = await referenceOf(bench, 'form', 'Confidentiality Undertaking');
	template = await referenceOf(bench, 'template', 'Consent Form');
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
	bench.simulator.faults.clear();
});

const sent = () =>
	bench.simulator.requests.filter(({ operationId }) => /^(send|upload)/.test(operationId ?? ''));
/** To whom something went out. */
const sentTo = () =>
	bench.simulator.requests
		.filter(({ operationId, status }) => operationId?.startsWith('send') && status === 200)
		.map(({ body }) => /"Email":"([^"]+)"/.exec(JSON.stringify(body))?.[1]);
const asked = (operationId: string) =>
	bench.simulator.requests.filter((request) => request.operationId === operationId).length;

const signer = {
	firstName: '={{ $json.first }}',
	lastName: 'Lopez',
	email: '={{ $json.email }}',
};
const row = (json: object = {}) => ({ first: 'Ana', email: ana.email, due: inDays(20), ...json });
const fields = { signers: { signer: [signer] }, dueDate: '={{ $json.due }}' };

const smartTag = { resource: 'smartTag', operation: 'send', ...fields };
const fileItems = async (rows: object[], content: (index: number) => Buffer = () => tagged) =>
	await Promise.all(
		rows.map(async (json, index) => ({
			...(await bench.file(content(index), `contract-${index}.docx`, DOCX)),
			json: row(json),
		})),
	);
const plainItems = (rows: object[]) => rows.map((json) => ({ json: row(json) }));

const WRONG = [{}, {}, { email: 'no address' }, {}, { due: '2020-01-31' }];

describe.each<[string, () => Promise<[object, Array<{ json: object }>]>]>([
	['a Smart Tag send', async () => [smartTag, await fileItems(WRONG)]],
	[
		'a form',
		async () => [
			{ resource: 'form', operation: 'send', form: byReference(form), ...fields },
			plainItems(WRONG),
		],
	],
	[
		'a template',
		async () => [
			{ resource: 'template', operation: 'send', template: byReference(template), ...fields },
			plainItems(WRONG),
		],
	],
])('%s of five items, two of them wrong', (_what, made) => {
	test('nothing is sent, and both are told', async () => {
		const [parameters, items] = await made();
		const { error } = await bench.run(parameters as typeof smartTag, { items: items as never });
		expect(sent()).toEqual([]);
		expect(error?.context?.itemIndex).toBe(2);
		expect(error?.message).toMatch(/email/);
		expect(error?.description).toMatch(/Nothing was sent/);
		expect(error?.description).toMatch(/Item 4 .*The due date is in the past/);
		expect(error?.description).toMatch(/'On Error' to 'Continue'/);
		expect(error?.description).not.toMatch(/went through/);
	});

	test('"Continue" sends the three others', async () => {
		const [parameters, items] = await made();
		const found = await bench.run(parameters as typeof smartTag, {
			items: items as never,
			onError: 'continueRegularOutput',
		});
		expect(found.error).toBeUndefined();
		expect(found.items.map(({ json }) => 'error' in json)).toEqual([
			false,
			false,
			true,
			false,
			true,
		]);
		expect(found.items[2].json.details).toMatch(/This item was not sent/);
		expect(sent().filter(({ operationId }) => operationId?.startsWith('send'))).toHaveLength(3);
	});
});

test('every field of an item that is wrong is told', async () => {
	const items = await fileItems([{ email: 'no address', due: '2020-01-31' }]);
	items[0].binary = { data: { ...items[0].binary!.data, fileName: 'contract.exe' } };
	const { error } = await bench.run(smartTag, { items });
	const words = `${error?.message} ${error?.description}`;
	expect(words).toMatch(/email address/);
	expect(words).toMatch(/The due date is in the past/);
	expect(words).toMatch(/contract\.exe/);
	expect(sent()).toEqual([]);
});

test('every signer that is wrong is told', async () => {
	const signers = {
		signer: [{ ...ana, email: 'none' }, { ...ana, firstName: '' }, ana],
	};
	const { error } = await bench.run({ ...smartTag, signers }, { items: await fileItems([{}]) });
	const words = `${error?.message} ${error?.description}`;
	expect(words).toMatch(/signer 1/i);
	expect(words).toMatch(/signer 2/i);
	expect(words).not.toMatch(/signer 3/i);
});

test('row 217 of 250 is found while nothing is sent', async () => {
	const rows = Array.from({ length: 250 }, (_, index) => (index === 217 ? { first: '' } : {}));
	const { error } = await bench.run(
		{ resource: 'template', operation: 'send', template: byReference(template), ...fields },
		{ items: plainItems(rows) },
	);
	expect(error?.context?.itemIndex).toBe(217);
	expect(sent()).toEqual([]);
	// The template is the same for all of them.
	expect(asked('getFormFillerFieldTemplate') + asked('getFieldTemplate')).toBeLessThanOrEqual(1);
});

test('a file whose Smart Tags would go wrong is found before the first one is sent', async () => {
	const broken = await wordFileOf('Nothing to sign');
	const items = await fileItems([{}, {}, {}], (index) => (index === 2 ? broken : tagged));
	const { error } = await bench.run(smartTag, { items });
	expect(error?.context?.itemIndex).toBe(2);
	expect(error?.message).toMatch(/Smart Tags need a correction/);
	expect(sent()).toEqual([]);
});

test('beyond 200 MB, the contents of files are read just before they are sent, and a hint says so', async () => {
	// 42 files of almost 5 MB, of which the last one lacks its tag: what makes them large is a picture.
	const picture = { 'word/media/picture.png': randomBytes(5_200_000) };
	const large = async (text: string) =>
		await wordFile({ document: part('document', paragraph(text)) }, 'STORE', picture);
	const [whole, broken] = [await large('[!Sign.1.F, , ,]'), await large('Nothing to sign')];
	const one = await bench.file(whole, 'contract.docx', DOCX);
	const last = await bench.file(broken, 'contract.docx', DOCX);
	const items = Array.from({ length: 42 }, (_, index) => ({
		...(index === 41 ? last : one),
		json: row(),
	}));
	const requestOptions = { itemsAtATime: 1 };
	const found = await bench.run(
		{ ...smartTag, requestOptions },
		{ items, onError: 'continueRegularOutput' },
	);
	expect(found.items.map(({ json }) => 'error' in json).indexOf(true)).toBe(41);
	expect(sent().filter(({ operationId }) => operationId?.startsWith('send'))).toHaveLength(41);
	const [{ hints }] = found.run.data.resultData.runData['Secured Signing'];
	expect(hints?.map(({ message }) => message).join()).toMatch(/just before each was sent/);
});

test('Send and Await Signature: nothing is sent if one item cannot be', async () => {
	const waits = await startAwaiting();
	try {
		const { error } = await waits.bench.run(
			{ ...smartTag, operation: 'sendAndAwait' },
			{ items: await fileItems([{}, { email: '' }]) },
		);
		expect(error?.context?.itemIndex).toBe(1);
		expect(
			waits.bench.simulator.requests.filter(({ operationId }) => /^send/.test(operationId ?? '')),
		).toEqual([]);
	} finally {
		await waits.bench.close();
	}
});

test('two items with one stored document: nothing is sent', async () => {
	const upload = await bench.run(
		{ resource: 'document', operation: 'upload' },
		{ items: await fileItems([{}]) },
	);
	bench.simulator.requests.length = 0;
	const reference = upload.items[0].json.documentReference as string;
	const { error } = await bench.run(
		{
			...smartTag,
			documentsFrom: 'documents',
			documents: documentList(reference),
		},
		{ items: plainItems([{}, {}]) },
	);
	expect(error?.context?.itemIndex).toBe(1);
	expect(error?.message).toMatch(/Item 0 .* already sends the document/);
	expect(sent()).toEqual([]);
});

describe('an execution of which some items are out', () => {
	test('a retry does not say that nothing was sent, when another item is wrong by now', async () => {
		const parameters = {
			resource: 'template',
			operation: 'send',
			template: byReference(template),
			...fields,
			requestOptions: { itemsAtATime: 1 },
		};
		const operation = 'sendFormFillerTemplates';
		bench.simulator.faults.spoil((answer, { operationId }) => {
			// The one after it is refused.
			if (operationId === operation)
				bench.simulator.faults.add({ kind: 'planExhausted', operation });
			return answer;
		});
		const first = await execute(bench, parameters, { items: plainItems([{}, {}, {}]) });
		bench.simulator.faults.clear();
		expect(first.error?.description).toMatch(/Item 0 went through/);
		const changed = {
			...parameters,
			signers: { signer: [{ ...signer, email: '={{ $itemIndex === 2 ? "none" : $json.email }}' }] },
		};
		const again = await retry(bench, first, { parameters: changed });
		expect(again.error?.message).toMatch(/email address/);
		expect(again.error?.context?.itemIndex).toBe(2);
		expect(again.error?.description).toMatch(
			/This attempt sent nothing.*Item 0 .*may have been sent/,
		);
		expect(again.error?.description).not.toMatch(/Nothing was sent/);
		// What is not out yet does not go out beside a mistake.
		expect(sentTo()).toEqual([ana.email]);
		const last = await retry(bench, again, { parameters });
		expect(last.error).toBeUndefined();
		expect(last.items).toHaveLength(3);
		expect(sentTo()).toHaveLength(3);
	});
});

test('a service that does not answer the first question is not asked for each item', async () => {
	bench.simulator.faults.add({ kind: 'unauthorized', times: 100 });
	const rows = Array.from({ length: 60 }, () => ({}));
	const { error } = await bench.run(
		{ resource: 'template', operation: 'send', template: byReference(template), ...fields },
		{ items: plainItems(rows) },
	);
	bench.simulator.faults.clear();
	expect(error?.message).toMatch(/did not accept the credential/);
	expect(error?.context?.itemIndex).toBe(0);
	expect(error?.description).toMatch(/Nothing was sent/);
	expect(error?.description).not.toMatch(/Items? 0 .*as well/);
	expect(bench.simulator.requests.length).toBeLessThan(30);
});

test.each([['none'], [ana.email]])(
	'a template that is not there stops the run, with what else is wrong (email: %s)',
	async (email) => {
		const rows = [{ t: template }, { t: '1234' }, { t: template, email }, { t: '1234' }];
		const parameters = { resource: 'template', operation: 'send', ...fields };
		const { error } = await bench.run(
			{ ...parameters, template: byReference('={{ $json.t }}') },
			{ items: plainItems(rows) },
		);
		expect(sent()).toEqual([]);
		expect(error?.context?.itemIndex).toBe(1);
		expect(error?.message).toMatch(/could not find/);
		expect(error?.description).toMatch(/Item 3 failed as well/);
		if (email === 'none') expect(error?.description).toMatch(/Item 2 .*email address/);
		expect(error?.description).toMatch(/Nothing was sent: all 4 items/);
		const found = await bench.run(
			{ ...parameters, template: byReference('={{ $json.t }}') },
			{ items: plainItems(rows), onError: 'continueRegularOutput' },
		);
		expect(found.items.map(({ json }) => 'error' in json)).toEqual([
			false,
			true,
			email === 'none',
			true,
		]);
	},
);

test('a field without a file is told as a sentence, and that nothing was sent', async () => {
	const [good, bad] = await fileItems([{}, {}]);
	const { error } = await bench.run(smartTag, { items: [good, { json: bad.json }] });
	expect(error?.context?.itemIndex).toBe(1);
	expect(error?.description).toMatch(/[.!?] Nothing was sent: all 2 items are checked first\./);
	expect(sent()).toEqual([]);
});

describe('what concerns all items', () => {
	const parameters = () => ({
		resource: 'template',
		operation: 'send',
		template: byReference(template),
		...fields,
	});

	test.each([
		0,
		-1,
		0.5,
		21,
		'={{ null }}',
		'={{ [] }}',
		'={{ NaN }}',
		'={{ "abc" }}',
		'={{ false }}',
	])('Items at a Time of %j is refused, and no item is lost', async (itemsAtATime) => {
		const given = { ...parameters(), requestOptions: { itemsAtATime } };
		const { error } = await bench.run(given, { items: plainItems([{}, {}]) });
		expect(error?.message).toMatch(/^'Items at a Time' is not a whole number from 1 to 20/);
		expect(sent()).toEqual([]);
		const found = await bench.run(given, {
			items: plainItems([{}, {}]),
			onError: 'continueErrorOutput',
		});
		expect(found.items).toEqual([]);
		expect(found.errorItems.map(({ json }) => json.error)).toEqual([
			error?.message,
			error?.message,
		]);
	});

	// It would go on from where it is for ever.
	test.each([0, -1, '={{ null }}', '={{ "abc" }}'])(
		'Items per Batch of %j is refused',
		async (batchSize) => {
			const { error } = await bench.run(
				{ ...parameters(), requestOptions: { batchSize } },
				{ items: plainItems([{}, {}]) },
			);
			expect(error?.message).toMatch(/^'Items per Batch' is not a whole number from 1 on/);
			expect(sent()).toEqual([]);
		},
	);

	// 2,147,483,647 milliseconds are what a timer of Node.js can hold.
	test('a Timeout that no timer holds is refused', async () => {
		const { error } = await bench.run(
			{ ...parameters(), requestOptions: { timeout: 3_000_000 } },
			{ items: plainItems([{}]) },
		);
		expect(error?.message).toMatch(/^'Timeout \(Seconds\)' is not a whole number from 1 to 86400/);
	});

	test('a wrong Include of a wait: the items come out of the error output', async () => {
		const { errorItems, items } = await bench.run(
			{ ...parameters(), operation: 'sendAndAwait', include: ['log', 'nonsense'] },
			{ items: plainItems([{}, {}]), onError: 'continueErrorOutput' },
		);
		expect(items).toEqual([]);
		expect(errorItems.map(({ json }) => json.error)).toEqual(
			Array(2).fill(expect.stringMatching(/'Include' is not in the list/)),
		);
		expect(sent()).toEqual([]);
	});
});
