/** What happens in a run, made of a seed alone: who sends what, in which way, and what goes wrong. */
import type { INode } from 'n8n-workflow';

import { sendKinds, type SendKind } from '../engine/sends.cts';
import type { Fault } from '../../simulator/index.cts';
import { Chance } from './random.cts';
import { shapeOf, type Shape } from './shapes.cts';

export interface Scene {
	kind: SendKind;
	/** The sends: an item for each. */
	ids: string[];
	node: Partial<INode>;
	requestOptions: { retries: number; itemsAtATime: number; timeout?: number };
	/** One order number, asked for so many times by so many items: one after the other, or all at the same moment. */
	key?: { times: number; items: number; together: boolean };
	/** Whether the items go out from two accounts, by turns. */
	hasTwoAccounts: boolean;
	shape: Shape;
	faults: Array<{ id: string; uploads: Fault[]; sends: Fault[] }>;
	looks: Fault[];
}

/** Scenes for so many sends. */
export function scenes(seed: number, sends: number): Scene[] {
	const chance = new Chance(seed);
	const all: Scene[] = [];
	for (let first = 1; first <= sends; ) {
		const scene = sceneOf(chance, first, sends - first + 1);
		all.push(scene);
		first += scene.ids.length;
	}
	return all;
}

function sceneOf(chance: Chance, first: number, most: number): Scene {
	const way = chance.one([
		'alone',
		'alone',
		'tried',
		'tried',
		'going on',
		'stopping',
		'key',
		'accounts',
	] as const);
	const isAlone = way === 'alone' || way === 'key';
	const count = Math.min(most, isAlone ? 1 : between(chance, 1, 5));
	const ids = Array.from({ length: count }, (_, n) => `s${first + n}`);
	const kind = chance.one(KINDS[way] ?? sendKinds);
	const faults = ids.map((id) => ({ id, ...troubles(chance) }));
	const looks = chance.happens(0.3) ? some(chance, 1, 6, lookFault) : [];
	const isSlow = [looks, ...faults.flatMap(({ uploads, sends }) => [uploads, sends])]
		.flat()
		.some((fault) => fault.kind === 'delay');
	const tried = way === 'tried' || (way === 'going on' && chance.happens(0.5));
	return {
		kind,
		ids,
		node: {
			...(tried && { retryOnFail: true, maxTries: between(chance, 2, 5), waitBetweenTries: 1 }),
			...(way === 'going on' && {
				onError: chance.one(['continueRegularOutput', 'continueErrorOutput'] as const),
			}),
		},
		requestOptions: {
			retries: between(chance, 0, 1),
			itemsAtATime: chance.one([1, 3, 5]),
			...(isSlow && { timeout: 4 }),
		},
		...(way === 'key' && {
			key: {
				times: between(chance, 1, 3),
				items: between(chance, 1, 2),
				together: chance.happens(0.5),
			},
		}),
		hasTwoAccounts: way === 'accounts',
		shape: shapeOf(chance),
		faults,
		looks,
	};
}

/** Forms and templates of two accounts have references of their own, which one node does not name. */
const KINDS: Record<string, readonly SendKind[] | undefined> = {
	key: sendKinds.filter((one) => one !== 'stored'),
	accounts: ['file', 'files'],
};

const troubles = (chance: Chance) => ({
	uploads: chance.happens(0.2) ? some(chance, 1, 2, anyFault) : [],
	sends: chance.happens(0.6) ? some(chance, 1, 2, anyFault) : [],
});

const some = (chance: Chance, least: number, most: number, one: (chance: Chance) => Fault) =>
	Array.from({ length: between(chance, least, most) }, () => one(chance));

/** The fourteen, those more often after which nobody knows. */
function anyFault(chance: Chance): Fault {
	if (chance.happens(0.3)) return { kind: 'cutAfter' };
	return chance.one<Fault>([
		{ kind: 'delay', seconds: 30 },
		{ kind: 'delay', seconds: 6, hold: 'request' },
		{ kind: 'delay', seconds: 6, hold: 'work' },
		{ kind: 'unauthorized' },
		{ kind: 'paymentRequired' },
		{ kind: 'notFound' },
		{ kind: 'tooLarge' },
		{ kind: 'planExhausted' },
		{ kind: 'tooManyRequests', retryAfter: 0 },
		{ kind: 'serverErrorHtml' },
		{ kind: 'gateway', status: chance.one([502, 503, 504]) },
		{ kind: 'redirect', status: chance.one([302, 307]) },
		{ kind: 'cutBefore' },
		{ kind: 'clockSkew' },
		{ kind: 'wrongBody', body: chance.one(['truncated', 'truncatedJson', 'html', 'empty']) },
	]);
}

/** For a look-up it is all the same whether it was cut before or after. */
const lookFault = (chance: Chance): Fault =>
	chance.one<Fault>([
		{ kind: 'gateway', status: 503 },
		{ kind: 'gateway', status: 503 },
		{ kind: 'cutBefore' },
		{ kind: 'serverErrorHtml' },
		{ kind: 'wrongBody', body: chance.one(['truncated', 'truncatedJson', 'html', 'empty']) },
		{ kind: 'tooManyRequests', retryAfter: 0 },
		{ kind: 'unauthorized' },
		{ kind: 'notFound' },
		{ kind: 'notFound' },
		{ kind: 'redirect' },
		{ kind: 'clockSkew' },
		{ kind: 'delay', seconds: 30 },
	]);

const between = (chance: Chance, least: number, most: number) =>
	least + Math.floor(chance.next() * (most - least + 1));
