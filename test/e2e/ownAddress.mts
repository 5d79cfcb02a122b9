/**
 * Checks an n8n that must not call its own address: its SSRF protection refuses that, or a proxy that does
 * not lead back. Waits go on when the service calls, or at their limit; n8n's log says what to do; and
 * once that is set, they go on by themselves again.
 */
import assert from 'node:assert/strict';
import { awaitingWorkflow, LAST, NODE, type Awaiting } from '../n8n/awaiting.mts';
import { addressOf, callBack } from './calls.mts';
import { check } from '../harness/check.mts';
import { atDesk, type Desk } from '../n8n/desk.mts';
import type { Simulator } from '../n8n/simulator.mts';
import { Scene } from '../n8n/scene.mts';
import type { Stage } from '../n8n/stage.mts';
import { until } from '../n8n/until.mts';
import { publish } from '../n8n/workflows.mts';
import type { PartByItself } from './part.mts';

/** What keeps n8n, which answers at 127.0.0.1, from itself but not from `localhost`, and what helps. */
interface Obstacle {
	name: string;
	settings: NodeJS.ProcessEnv;
	remedy: NodeJS.ProcessEnv;
	/** How the log gives the reason. */
	reason: RegExp;
}

const OBSTACLES: Record<number, Obstacle> = {
	// It has no such protection.
	1: {
		name: 'a proxy that does not lead back',
		settings: { HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: 'localhost' },
		remedy: { NO_PROXY: 'localhost,127.0.0.1' },
		reason: /ECONNREFUSED/,
	},
	2: {
		name: 'its SSRF protection',
		settings: { N8N_SSRF_PROTECTION_ENABLED: 'true', N8N_SSRF_ALLOWED_HOSTNAMES: 'localhost' },
		remedy: { N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.1/32' },
		reason: /blocked/i,
	},
};

const WARNING = /^n8n could not call its own address/;
/** n8n looks once a minute for executions whose time is up. */
const TIME_LIMIT = 120_000;

const local = (url: string): string => url.replace('127.0.0.1', 'localhost');

export const ownAddress = (stage: Stage, contract: string): PartByItself => {
	const { simulator, credential } = stage;
	// n8n reaches the simulator by a name that is let through.
	const { baseUrl } = credential.data;
	const data = { ...credential.data, baseUrl: local(String(baseUrl)) };
	const byName = { ...credential, id: 'by-name', name: 'By name', data };
	const { elsewhere } = simulator;
	const toldByName: Simulator = {
		...simulator,
		elsewhere: { ...elsewhere, url: local(elsewhere.url) },
	};
	const main: Awaiting = {
		...{ id: 'not-by-itself', contract, simulator: toldByName, credential: byName },
	};
	const limited: Awaiting = {
		...main,
		id: 'not-by-itself-for-seconds',
		parameters: {
			limitWaitTime: 'atSpecifiedTime',
			maxDateAndTime: "={{ $now.plus(5, 'seconds') }}",
		},
	};
	return {
		credentials: [byName],
		workflows: [main, limited].map(awaitingWorkflow),
		play: async () => await checkOwnAddress(stage, main, limited),
	};
};

const checkOwnAddress = async (
	{ n8n, simulator, account }: Stage,
	main: Awaiting,
	limited: Awaiting,
): Promise<void> => {
	const { name, settings, remedy, reason } = OBSTACLES[n8n.installation.major];
	const sceneAt = ({ origin, executions }: Desk) => new Scene(origin, executions, simulator, main);
	/** All that nobody tells n8n of. */
	const signUnheard = async (reference: string) => {
		simulator.readings.callback = 'never';
		await simulator.sign(reference);
		await simulator.sign(reference);
		simulator.readings.callback = 'json';
	};

	await atDesk(n8n.with(settings), account, async (desk) => {
		const scene = sceneAt(desk);
		for (const { id } of [main, limited]) await publish(desk.owner, id);
		const warnings = () => desk.log().filter(({ message }) => WARNING.test(message));
		const overdue = await scene.start(limited);
		const executions = [await scene.start(), await scene.start()];
		await check(`what ${name} refuses is said once in n8n's log`, async () => {
			for (const execution of executions) await signUnheard(scene.document(execution).reference);
			const { message, level } = await until('warning', () => warnings()[0]);
			assert.equal(level, 'warn');
			assert.match(message, reason);
			assert.match(message, /What to set is in docs\/waiting-in-detail\.md/);
			for (const execution of executions) await scene.stillWaits(execution);
		});
		await check('a call of the service ends the wait all the same', async () => {
			for (const execution of executions) {
				const document = scene.document(execution);
				assert.equal(await callBack(addressOf(document), document), 200);
				await scene.finishes(execution);
			}
		});
		await check('and so does its time limit', async () => {
			const end = { last: LAST, limit: TIME_LIMIT };
			const { results } = await scene.executions.until(overdue, 'success', end);
			assert.equal(results[NODE][0].json.status, 'waiting');
			// Each of them has tried to look more than once by now.
			assert.equal(warnings().length, 1);
		});
	});

	await atDesk(n8n.with({ ...settings, ...remedy }), account, async (desk) => {
		const scene = sceneAt(desk);
		await check(
			'with what docs/waiting-in-detail.md tells to set, it looks by itself',
			async () => {
				const execution = await scene.start();
				await signUnheard(scene.document(execution).reference);
				await scene.finishes(execution);
				assert.ok(!desk.log().some(({ message }) => WARNING.test(message)));
			},
		);
	});
};
