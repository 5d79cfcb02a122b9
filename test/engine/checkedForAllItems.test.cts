/** What concerns all items of a run is asked and told once, and also when some of them are out already. */
import { toldOn } from '../harness/told.cts';
import { fields, plainItems, signer, smartTag, useChecks } from './beforehand.cts';
import { execute, retry } from './executions.cts';
import type { Bench } from './node.cts';
import { ana, byReference } from './samples.cts';

let bench: Bench;
let template: string;
const { sent, fileItems } = useChecks((own) => ({ bench, template } = own));

/** To whom something went out. */
const sentTo = () =>
	bench.simulator.requests
		.filter(({ operationId, status }) => operationId?.startsWith('send') && status === 200)
		.map(({ body }) => /"Email":"([^"]+)"/.exec(JSON.stringify(body))?.[1]);

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
	expect(error?.message).toMatch(toldOn(401));
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
		expect(error?.message).toMatch(toldOn(404));
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
