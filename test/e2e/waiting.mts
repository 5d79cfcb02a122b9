/**
 * Checks a workflow that waits for a signature: people sign in a browser, and it goes on; whoever else
 * calls changes nothing; and at its limit it goes on without.
 */
import assert from 'node:assert/strict';
import { awaitingWorkflow, LAST, NODE, type Awaiting } from '../n8n/awaiting.mts';
import { press, startChromium } from '../n8n/browser.mts';
import { checkCalls } from './calls.mts';
import { check } from '../harness/check.mts';
import type { Desk } from '../n8n/desk.mts';
import { Scene } from '../n8n/scene.mts';
import type { Stage } from '../n8n/stage.mts';
import { publish } from '../n8n/workflows.mts';
import type { Part } from './part.mts';
import { checkWaitingForSeveral, forSeveral } from './waitingForSeveral.mts';

type Browser = Awaited<ReturnType<typeof startChromium>>;

/** n8n looks once a minute for executions whose time is up. */
const TIME_LIMIT = 120_000;

/** Opens the signing page of the service, and presses Sign. */
const signInBrowser = async (browser: Browser, origin: string, key: string): Promise<void> => {
	const page = await browser.newPage();
	try {
		await page.goto(`${origin}/sign/${key}`);
		await press(page, 'Sign');
		await page.getByText('You have signed this document').waitFor();
	} finally {
		await page.close();
	}
};

const checkSigning = async (scene: Scene, browser: Browser): Promise<void> => {
	const { simulator } = scene;
	await check('a workflow answers its webhook, sends and waits', async () => {
		await scene.stillWaits(await scene.start());
	});
	await check('two people sign in a browser; it waits for both, then goes on', async () => {
		const execution = await scene.start();
		const [first, second] = scene.document(execution).signers;
		await signInBrowser(browser, simulator.origin, first.key);
		await scene.stillWaits(execution);
		await signInBrowser(browser, simulator.origin, second.key);
		await scene.finishes(execution);
	});
};

/** Signs a document while the simulator answers some requests as `strike` says. */
const signWhile = async (
	{ simulator }: Scene,
	reference: string,
	strike: Parameters<typeof simulator.faults.choose>[0],
): Promise<void> => {
	simulator.faults.choose(strike);
	await simulator.sign(reference);
	await simulator.sign(reference);
	await simulator.settle();
};

const checkTrouble = async (scene: Scene): Promise<void> => {
	const { simulator, executions } = scene;
	await check('a signed document that is not found at once is not deleted', async () => {
		const execution = await scene.start();
		const { reference } = scene.document(execution);
		await signWhile(scene, reference, ({ path }) =>
			path.includes(reference) ? { kind: 'notFound' } : undefined,
		);
		await scene.stillWaits(execution);
		simulator.faults.clear();
		// By n8n's own look, since nobody calls any more.
		await scene.finishes(execution);
	});
	await check('a web page in the place of the signed file is not taken for it', async () => {
		const execution = await scene.start();
		let pages = 0;
		await signWhile(scene, scene.document(execution).reference, ({ operationId }) =>
			operationId === 'downloadDocument' && ++pages === 1
				? { kind: 'wrongBody', body: 'html' }
				: undefined,
		);
		// Tried again by n8n's own look, since nobody calls any more.
		await scene.finishes(execution);
		simulator.faults.clear();
		assert.ok(pages > 1);
	});
	await check('a certificate that cannot be had keeps nothing else back', async () => {
		const execution = await scene.start();
		await signWhile(scene, scene.document(execution).reference, ({ operationId }) =>
			operationId === 'downloadSigningCompletionCertificate'
				? { kind: 'paymentRequired' }
				: undefined,
		);
		await scene.finishes(execution);
		simulator.faults.clear();
		const { results } = await executions.until(execution, 'success', { last: LAST });
		const [{ json }] = results[NODE];
		const missing = json.missing as Array<{ part: string; reason: string }>;
		assert.equal(json.status, 'completed');
		assert.deepEqual(
			missing.map(({ part }) => part),
			['certificateFiles'],
		);
		assert.match(missing[0].reason, /on hold/);
	});
};

export const waiting = (stage: Stage, contract: string): Part => {
	const { simulator, credential } = stage;
	const main: Awaiting = { id: 'await-a-contract', contract, simulator, credential };
	const limited: Awaiting = {
		...main,
		id: 'await-it-for-seconds',
		parameters: {
			limitWaitTime: 'atSpecifiedTime',
			maxDateAndTime: "={{ $now.plus(5, 'seconds') }}",
		},
	};
	const all = { main, limited, several: forSeveral(main) };
	return {
		workflows: Object.values(all).map(awaitingWorkflow),
		play: async (desk) => await checkWaiting(stage, desk, all),
	};
};

const checkWaiting = async (
	{ n8n, simulator }: Stage,
	{ owner, executions, origin }: Desk,
	{ main, limited, several }: Record<'main' | 'limited' | 'several', Awaiting>,
): Promise<void> => {
	const isReady = await check('workflows that wait are published', async () => {
		for (const { id } of [main, limited, several]) await publish(owner, id);
		return true;
	});
	if (!isReady) return;

	const browser = await startChromium();
	try {
		const scene = new Scene(origin, executions, simulator, main);
		const overdue = await check('a wait with a limit of seconds begins', async () => {
			return await scene.start(limited);
		});
		await checkSigning(scene, browser);
		await checkCalls(scene, n8n.installation.major);
		await checkTrouble(scene);
		await checkWaitingForSeveral(scene, several, n8n.installation.major > 1);
		await check(
			'at its limit it goes on, and says that nobody looked how the document stands',
			async () => {
				assert.ok(overdue, 'it did not begin');
				const { results } = await executions.until(overdue, 'success', {
					last: LAST,
					limit: TIME_LIMIT,
				});
				const { reference, name } = scene.document(overdue);
				const [{ json }] = results[NODE];
				assert.equal(json.documentReference, reference);
				assert.equal(json.name, name);
				assert.equal(json.finished, false);
				// None of our code runs then, so nobody knows how it stands.
				assert.equal(json.status, 'waiting');
				const { note } = json.awaiting as { note: string };
				assert.match(note, /^The time limit was reached/);
			},
		);
	} finally {
		await browser.close();
	}
};
