/** Plays one scene in n8n's engine, as a person would: what failed with items untold is retried. */
import type { Bench } from '../engine/node.cts';
import { execute, retry, type Execution } from '../engine/executions.cts';
import { Plan, sending, type Sending } from '../engine/sends.cts';
import type { Accounts } from './accounts.cts';
import type { Scene } from './sendScript.cts';
import { allToldOf, toldOf, type Told } from './sendTold.cts';
import { reshaped } from './shapes.cts';

// More often than there are faults for the sends of one execution.
const MOST_RETRIES = 60;
/** Where a list cannot be read, it can be read at no later time either. */
const MOST_RETRIES_UNREAD = 15;

/** What was said of each send at the end. */
export async function act(accounts: Accounts, scene: Scene): Promise<Map<string, Told>> {
	const { ids, kind, node, requestOptions, key } = scene;
	const { bench } = accounts;
	const ways = new Map<Bench, Sending>();
	const plans = new Map<Bench, Plan>();
	for (const account of accounts.all) {
		// What went wrong in the scene before is over.
		account.simulator.faults.clear();
		ways.set(account, await sending(account, kind));
		account.simulator.faults.spoil(reshaped(scene.shape));
		plans.set(account, new Plan(account));
	}
	const items = await Promise.all(ids.map(async (id) => await ways.get(accounts.of(id))!.item(id)));
	for (const { id, uploads, sends } of scene.faults) {
		const plan = plans.get(accounts.of(id))!;
		plan.add('upload', id, ...uploads);
		plan.add('send', id, ...sends);
	}
	for (const plan of plans.values()) plan.add('look', '', ...scene.looks);

	const options = key && { clientReference: ids[0], oncePerClientReference: true };
	const { parameters } = ways.get(accounts.of(ids[0]))!;
	const all = { ...parameters, requestOptions, ...(options && { options }) };
	if (!key) return await toTheEnd(bench, scene, await execute(bench, all, { items, node }));

	const twins = Array.from({ length: key.items }, () => items[0]);
	const once = async () => await execute(bench, all, { items: twins, node });
	const executions: Execution[] = [];
	if (key.together)
		executions.push(...(await Promise.all(Array.from({ length: key.times }, once))));
	else for (let time = 0; time < key.times; time++) executions.push(await once());
	const told = executions.flatMap((execution) =>
		allToldOf(
			execution,
			twins.map(() => ids[0]),
		).map(([, said]) => said),
	);
	return new Map([
		[
			ids[0],
			(['sent', 'recovered', 'uncertain', 'refused'] as const).find((one) => told.includes(one)) ??
				'untold',
		],
	]);
}

async function toTheEnd(
	bench: Bench,
	{ ids, kind, shape }: Scene,
	first: Execution,
): Promise<Map<string, Told>> {
	let execution = first;
	const most = shape.malformed.length > 0 ? MOST_RETRIES_UNREAD : MOST_RETRIES;
	for (let time = 0; execution.error && ids.length > 1; time++) {
		// On a busy machine look-ups are late again and again: that they are is told truly.
		const told = toldOf(execution, ids);
		const isOpen = time >= 3 && isOpenForGood(kind, shape, told);
		if (time === most || isOpen) return unfinished(told);
		execution = await retry(bench, execution);
	}
	return toldOf(execution, ids);
}

/**
 * What may have been sent is never sent again, however often it is tried: a form or a template, and whatever
 * cannot be looked up in lists that cannot be read.
 */
const isOpenForGood = (
	kind: Scene['kind'],
	{ malformed }: Scene['shape'],
	told: Map<string, Told>,
): boolean =>
	(kind === 'form' || kind === 'template' || malformed.length > 0) &&
	[...told.values()].includes('uncertain');

const unfinished = (told: Map<string, Told>): Map<string, Told> =>
	new Map([...told].map(([id, said]) => [id, said === 'untold' ? 'unfinished' : said]));
