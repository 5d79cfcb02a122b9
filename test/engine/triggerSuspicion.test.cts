/**
 * A document is not found, and then listed again. docs/waiting-in-detail.md, “Deleted and gone”: two checks must find
 * neither its status nor its log. If a check in between sees it in a list, two new ones are needed, and so are they
 * after a restart.
 */
import type { IDataObject } from 'n8n-workflow';

import { CONFIRMED_AFTER_MS } from '../../nodes/SecuredSigning/api/gone';
import { passTime } from '../harness/clock.cts';
import type { Polling } from '../harness/polling.cts';
import { told, useScene, type Scene } from './watch.cts';

let scene: Scene;
useScene((own) => (scene = own));

/** An outdated copy of the service answers: it does not know the document yet. */
function knowNothingOf(reference: string) {
	const { faults } = scene.simulator;
	faults.choose(({ operationId, path }) =>
		['getDocumentStatus', 'getDocumentLog'].includes(operationId!) && path.includes(reference)
			? { kind: 'notFound' }
			: undefined,
	);
	faults.spoil((answer, { operationId }) =>
		operationId === 'getActiveDocuments'
			? (answer as IDataObject[]).filter(({ Reference }) => Reference !== reference)
			: answer,
	);
}

/** A check that gets the answers of that copy, or good ones. */
async function check(trigger: Polling, missing?: string, how: 'poll' | 'activate' = 'poll') {
	passTime(CONFIRMED_AFTER_MS);
	scene.simulator.faults.clear();
	if (missing) knowNothingOf(missing);
	await trigger[how]();
}

const goesOn = async (trigger: Polling, reference: string) => {
	await scene.simulator.sign(reference);
	await check(trigger);
	await scene.simulator.sign(reference);
	await check(trigger);
	expect(told(trigger.items())).toEqual(['signed', 'signed', 'completed']);
	expect(trigger.errors).toEqual([]);
};

test.each([1, 12])('missed, listed by %d checks, missed again: it goes on', async (between) => {
	const [reference] = await scene.send();
	const trigger = scene.trigger();
	await trigger.activate();
	await check(trigger);
	await check(trigger, reference);
	for (let turn = 0; turn < between; turn++) await check(trigger);
	await check(trigger, reference);
	await check(trigger);
	await goesOn(trigger, reference);
});

test('listed with an event that cannot be read yet: it goes on', async () => {
	const [reference] = await scene.send();
	const trigger = scene.trigger();
	await trigger.activate();
	await check(trigger);
	await check(trigger, reference);
	await scene.simulator.sign(reference);
	scene.simulator.faults.clear();
	scene.simulator.faults.add({ kind: 'serverErrorHtml', operation: 'getDocumentStatus' });
	passTime(CONFIRMED_AFTER_MS);
	await trigger.poll();
	await check(trigger, reference);
	await check(trigger);
	await scene.simulator.sign(reference);
	await check(trigger);
	expect(told(trigger.items())).toEqual(['signed', 'signed', 'completed']);
});

// n8n stores what a check knew only with an execution, so it has nothing of the one that saw the document again.
test('missed again by the first check after a restart: it goes on', async () => {
	const [reference] = await scene.send();
	const trigger = scene.trigger();
	await trigger.activate();
	await check(trigger);
	const [other] = await scene.send();
	await check(trigger, reference);
	expect(told(trigger.items())).toEqual(['sent']);
	await check(trigger);
	await check(trigger, reference, 'activate');
	await check(trigger);
	expect(told(trigger.items())).toEqual(['sent']);
	await scene.remove(other);
	for (let turn = 0; turn < 2; turn++) await check(trigger);
	expect(told(trigger.items())).toEqual(['sent', 'deleted']);
});

test('missed for good after that: deleted, by two checks of their own', async () => {
	const [reference] = await scene.send();
	const trigger = scene.trigger();
	await trigger.activate();
	await check(trigger);
	await check(trigger, reference);
	await check(trigger);
	await scene.remove(reference);
	await check(trigger);
	expect(trigger.items()).toEqual([]);
	await check(trigger);
	expect(told(trigger.items())).toEqual(['deleted']);
});
