/** Plays one scene in n8n's engine, as a person would: what failed with items untold is retried. */
import type { Bench } from '../engine/node.cts';
import { execute, retry, type Execution } from '../engine/executions.cts';
import { Plan, sending } from '../engine/sends.cts';
import type { Scene } from './sendScript.cts';
import { toldOf, type Told } from './sendTold.cts';

// More often than there are faults for the sends of one execution.
const MOST_RETRIES = 60;

/** What was said of each send at the end. */
export async function act(bench: Bench, scene: Scene): Promise<Map<string, Told>> {
	const { ids, kind, node, requestOptions, key } = scene;
	const way = await sending(bench, kind);
	const plan = new Plan(bench);
	const items = await Promise.all(ids.map(async (id) => await way.item(id)));
	for (const { id, uploads, sends } of scene.faults) {
		plan.add('upload', id, ...uploads);
		plan.add('send', id, ...sends);
	}
	plan.add('look', '', ...scene.looks);

	const options = key && { clientReference: ids[0], oncePerClientReference: true };
	const parameters = { ...way.parameters, requestOptions, ...(options && { options }) };
	const once = async () => await execute(bench, parameters, { items, node });
	if (!key) return await toTheEnd(bench, scene, await once());

	const executions: Execution[] = [];
	if (key.together)
		executions.push(...(await Promise.all(Array.from({ length: key.times }, once))));
	else for (let time = 0; time < key.times; time++) executions.push(await once());
	const all = executions.map((execution) => toldOf(execution, ids).get(ids[0])!);
	return new Map([
		[
			ids[0],
			(['sent', 'recovered', 'uncertain', 'refused'] as const).find((one) => all.includes(one)) ??
				'untold',
		],
	]);
}

async function toTheEnd(
	bench: Bench,
	{ ids, kind }: Scene,
	first: Execution,
): Promise<Map<string, Told>> {
	let execution = first;
	for (let time = 0; execution.error && ids.length > 1; time++) {
		// On a busy machine look-ups are late again and again: that they are is told truly.
		const told = toldOf(execution, ids);
		const isOpen = time >= 3 && isOpenForGood(kind, told);
		if (time === MOST_RETRIES || isOpen) return unfinished(told);
		execution = await retry(bench, execution);
	}
	return toldOf(execution, ids);
}

/** A form or a template that may have been sent is never sent again, however often it is tried. */
const isOpenForGood = (kind: Scene['kind'], told: Map<string, Told>): boolean =>
	(kind === 'form' || kind === 'template') && [...told.values()].includes('uncertain');

const unfinished = (told: Map<string, Told>): Map<string, Told> =>
	new Map([...told].map(([id, said]) => [id, said === 'untold' ? 'unfinished' : said]));
