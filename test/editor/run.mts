/**
 * What a person does in n8n's editor, in a real browser: a real n8n with this package installed as its
 * users install it, and the simulator. `npm run test:editor`
 *
 * `npm run test:editor -- --pictures` keeps pictures of the main steps in `docs/pictures`.
 */
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { check } from '../harness/check.mts';
import { Owner } from '../n8n/owner.mts';
import { installProject } from '../n8n/package.mts';
import { startServer } from '../n8n/server.mts';
import { onStage, type Stage } from '../n8n/stage.mts';
import { walkCredential } from './credential.mts';
import { Editor } from './editor.mts';
import { walkHttpRequest } from './httpRequest.mts';
import { walkNode } from './node.mts';
import { camera, noCamera, type Camera } from './pictures.mts';
import { walkPanel } from './panel.mts';
import { walkTriggers } from './triggers.mts';
import { walkWaiting } from './waiting.mts';

const walk = async (origin: string, stage: Stage, take: Camera): Promise<void> => {
	const { account, simulator } = stage;
	const editor = await Editor.open(origin);
	try {
		await check('the owner signs in', async () => await editor.signIn(account));
		const scene = { editor, simulator, take };
		await walkCredential(scene);
		await walkNode(scene);
		await walkPanel(scene);
		await walkWaiting(scene);
		await walkTriggers(scene);
		await walkHttpRequest(scene);
		await check('the simulator missed nothing', () => {
			assert.deepEqual(simulator.problems, []);
		});
	} finally {
		await editor.close();
	}
};

const { values } = parseArgs({ options: { pictures: { type: 'boolean', default: false } } });
await onStage(undefined, async (stage) => {
	const { n8n, account } = stage;
	await installProject(n8n);
	const server = await startServer(n8n);
	try {
		await Owner.setUp(server.origin, account);
		await walk(server.origin, stage, values.pictures ? camera : noCamera);
	} finally {
		await server.stop();
	}
});
