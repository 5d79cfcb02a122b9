/** Send Once per Reference: what was sent before is returned, also when its due date has passed since. */
import { PAST_DUE_DATE } from '../../nodes/SecuredSigning/fields/dueDate.ts';
import { passTime, realTime } from '../harness/clock.cts';
import { execute } from './executions.cts';
import type { Bench } from './node.cts';
import { orderOf, useRetrying, withOptions, type Retrying } from './retrying.cts';
import { inDays } from './samples.cts';
import { sending } from './sends.cts';

let bench: Bench;
let nextId: Retrying['nextId'];
let sentTimes: Retrying['sentTimes'];
useRetrying(34_000, (own) => ({ bench, nextId, sentTimes } = own));
afterEach(realTime);

// docs/waiting.md, "Only once, across executions".
test.each(['form', 'template', 'file'] as const)(
	'%s: of two rows, the one that was sent is returned, and the other is refused',
	async (kind) => {
		const [sent, unsent] = [nextId(), nextId()];
		const way = await sending(bench, kind);
		const once = { clientReference: '={{ $json.order }}', oncePerClientReference: true };
		const parameters = { ...withOptions(way.parameters, once), dueDate: inDays(3) };
		const row = await orderOf(way, sent, 'one');
		const { items: before } = await execute(bench, parameters, { items: [row] });
		passTime(5 * 24 * 60 * 60 * 1000);
		const { items, error } = await execute(bench, parameters, {
			items: [row, await orderOf(way, unsent, 'two')],
			node: { onError: 'continueRegularOutput' },
		});
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({
			recovered: true,
			documentReference: before[0].json.documentReference,
		});
		expect(items[1].json.error).toMatch(PAST_DUE_DATE);
		expect(sentTimes(sent, unsent)).toEqual([1, 0]);
	},
);
