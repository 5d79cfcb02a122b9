/** Both triggers: docs/api/API.md sections 5.2 (folders), 7 (callback) and 12.5 (retention). */
import { passTime } from '../../harness/clock.cts';
import { toldOn } from '../../harness/told.cts';
import { both, inDays } from '../../engine/samples.cts';
import { told, triggerWith } from '../../engine/watch.cts';
import { listen } from '../../engine/webhook.cts';
import type { Play } from './play.cts';

const DAY = 86_400_000;
const terms = { signers: both, dueDate: inDays(30) };

/** Each event exactly once; what the retention removes was not deleted by anybody. */
export async function pollingTriggerTells({ stage, run, readings, shown }: Play) {
	const { simulator } = stage.bench;
	const trigger = triggerWith(simulator.credential);
	await trigger.activate();
	const before = trigger.items().length;
	const [{ json: one }] = await run('smartTag', 'send', terms);
	const [{ json: other }] = await run('smartTag', 'send', terms);
	const [signed, declined] = [one, other].map(({ documentReference }) => String(documentReference));
	await trigger.poll();
	await simulator.sign(signed);
	await trigger.poll();
	await simulator.sign(signed);
	await simulator.decline(declined, undefined, 'Too dear');
	await trigger.poll();
	await trigger.poll();
	const items = trigger.items().slice(before);
	const of = (reference: string) =>
		items.filter(({ documentReference }) => documentReference === reference);
	expect(told(of(signed))).toEqual(['sent', 'signed', 'signed', 'completed']);
	expect(told(of(declined))).toEqual(['sent', 'declined']);
	expect(of(signed)[1].signer).toMatchObject({ name: shown('Ana Lopez'), signed: true });

	const isThere = async () =>
		await run('document', 'get', { document: { __rl: true, mode: 'id', value: signed } });
	passTime(8 * DAY);
	await (readings.retention === 'kept'
		? expect(isThere()).resolves.toMatchObject([{ json: { status: 'completed' } }])
		: expect(isThere()).rejects.toThrow(toldOn(404)));
	await trigger.poll();
	passTime(DAY / 12);
	await trigger.poll();
	expect(trigger.items().slice(before + items.length)).toEqual([]);
	expect(trigger.errors).toEqual([]);
}

/** At least once for each event, where the service calls; and never anything else. */
export async function callbackTriggerTells({ stage, run, readings }: Play) {
	const { simulator } = stage.bench;
	const trigger = await listen(simulator);
	try {
		const [{ json: sent }] = await run('smartTag', 'send', {
			...terms,
			options: { notifyUrl: trigger.url },
		});
		const reference = sent.documentReference as string;
		for (const _ of [1, 2]) {
			await simulator.sign(reference);
			await simulator.settle();
		}
		const items = trigger.started.flat().map(({ json }) => json);
		const isCalled = readings.callback !== 'never';
		expect([...new Set(told(items))]).toEqual(isCalled ? ['signed', 'completed'] : []);
		expect(items.every(({ documentReference }) => documentReference === reference)).toBe(true);
		expect(trigger.failed).toEqual([]);
	} finally {
		await trigger.close();
	}
}
